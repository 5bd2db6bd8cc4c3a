using Holdfast.Domain.Time;

namespace Holdfast.Domain.Official;

/// <summary>What can be said of something that somebody was written to or called from.</summary>
public enum Verdict
{
    Ours,
    NotOurs,
    CannotTell,
}

/// <param name="Value">In the form that is compared; null where it can't be read.</param>
/// <param name="Entry">What it is, where it is on the list.</param>
public readonly record struct OfficialAnswer(Verdict Verdict, string? Value, OfficialEntry? Entry)
{
    /// <summary>
    /// A number is never ours by itself, for whoever calls may choose what is shown. A link is as its host: every page of a domain that is
    /// ours is ours.
    /// </summary>
    public static OfficialAnswer Of(OfficialEntry[] list, OfficialKind kind, string text, Instant wall)
    {
        if (OfficialText.Read(kind, text.Trim()) is not { } value) return new(Verdict.CannotTell, null, null);
        var entry = Find(list, kind, value, wall)
            ?? (kind == OfficialKind.Link ? Find(list, OfficialKind.Domain, OfficialText.HostOf(value), wall) : null);
        return entry is null ? new(Verdict.NotOurs, value, null)
            : new(kind == OfficialKind.Phone ? Verdict.CannotTell : Verdict.Ours, value, entry);
    }

    private static OfficialEntry? Find(OfficialEntry[] list, OfficialKind kind, string value, Instant wall) => Array.Find(
        list, e => e.Kind == kind && string.Equals(e.Value, value, StringComparison.Ordinal) && !(wall > e.Until));
}
