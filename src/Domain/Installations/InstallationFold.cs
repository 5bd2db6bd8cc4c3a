using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>State is the fold of the installation's events; nothing else makes it.</summary>
public static class InstallationFold
{
    /// <summary>The state after an event that was recorded at `at`.</summary>
    public static InstallationState Apply(InstallationState state, InstallationEvent @event, Instant at)
    {
        var s = state.AsOf(at);
        s = @event switch
        {
            InstallationEvent.InstallationBegan e => s with
            {
                Mode = e.Mode,
                Began = at,
                Policy = e.Policy,
                PolicySince = at,
                Tokens = e.Tokens,
            },
            InstallationEvent.PolicyStrengthened e => WithoutPending(s) with { Policy = e.Policy, PolicySince = at },
            InstallationEvent.PolicyProposed e => WithoutPending(s) with
            {
                Pending = new PendingPolicy(e.Proposed, e.Digest, e.Waits, at),
            },
            InstallationEvent.PolicyAgreed e => s with
            {
                Pending = s.Pending! with { By = e.By, SecondedBy = e.SecondedBy, EffectiveAt = at + e.Hold },
            },
            InstallationEvent.PolicyDropped e => AloneBy(WithoutPending(s), e.By),
            InstallationEvent.TokenIssued e => Issued(s, e.Token),
            InstallationEvent.TokenEnded e => Ended(s, e),
            InstallationEvent.ActProposed e => Proposed(s, e, at),
            InstallationEvent.ActSeconded e => Seconded(s, e, at),
            InstallationEvent.ClockVouched e => s with
            {
                ClockVouched = new ClockVouch(e.Digest, at, e.By, e.SecondedBy),
                Gaps = e is { From: { } from, Gap: { } gap } ? [.. s.Gaps, new ClockGap(from, at, gap)] : s.Gaps,
            },
            InstallationEvent.OfficialListed e => Listed(s, e),
            InstallationEvent.CallSighted => s with { Sightings = SightingsOfAnHour.Next(s.Sightings, at) },
            InstallationEvent.RollbackFound e => s with { Rollback = new Rollback(e.Digest, e.Head, e.Seen, at) },
            InstallationEvent.RollbackAccepted e => s with
            {
                Rollback = s.Rollback! with { By = e.By, SecondedBy = e.SecondedBy },
                GoneFor = [.. s.GoneFor, .. s.Rollback!.Seen],
            },
            InstallationEvent.StaffActed e => AloneBy(s, e.By),
            _ => throw new InvalidOperationException($"no fold for {@event.GetType().Name}"),
        };
        return s with { Version = state.Version + 1, At = at };
    }

    public static InstallationState ApplyAll(InstallationState state, IEnumerable<InstallationEvent> events, Instant at) =>
        events.Aggregate(state, (s, e) => Apply(s, e, at));

    /// <summary>A proposal goes with the acts by which somebody wanted to agree to it.</summary>
    private static InstallationState WithoutPending(InstallationState s) => s with
    {
        Pending = null,
        Acts = [.. s.Acts.Where(a => a.IsDone || a.Kind != ActKind.Policy)],
    };

    private static InstallationState Issued(InstallationState s, Token token)
    {
        s = s with { Tokens = [.. s.Tokens, token] };
        return token.SecondedBy is null ? AloneBy(s, token.IssuedBy) : s;
    }

    /// <summary>A say covers what was proposed while it lasts: open acts end with the token of who proposed them.</summary>
    private static InstallationState Ended(InstallationState s, InstallationEvent.TokenEnded e) => AloneBy(s, e.By) with
    {
        Tokens = [.. s.Tokens.Where(t => !Same(t.Name, e.Name))],
        Acts = [.. s.Acts.Where(a => a.IsDone || !Same(a.By, e.Name))],
    };

    /// <summary>
    /// What others proposed goes with the list that they saw: what was taken off since would come back, and nobody would have agreed to that.
    /// </summary>
    private static InstallationState Listed(InstallationState s, InstallationEvent.OfficialListed e)
    {
        s = s with { Official = e.Entries, Acts = [.. s.Acts.Where(a => a.IsDone || a.Kind != ActKind.Notice)] };
        return e.SecondedBy is null ? AloneBy(s, e.By) : s;
    }

    private static InstallationState Proposed(InstallationState s, InstallationEvent.ActProposed e, Instant at)
    {
        StaffAct[] open = [.. s.Acts.Where(a => !a.IsDone && Same(a.By, e.By))];
        var crowdedOut = open.Take(open.Length - InstallationState.OpenActsOfOne + 1).ToArray();
        s = s with
        {
            Acts = [.. s.Acts.Except(crowdedOut), new StaffAct(e.Act, e.Kind, e.Digest, e.By, at, e.Token, Official: e.Official)],
        };
        return Counted(s, e.By, c => c with { Proposed = c.Proposed + 1 });
    }

    private static InstallationState Seconded(InstallationState s, InstallationEvent.ActSeconded e, Instant at) => Counted(
        s with
        {
            Acts = [.. s.Acts.Select(a => Same(a.Id, e.Act) ? a with { SecondedBy = e.By, SecondedAt = at } : a)],
        },
        e.By,
        c => c with { Seconded = c.Seconded + 1 });

    private static InstallationState AloneBy(InstallationState s, string? name) =>
        Counted(s, name, c => c with { Alone = c.Alone + 1 });

    private static InstallationState Counted(InstallationState s, string? name, Func<StaffCount, StaffCount> count)
    {
        if (name is null) return s;
        var old = Array.Find(s.Counts, c => Same(c.Name, name)) ?? new StaffCount(name);
        return s with { Counts = [.. s.Counts.Where(c => !Same(c.Name, name)), count(old)] };
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
