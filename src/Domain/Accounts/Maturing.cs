using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Accounts;

/// <summary>
/// Brings in, in the order of their times, what comes into force or ends without anybody acting. State is read at a
/// time: something is in force when now is later than its moment.
/// </summary>
public static class Maturing
{
    /// <summary>An unapproved change ends after this; where a guardian must approve after <see cref="UnapprovedByGuardian"/>.</summary>
    public static readonly TimeSpan Unapproved = TimeSpan.FromHours(1), UnapprovedByGuardian = TimeSpan.FromHours(24);

    /// <summary>A change that nobody could be told of ends after this.</summary>
    public static readonly TimeSpan NobodyTold = TimeSpan.FromDays(14);

    /// <summary>The state at a time that is not before its last event.</summary>
    public static OwnerState At(OwnerState state, Instant at)
    {
        while (state.Next < at) state = Rebase(Step(state, state.Next), state.Next);
        return state;
    }

    /// <summary>Reads all clocks anew at `at` and finds what happens next by itself. Every fold ends with it.</summary>
    public static OwnerState Rebase(OwnerState s, Instant at)
    {
        s = s with { Freezes = [.. s.Freezes.Where(f => f.Ends is null || f.Ends >= at)] };
        var frozen = s.Freezes.Length == 0 ? at
            : s.Freezes.Aggregate(at, (last, f) => Instant.Max(last, f.Ends ?? Instant.Never));
        s = s with { ResetClock = s.ResetClock.RebasedAt(at, frozen) };
        var recovering = RecoveryEnds(s, at);
        s = s with
        {
            Ordinary = s.Ordinary.RebasedAt(at, Instant.Max(frozen, recovering)),
            Release = s.Release.RebasedAt(at, recovering),
        };
        return s with { Next = NextMoment(s, at) };
    }

    /// <summary>When the hold of a part ends as things stand; <see cref="Instant.Never"/> while its clock stands for good.</summary>
    public static Instant Matures(OwnerState s, HeldPart part) =>
        part.State == PartState.Held && part.MatureAge is { } age ? s.Clock(part.Clock).WhenReached(age) : Instant.Never;

    private static Instant RecoveryEnds(OwnerState s, Instant at)
    {
        var ends = at;
        foreach (var change in s.Changes)
        {
            if (change.Quiet is not null) continue;
            foreach (var part in change.Parts)
                if (part is { State: PartState.Held, Does: Edit.Recover or Edit.ResetFactors })
                    ends = Instant.Max(ends, Matures(s, part));
        }
        return ends;
    }

    private static Instant NextMoment(OwnerState s, Instant at)
    {
        var next = Instant.Never;
        foreach (var freeze in s.Freezes) next = Instant.Min(next, freeze.Ends ?? Instant.Never);
        foreach (var account in s.Accounts)
            foreach (var key in account.Keys)
                foreach (var credential in key.Credentials)
                    if (credential.EndsAge is { } age) next = Instant.Min(next, s.Ordinary.WhenReached(age));
        foreach (var change in s.Changes)
        {
            if (!change.Waits) continue;
            if (Ends(change) is { } ends) next = Instant.Min(next, ends);
            foreach (var part in change.Parts) next = Instant.Min(next, Matures(s, part));
        }
        return next < at ? at : next;
    }

    private static Instant? Ends(Change change)
    {
        if (change.AwaitsApproval)
            return change.AskedAt + (change.NeedsGuardian || change.NeedsStaff ? UnapprovedByGuardian : Unapproved);
        return change.ToldAt is null && change.Waits ? (change.ApprovedAt ?? change.AskedAt) + NobodyTold : null;
    }

    /// <summary>Does all that falls on this moment.</summary>
    private static OwnerState Step(OwnerState s, Instant at)
    {
        var before = s;
        foreach (var change in before.Changes)
        {
            if (change.Waits && Ends(change) <= at) s = End(s, change, at);
            for (var i = 0; i < change.Parts.Length; i++)
                if (Matures(before, change.Parts[i]) <= at) s = Mature(s, change.Id, i, at);
        }
        return s with
        {
            Accounts =
            [
                .. s.Accounts.Select(a => Array.Exists(a.Keys, HasOverlap)
                    ? a with { Keys = [.. a.Keys.Select(k => KeyEdits.EndOverlaps(k, before.Ordinary.At(at)))] }
                    : a),
            ],
            Freezes = [.. s.Freezes.Where(f => f.Ends is null || f.Ends > at)],
        };
    }

    private static bool HasOverlap(ApiKey key) => Array.Exists(key.Credentials, c => c.EndsAge is not null);

    /// <summary>Takes out what was not approved in time, or what nobody could be told of.</summary>
    private static OwnerState End(OwnerState s, Change change, Instant at)
    {
        var ending = change.Quiet is not null ? Ending.Vetoed
            : change.AwaitsApproval ? Ending.Expired : Ending.NobodyTold;
        var waiting = change.AwaitsApproval ? PartState.Awaiting : PartState.Held;
        int[] parts =
            [.. Enumerable.Range(0, change.Parts.Length).Where(i => change.Parts[i].State == waiting)];
        var state = ending == Ending.Vetoed ? PartState.Vetoed : PartState.Voided;
        s = Stopping.Undo(Stopping.Set(s, change.Id, parts, state, at), change, parts, state, at);
        var left = s.FindChange(change.Id);
        return left is null or { Waits: true } ? s : Stopping.Replace(s, left with { Ending = ending });
    }

    private static OwnerState Mature(OwnerState s, string changeId, int index, Instant at)
    {
        var change = s.FindChange(changeId);
        if (change is null || change.Parts[index].State != PartState.Held) return s;
        var part = change.Parts[index];
        if (change.Quiet is not null)
        {
            s = Stopping.Mark(s, change, [index], change.Quiet.By, at, at);
            return Stopping.Undo(
                Stopping.Set(s, changeId, [index], PartState.Vetoed, at), change, [index], PartState.Vetoed, at);
        }
        var age = part.Clock == ClockKind.Ordinary ? part.MatureAge!.Value : s.Ordinary.At(at);
        s = Applying.Apply(s, change, part.Does, at, age);
        s = Stopping.Set(s, changeId, [index], PartState.InForce, at) with { LatestExpansion = at };
        return part.Does switch
        {
            Edit.RemoveGuardian or Edit.RemoveChannel or Edit.RemoveFactor => Stopping.Void(s, change, part.Does, at),
            Edit.Recover or Edit.ResetFactors => Stopping.VoidFactors(s, at),
            _ => s,
        };
    }
}
