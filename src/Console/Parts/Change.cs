namespace Holdfast.Consoles.Parts;

/// <summary>Where a change stands, as its owner is shown it.</summary>
public enum Standing
{
    /// <summary>It waits for the one who looks.</summary>
    AwaitsYou,

    /// <summary>It waits for somebody else: a guardian, or two of the staff.</summary>
    AwaitsOthers,

    Held,
    InForce,
    Stopped,

    /// <summary>Stopped so that only this session sees it.</summary>
    StoppedQuietly,

    Over,
}

/// <summary>A change as a person is shown it.</summary>
/// <param name="Text">The words that are signed with the change.</param>
/// <param name="From">When it is in force, in words.</param>
/// <param name="WhoCanStop">In words; null where there is nothing to stop.</param>
/// <param name="AskedBy">In words.</param>
/// <param name="Reasons">Why it is looked at with care.</param>
/// <param name="MayStop">Whether the one who looks may.</param>
public sealed record ChangeRow(
    string Id, string Account, string Digest, IReadOnlyList<string> Text, IReadOnlyList<EditRow> Edits, Standing Standing, string From, string? WhoCanStop,
    string AskedBy, DateTimeOffset AskedAt, IReadOnlyList<string> Reasons, bool Expands, bool MayStop)
{
    public string Path => "/console/changes/" + Id;
}

/// <summary>One edit, as it is before and after.</summary>
public sealed record EditRow(string Before, string After, bool Expands, string State);
