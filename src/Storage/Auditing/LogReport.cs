namespace Holdfast.Storage.Auditing;

/// <summary>Something that is not as it was written. The position is null where it concerns no event.</summary>
public sealed record Finding(long? Position, string What);

/// <summary>What an audit saw.</summary>
public sealed record LogReport(
    long Events, long Owners, long Checkpoints, long Snapshots, IReadOnlyList<Finding> Findings)
{
    /// <summary>Nothing was found.</summary>
    public bool Ok => Findings.Count == 0;

    /// <summary>Everything before it is as it was written; null when that holds for all events.</summary>
    public long? FirstBadPosition => Findings.Min(finding => finding.Position);
}

/// <summary>An owner's events from the first to the one that a snapshot stands for.</summary>
public sealed record OwnerHistory(string Owner, long Version, IReadOnlyList<StoredEvent> Events);
