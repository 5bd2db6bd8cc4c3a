using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Keeps changes that wait within bounds without letting one asker crowd out another.</summary>
internal static class Crowd
{
    /// <summary>Held changes of an owner; unapproved ones of each asker, of which the newest stay.</summary>
    public const int MostHeld = 20, MostUnapproved = 20;

    /// <summary>Ends the asker's oldest unapproved changes so that a new one that waits for approval has room.</summary>
    public static Change[] Out(Change[] changes, Change fresh, Instant at)
    {
        if (!fresh.AwaitsApproval) return changes;
        var by = fresh.By;
        var surplus = changes.Count(c => c.AwaitsApproval && c.By.IsSameAs(by)) - (MostUnapproved - 1);
        return surplus <= 0 ? changes : [.. changes.Select(c => c.AwaitsApproval && c.By.IsSameAs(by) && surplus-- > 0
            ? Ended(c, at)
            : c)];
    }

    private static Change Ended(Change change, Instant at)
    {
        HeldPart[] parts =
            [.. change.Parts.Select(p => p.State == PartState.Awaiting ? p with { State = PartState.Voided } : p)];
        var left = change with { Parts = parts };
        return left.Waits ? left : left with { Ending = Ending.Expired, EndedAt = at, Secrets = [] };
    }
}
