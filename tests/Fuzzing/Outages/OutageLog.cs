using Holdfast.Fuzz.Logs;
using Holdfast.Storage;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>A log that fails in one way while it is told to.</summary>
internal sealed class OutageLog(ILog log) : PassingLog(log)
{
    private volatile Outage? now;

    /// <summary>Null: all is well.</summary>
    public Outage? Now
    {
        get => now;
        set => now = value;
    }

    public override bool IsAvailable => now is not { Appends: not null } && base.IsAvailable;

    public override long Head => now?.Head is { } fail ? throw fail() : base.Head;

    public override Checkpoint? LatestCheckpoint => now?.Checkpoint is { } fail ? throw fail() : base.LatestCheckpoint;

    public override async ValueTask<AppendResult> AppendAsync(Append append)
    {
        if (now is not { Appends: { } fail } outage) return await base.AppendAsync(append);
        if (outage.Slow > TimeSpan.Zero) await Task.Delay(outage.Slow);
        throw fail();
    }

    public override OwnerLog? Load(string owner) => Read(() => base.Load(owner));

    public override StoredEvent? ReadAt(long position) => Read(() => base.ReadAt(position));

    public override long? Find(LogKey key) => Read(() => base.Find(key));

    public override StoredRequest? FindRequest(LogKey key) => now?.Requests is { } fail ? throw fail() : Read(() => base.FindRequest(key));

    public override ValueTask SetMetaAsync(string name, string value) =>
        now?.Meta is { } fail ? ValueTask.FromException(fail()) : base.SetMetaAsync(name, value);

    private T Read<T>(Func<T> read) => now?.Reads is { } fail ? throw fail() : read();
}

/// <summary>What fails, and how. Parts that are null go on.</summary>
/// <param name="Stops">The decision points that need what fails; the others may go on.</param>
internal sealed record Outage(string Name, Func<DecisionPoint, bool> Stops)
{
    private static readonly Func<Exception> Gone = () => new LogUnavailableException("planted"),
        Full = () => new LogUnavailableException("planted", new IOException("No space left on device", 28));

    public Func<Exception>? Appends { get; init; }

    public Func<Exception>? Reads { get; init; }

    public Func<Exception>? Requests { get; init; }

    public Func<Exception>? Head { get; init; }

    public Func<Exception>? Checkpoint { get; init; }

    public Func<Exception>? Meta { get; init; }

    public TimeSpan Slow { get; init; }

    public static readonly Outage[] All =
    [
        new("appends refused", _ => true) { Appends = Gone },
        new("disk full", _ => true) { Appends = Full, Meta = Full },
        new("appends slow, then refused", _ => true) { Appends = Gone, Slow = TimeSpan.FromMilliseconds(300) },
        new("appends throw an I/O error", _ => true) { Appends = () => new IOException("planted") },
        new("appends are cancelled", _ => true) { Appends = () => new OperationCanceledException("planted") },
        new("appends out of memory", _ => true) { Appends = () => new InsufficientMemoryException("planted") },
        new("appends find a damaged log", _ => true) { Appends = () => new LogDamagedException("planted") },
        new("an erased owner", _ => true) { Appends = () => new OwnerErasedException("alice") },
        new("nothing can be read", ReadsTheLog) { Reads = Gone },
        new("reading throws", ReadsTheLog) { Reads = () => new InvalidOperationException("planted") },
        // neither a page nor a file has a row
        new("rows of requests can't be read", p => !p.IsPage && !p.OnlyStops && p.Name is not ("import" or "sighting" or "link opens")) { Requests = Gone },
        new("head unreadable", p => p.Name == "taken") { Head = Gone },
        new("permits can't be signed", p => p.Name is "withdrawal" or "permit" or "approve withdrawal") { Checkpoint = () => new System.Security.Cryptography.CryptographicException("planted") },
        new("all of it", _ => true) { Appends = Gone, Reads = Gone, Head = Gone, Checkpoint = Gone, Meta = Gone },
    ];

    /// <summary>A report without a name is only written; what only takes power away in the console is decided in memory and written.</summary>
    private static bool ReadsTheLog(DecisionPoint point) => point.Name != "sighting" && !point.OnlyStops;
}
