using System.Collections.Concurrent;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Gate;

/// <summary>Requests of one key that were refused for one reason, since they were last written down.</summary>
internal sealed record RefusalCount(string Account, string Key, string Code, int Count, Instant First, Instant Last);

/// <summary>
/// Why requests at the gate were refused: counted in memory, written to the feed in batches, and shown to the account's owner and
/// the platform. The gate never waits for it; what there is no room for is counted.
/// </summary>
internal sealed class RefusalBook(OwnerBook owners, InstallationClock clock)
{
    private const int MostWaiting = 10_000, MostShown = 100, MostAccounts = 20_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Account, string Key, string Code), RefusalCount> waiting = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RefusalCount>> written = new(StringComparer.Ordinal);
    private long dropped;

    /// <summary>Refusals that there was no room for.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    public void Note(GateKey key, string code)
    {
        var now = clock.Sure();
        var name = (key.Account, key.Id, code);
        if (waiting.Count >= MostWaiting && !waiting.ContainsKey(name))
        {
            Interlocked.Increment(ref dropped);
            return;
        }
        waiting.AddOrUpdate(
            name, _ => new RefusalCount(key.Account, key.Id, code, 1, now, now),
            (_, known) => known with { Count = known.Count + 1, Last = now });
    }

    /// <summary>The latest of an account, the newest first, those that wait to be written included.</summary>
    public IReadOnlyList<RefusalCount> Of(string account) =>
    [
        .. waiting.Values.Where(r => string.Equals(r.Account, account, StringComparison.Ordinal))
            .Concat(written.TryGetValue(account, out var queue) ? queue : [])
            .OrderByDescending(r => r.Last.Milliseconds).Take(MostShown),
    ];

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stop)) await WriteAsync();
    }

    /// <summary>Writes all that waits into the streams of its owners.</summary>
    public async Task WriteAsync()
    {
        foreach (var name in waiting.Keys)
        {
            if (!waiting.TryRemove(name, out var count)) continue;
            if (owners.OwnerOf(count.Account) is not { } owner) continue;
            await owners.RunAsync(owner, new Command
            {
                Decide = _ => new Outcome.Records(new OwnerEvent.RequestsRefused(
                    count.Account, count.Key, count.Code, count.Count, count.First, count.Last)),
                Answer = (_, _) => new Answered(200, default),
            });
            if (written.Count >= MostAccounts) written.Clear();
            var queue = written.GetOrAdd(count.Account, _ => new ConcurrentQueue<RefusalCount>());
            queue.Enqueue(count);
            while (queue.Count > MostShown) queue.TryDequeue(out _);
        }
    }
}
