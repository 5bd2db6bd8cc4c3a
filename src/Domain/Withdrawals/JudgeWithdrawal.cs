using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>
/// The table of DESIGN 5.2. A withdrawal is as young as the youngest part that it needs; what it would also pass without
/// does not count.
/// </summary>
public static class JudgeWithdrawal
{
    /// <summary>Judges on a state that was brought to `at`.</summary>
    /// <param name="wall">The later clock, for what ends by the calendar: the expiry of keys.</param>
    public static Judgement Judge(
        OwnerState state, Account account, WithdrawalRequest request, Policy policy, Instant at, Instant wall, Standing standing)
    {
        if (IsOwnAccount(state, account, request, out var joining)) return Own(state, account, request, policy, at, wall);
        var path = new WithdrawalPath(state, account, policy, at, wall);
        path.Walk(request, request.Via is Via.Key ? Keys.Permissions.Withdraw : null);
        if (joining) path.Note(Reason.AccountNotJoined);
        BindingLimits.Walk(ref path, state, request, at, standing);
        if (state.IsFrozenAt(at)) return Frozen(state, path, at);
        if (path.Denied) return path.Deny();
        path.WalkDestination(request);
        var allowance = policy.Allowance;
        if (state.Allowance is { } own) allowance = own;
        return Decide(ref path, state, request, policy, at, standing, allowance);
    }

    private static Judgement Decide(
        ref WithdrawalPath path,
        OwnerState state,
        WithdrawalRequest request,
        Policy policy,
        Instant at,
        Standing standing,
        decimal allowance)
    {
        if (!path.DestinationAged && RecoveryWaits(state))
        {
            path.Note(Reason.RecoveryWaits);
            return path.Deny();
        }
        var counts = 0m;
        int severity;
        var usesEnvelope = false;
        if (path.InForce && !path.Young) severity = OwnChallenge(ref path, state, request, policy) ? 1 : 0;
        else
        {
            var worth = AllowanceWorth.Of(request, policy);
            var own = standing.Counted is { } c && c.At + Policy.AllowancePeriod > at ? c.Allowance : 0m;
            var used = state.Ledger.AllowanceUsed(at, Policy.AllowancePeriod) - own;
            if (worth is { } value && used + value <= allowance)
            {
                path.Note(Reason.WithinAllowance);
                counts = value;
                severity = OwnChallenge(ref path, state, request, policy) ? 1 : 0;
            }
            else
            {
                path.Note(worth is null ? Reason.ValueUnknown : Reason.AllowanceExceeded);
                if (worth is { } wanted && wanted <= allowance && state.Ledger.AllowanceFreeAt(
                        at, Policy.AllowancePeriod, allowance - wanted + own) is { } free) path.MayHelp(free);
                if (!path.InForce) return path.Deny();
                path.AgedHelps();
                severity = 1;
            }
        }
        if (severity == 1 && path.InForce && EnvelopeUse.Find(
                state, request, path.Young ? path.YoungParts(request) : [], policy, at, standing.Envelope) is not null)
        {
            path.Note(Reason.WithinEnvelope);
            severity = 0;
            usesEnvelope = true;
        }
        if (request.Via is Via.Session session && session.FactorAt + policy.SessionFactorAge < at && severity == 0)
        {
            path.Note(Reason.SessionFactorOld);
            severity = 1;
        }
        if (path.Evidence(request)) severity++;
        return Conclude(ref path, state, policy, at, standing, severity, counts, usesEnvelope);
    }

    private static Judgement Conclude(
        ref WithdrawalPath path,
        OwnerState state,
        Policy policy,
        Instant at,
        Standing standing,
        int severity,
        decimal counts,
        bool usesEnvelope)
    {
        if (severity == 0)
        {
            if (path.InForce && !path.Young) path.Note(Reason.AllAged);
            return path.Result(Decision.Allow, Instant.Never, counts, false, usesEnvelope);
        }
        if (severity == 1)
        {
            if (!Consents.HasAgedFactor(state, policy, at))
            {
                path.Note(Reason.NoAgedFactor);
                return path.Result(Decision.Hold, Instant.Min(path.Until, FirstAgedFactor(state, policy)), 0, false, false);
            }
            var needsGuardian = Consents.HasAgedGuardian(state, policy, at)
                && state.LatestExpansion >= state.LatestGuardedChallenge;
            if (standing.Approved && (!needsGuardian || standing.GuardianApproved))
            {
                path.Note(Reason.Approved);
                return path.Result(Decision.Allow, Instant.Never, counts, needsGuardian, false);
            }
            if (needsGuardian) path.Note(Reason.GuardianNeeded);
            return path.Result(Decision.Challenge, path.Until, 0, needsGuardian, false);
        }
        return path.Result(Decision.Hold, StrongEvidence.Ends(state, policy, at), 0, false, false);
    }

    /// <summary>The young parts that it needs, by the names that an envelope keeps.</summary>
    internal static string[] YoungParts(
        OwnerState state, Account account, WithdrawalRequest request, Policy policy, Instant at, Instant wall, Standing standing)
    {
        var path = new WithdrawalPath(state, account, policy, at, wall);
        path.Walk(request, request.Via is Via.Key ? Keys.Permissions.Withdraw : null);
        BindingLimits.Walk(ref path, state, request, at, standing);
        path.WalkDestination(request);
        return path.YoungParts(request);
    }

    /// <summary>Movements between accounts of one owner need `transfer` and nothing else once the account has joined.</summary>
    private static Judgement Own(
        OwnerState state, Account account, WithdrawalRequest request, Policy policy, Instant at, Instant wall)
    {
        var path = new WithdrawalPath(state, account, policy, at, wall);
        path.Walk(request, request.Via is Via.Key ? Keys.Permissions.Transfer : null);
        if (state.IsFrozenAt(at)) return Frozen(state, path, at);
        if (path.Denied) return path.Deny();
        path.Note(Reason.OwnAccount);
        return path.Result(Decision.Allow, Instant.Never, 0, false, false);
    }

    private static Judgement Frozen(OwnerState state, WithdrawalPath path, Instant at)
    {
        var ends = Instant.Never;
        if (Array.TrueForAll(state.Freezes, f => f.Ends is not null))
            ends = state.Freezes.Aggregate(at, (last, f) => Instant.Max(last, f.Ends!.Value));
        if (path.Denied) ends = Instant.Max(ends, path.Until);
        path.Note(Reason.Frozen);
        return path.Result(Decision.Deny, ends, 0, false, false);
    }

    private static bool IsOwnAccount(OwnerState state, Account account, WithdrawalRequest request, out bool joining)
    {
        joining = false;
        if (!string.Equals(request.Network, "INTERNAL", StringComparison.Ordinal)) return false;
        var target = state.Find(request.Address);
        joining = target is not null && !(target.Joined && account.Joined);
        return target is not null && !joining && !ReferenceEquals(target, account);
    }

    private static bool OwnChallenge(
        ref WithdrawalPath path, OwnerState state, WithdrawalRequest request, Policy policy)
    {
        if (state.Challenge is not { } above) return false;
        var value = request.Value is { } v && string.Equals(v.Currency, policy.Currency, StringComparison.Ordinal)
            ? v.Amount
            : string.Equals(request.Asset, policy.Currency, StringComparison.Ordinal) ? request.Amount : decimal.MaxValue;
        if (value <= above) return false;
        path.Note(Reason.OwnChallenge);
        return true;
    }

    private static Instant FirstAgedFactor(OwnerState state, Policy policy)
    {
        var first = Instant.Never;
        foreach (var factor in state.Factors)
            if (factor.Kind != FactorKind.Recovery) first = Instant.Min(first, Ages.AgedAt(state, policy, factor.Since));
        return first;
    }

    internal static bool RecoveryWaits(OwnerState state)
    {
        foreach (var change in state.Changes)
        {
            if (change.Quiet is not null) continue;
            foreach (var part in change.Parts)
                if (part is { State: PartState.Held, Does: Edit.Recover or Edit.ResetFactors }) return true;
        }
        return false;
    }
}
