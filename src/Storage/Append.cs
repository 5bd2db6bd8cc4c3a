namespace Holdfast.Storage;

/// <summary>An event to record. The body comes in plain; the log seals it with the owner's key.</summary>
public sealed record NewEvent(string Type, string Account, ReadOnlyMemory<byte> Body);

/// <summary>
/// What makes a command repeatable: <paramref name="Key"/> names the request (token, method, path, idempotency key),
/// <paramref name="Content"/> its body; status and answer are what a replay gets.
/// </summary>
public sealed record Request(LogKey Key, LogKey Content, int Status, ReadOnlyMemory<byte> Answer);

/// <summary>Everything that one decision records: all of it or nothing.</summary>
/// <param name="Owner">The stream; its version counts its events.</param>
/// <param name="ExpectedVersion">The version that was decided on; 0 for a new owner.</param>
/// <param name="At">Unix milliseconds, never below those of the owner's last event.</param>
/// <param name="Events">May be empty when there is a request: a refusal whose answer must be replayed.</param>
/// <param name="Request">Recorded with the events; seen again, nothing is recorded and the old answer returns.</param>
/// <param name="Claims">Keys that must not exist yet, such as an account's id or a spent approval.</param>
/// <param name="Points">Keys that lead to this append's first event from now on.</param>
public sealed record Append(
    string Owner,
    long ExpectedVersion,
    long At,
    IReadOnlyList<NewEvent> Events,
    Request? Request,
    IReadOnlyList<LogKey> Claims,
    IReadOnlyList<LogKey> Points)
{
    /// <summary>Names this append for one that is decided behind it.</summary>
    public Guid Name { get; init; }

    /// <summary>
    /// The append that made the version decided on, where it was not yet durable: had it been refused, the version
    /// could be somebody else's. Null where what was decided on is durable.
    /// </summary>
    public Guid? Behind { get; init; }
}

/// <summary>What became of an append.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <summary>Durable. Without events the position is 0 and the version the one expected.</summary>
    public sealed record Recorded(long FirstPosition, long Version, bool SnapshotDue) : AppendResult;

    /// <summary>The owner is at another version; nothing was recorded.</summary>
    public sealed record VersionConflict(long Actual) : AppendResult;

    /// <summary>Somebody has this claim; nothing was recorded.</summary>
    public sealed record AlreadyClaimed(LogKey Key) : AppendResult;

    /// <summary>The request was answered before; nothing was recorded.</summary>
    public sealed record RequestSeen(StoredRequest Request) : AppendResult;
}
