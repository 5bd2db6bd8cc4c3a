using Holdfast.Storage;

namespace Holdfast.System.Tests.Races;

/// <summary>A Holdfast to race in: over its real endpoints, in process or over HTTP.</summary>
internal abstract class House : IAsyncDisposable
{
    private long keys;

    /// <summary>The data folder; goes with the house.</summary>
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("HOLDFAST_RACES_ON") ?? Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"))).FullName;

    /// <summary>How many equal nodes stand before the one log.</summary>
    public int Nodes { get; protected init; } = 1;

    public string NewKey() => $"k{Interlocked.Increment(ref keys)}";

    public abstract Task<Reply> PostAsync(string path, string body, string key, int node);

    public Task<Reply> PostAsync(string path, string body) => PostAsync(path, body, NewKey(), 0);

    public abstract Task AdvanceAsync(TimeSpan by);

    /// <summary>Everybody is told of what waits on the account, so that holds run.</summary>
    public abstract Task TellAsync(string account);

    /// <summary>The code that the owner's authenticator shows now.</summary>
    public abstract Task<string> CodeAsync(string secret);

    /// <summary>Ends all work and gives the log for reading.</summary>
    public abstract Task<ILog> EndAsync();

    /// <summary>What the owner's state is by the cache, as stored bytes, brought to its time; null where nobody can look.</summary>
    public virtual byte[]? StateOf(string owner, Func<Domain.Time.Instant, byte[]> fold, out byte[] folded)
    {
        folded = [];
        return null;
    }

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
