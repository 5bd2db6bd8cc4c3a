using Holdfast.Domain.Installations;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Accounts;

/// <summary>
/// When the gap of a restart is counted afterwards, nothing that began after the restart may age by it. An owner for whom
/// something began between the two learns of it with his next command: for him the clock stood in the meantime.
/// </summary>
public static class FollowClock
{
    /// <summary>The event that keeps an owner's young parts from ageing by a gap; null where nothing of his began after the restart.</summary>
    public static OwnerEvent.ClockFollowed? Decide(OwnerState state, ClockGap gap) =>
        state.Version > 0 && state.At >= gap.From && state.At < gap.At + gap.Length && Began(state, gap.From)
            ? new OwnerEvent.ClockFollowed(gap.From, Instant.Max(gap.At, Instant.Max(state.At, state.Ordinary.From)), gap.Length)
            : null;

    /// <summary>Whether anything ages, counts or runs since then: a hold, a power, a sum, a freeze with an end.</summary>
    private static bool Began(OwnerState state, Instant since) =>
        state.LatestExpansion >= since
        || Array.Exists(state.Accounts, a => a.OpenedAt >= since)
        || Array.Exists(state.Changes, c => c.ToldAt >= since || c.AskedAt >= since)
        || Array.Exists(state.Freezes, f => f.Set >= since)
        || Array.Exists(state.Ledger.Entries, e => e.At >= since);

    /// <summary>All ages stand from before the gap to after it, and so does what is counted by dates.</summary>
    internal static OwnerState Apply(OwnerState s, OwnerEvent.ClockFollowed e)
    {
        Instant Later(Instant at) => at >= e.From && at != Instant.Never ? at + e.Length : at;
        AgeClock Still(AgeClock clock) => new(e.To, clock.At(e.At), e.To);
        return s with
        {
            Ordinary = Still(s.Ordinary),
            Release = Still(s.Release),
            ResetClock = Still(s.ResetClock),
            Freezes = [.. s.Freezes.Select(f => f.Set >= e.From && f.Ends is { } ends ? f with { Ends = ends + e.Length } : f)],
            Limits = [.. s.Limits.Select(l => l.Overlay is { } o ? l with { Overlay = o with { Ends = o.Ends + e.Length } } : l)],
            Holds = [.. s.Holds.Select(h => h.OverlayEnds is { } ends ? h with { OverlayEnds = ends + e.Length } : h)],
            Ledger = new Ledger { Entries = [.. s.Ledger.Entries.Select(x => x with { At = Later(x.At) })] },
            Signals = [.. s.Signals.Select(x => x with { At = Later(x.At) })],
            Vetoes = [.. s.Vetoes.Select(v => v with { At = Later(v.At) })],
            Changes = [.. s.Changes.Select(c => c with { Parts = [.. c.Parts.Select(p => Recovering(p, e))] })],
            LastFailedCode = Later(s.LastFailedCode),
            LatestExpansion = Later(s.LatestExpansion),
            LatestGuardedChallenge = Later(s.LatestGuardedChallenge),
        };
    }

    /// <summary>A recovery's clock is the time itself.</summary>
    private static Changes.HeldPart Recovering(Changes.HeldPart part, OwnerEvent.ClockFollowed e) =>
        part is { Clock: ClockKind.Recovery, StartAge: { } start } && start >= e.From.Milliseconds
            ? part with { StartAge = start + (long)e.Length.TotalMilliseconds }
            : part;
}
