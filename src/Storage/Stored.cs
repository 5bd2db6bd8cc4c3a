namespace Holdfast.Storage;

/// <summary>A durable event. The body is null when its owner was erased.</summary>
public sealed record StoredEvent(
    long Position, string Owner, string Account, long Version, long At, string Type, ReadOnlyMemory<byte>? Body);

/// <summary>A request that was answered. The answer is null when its owner was erased.</summary>
public sealed record StoredRequest(LogKey Content, int Status, ReadOnlyMemory<byte>? Answer);

/// <summary>
/// An owner at <paramref name="Version"/>: the state at <paramref name="SnapshotVersion"/> (null and 0 without one)
/// and the events after it, oldest first. Of an erased owner only the version is left.
/// </summary>
public sealed record OwnerLog(
    long Version, ReadOnlyMemory<byte>? Snapshot, long SnapshotVersion, IReadOnlyList<StoredEvent> Events)
{
    /// <summary>The owner's key was destroyed.</summary>
    public bool Erased { get; init; }
}
