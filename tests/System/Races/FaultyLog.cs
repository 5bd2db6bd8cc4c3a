using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.System.Tests.Races;

/// <summary>Planted bugs: a log that leaves out one of its guards, as a store would that reads first and writes then.</summary>
[Flags]
internal enum Missing
{
    Nothing = 0,

    /// <summary>An append on an old version is written on the new one.</summary>
    Versions = 1,

    /// <summary>A claim that somebody has is given again.</summary>
    Claims = 2,

    /// <summary>An idempotency key is looked up before the command and then never again.</summary>
    Requests = 4,

    /// <summary>An approval is written without the code that it spent: only the node that took it knows.</summary>
    Steps = 8,

    /// <summary>A wrong code is counted by the node that saw it, and not in the log.</summary>
    Failures = 16,

    /// <summary>Whether somebody has a passkey is looked up before the command and then never again.</summary>
    Passkeys = 32,
}

/// <summary>Hands everything on, but for the guard that is missing.</summary>
internal sealed class FaultyLog(ILog log, Missing missing) : ILog
{
    private long made;

    public bool IsAvailable => log.IsAvailable;

    public long Head => log.Head;

    public Checkpoint? LatestCheckpoint => log.LatestCheckpoint;

    public async ValueTask<AppendResult> AppendAsync(Append append)
    {
        append = append with { Events = [.. append.Events.Select(Leave)] };
        if (missing.HasFlag(Missing.Claims)) append = append with { Claims = [] };
        if (missing.HasFlag(Missing.Passkeys) && append.Events is [{ Type: "changeAsked" }, ..])
            append = append with { Claims = [], Points = [.. append.Points, .. append.Claims] };
        if (missing.HasFlag(Missing.Requests) && append.Request is { } request)
            append = append with { Request = request with { Key = LogKey.Of("unlooked", $"{Interlocked.Increment(ref made)}") } };
        while (true)
        {
            var result = await log.AppendAsync(append);
            if (result is not AppendResult.VersionConflict conflict || !missing.HasFlag(Missing.Versions)) return result;
            append = append with { ExpectedVersion = conflict.Actual, Behind = null };
        }
    }

    private NewEvent Leave(NewEvent written) => written.Type switch
    {
        "changeApproved" when missing.HasFlag(Missing.Steps) =>
            EventCodec.Write((OwnerEvent.ChangeApproved)DomainJson.ReadEvent(written.Body.Span) with { Step = null }),
        "codeFailed" when missing.HasFlag(Missing.Failures) =>
            EventCodec.Write(new OwnerEvent.RequestsRefused(written.Account, "k1", "codeWrong", 1, default, default)),
        _ => written,
    };

    public OwnerLog? Load(string owner) => log.Load(owner);

    public IReadOnlyList<StoredEvent> History(string owner, long? before, int limit) => log.History(owner, before, limit);

    public StoredEvent? ReadAt(long position) => log.ReadAt(position);

    public IReadOnlyList<StoredEvent> Read(long after, int limit, IReadOnlyList<string>? types = null) => log.Read(after, limit, types);

    public long? Find(LogKey key) => log.Find(key);

    public StoredRequest? FindRequest(LogKey key) => log.FindRequest(key);

    public ValueTask WaitAsync(long after, TimeSpan atMost, CancellationToken cancellation) =>
        log.WaitAsync(after, atMost, cancellation);

    public void OfferSnapshot(string owner, long version, ReadOnlyMemory<byte> state) => log.OfferSnapshot(owner, version, state);

    public ValueTask EraseAsync(string owner) => log.EraseAsync(owner);

    public string? Meta(string name) => log.Meta(name);

    public ValueTask SetMetaAsync(string name, string value) => log.SetMetaAsync(name, value);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
