using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Asks whether a withdrawal may leave.</summary>
/// <param name="Known">What is recorded of this id; null when it is new.</param>
/// <param name="Observe">Only to see how it would be judged: nothing counts, and there is no permit.</param>
public sealed record RequestWithdrawal(WithdrawalRequest Request, Signal[] Signals, WithdrawalRecord? Known, bool Observe)
{
    /// <summary>A permit is good for this long.</summary>
    public static readonly TimeSpan PermitLife = TimeSpan.FromSeconds(60);

    public static Outcome Decide(OwnerState state, RequestWithdrawal ask, Policy policy, Instant at, Instant wall)
    {
        var request = ask.Request;
        if (state.Find(request.Account) is not { } account)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{request.Account}`");
        if (Understated(request, policy))
            return Outcome.Refuse(RefusalKind.Meaning, "valueUnderstated", "the value is below the amount at the floor price", "/value/amount");
        if (ask.Known is { } known && !ask.Observe)
        {
            if (!SameContent(known.Request, request))
                return Outcome.Refuse(RefusalKind.State, "withdrawalIdUsed", $"the withdrawal `{request.Id}` has other content");
            if (known.Decision != Decision.Deny || known.Cancelled) return new Outcome.Nothing();
        }
        Signal[] signals = [.. ask.Signals.Select(x => x with { Weighs = policy.Signals.ContainsKey(x.Kind) })];
        var noted = signals.Aggregate(state, (s, x) => SignalMarks.Add(s, x, at));
        var standing = ask.Observe ? default : Standing.Of(ask.Known);
        var judgement = JudgeWithdrawal.Judge(noted, account, request, policy, at, wall, standing);
        var record = Record(noted, request, judgement, policy, at, wall, standing, ask.Known);
        if (ask.Observe)
            return new Outcome.Records(new OwnerEvent.WithdrawalObserved(
                record with { Counted = null, PermitUntil = null }, Said(signals)));
        return Alerting.Records(noted, judgement, policy, new OwnerEvent.WithdrawalDecided(
            record,
            Recounts: record.Decision == Decision.Allow ? standing.Counted : null,
            Takes: Takes(judgement, request, policy, standing),
            Signals: Said(signals),
            Stretch: Array.Exists(signals, x => ObserveSignal.Stretches(x, policy, at)) ? policy.StrongEvidenceHold : null));
    }

    private static Signal[]? Said(Signal[] signals) => signals.Length == 0 ? null : signals;

    /// <summary>A withdrawal as a judgement leaves it.</summary>
    /// <param name="known">What was recorded of it before: its last permit lives on, whatever is decided now.</param>
    internal static WithdrawalRecord Record(
        OwnerState state,
        WithdrawalRequest request,
        Judgement judgement,
        Policy policy,
        Instant at,
        Instant wall,
        Standing standing,
        WithdrawalRecord? known)
    {
        var allowed = judgement.Decision == Decision.Allow;
        var counts = allowed && !judgement.Has(Reason.OwnAccount);
        var young = judgement.Decision is Decision.Challenge or Decision.Allow
            && !judgement.Has(Reason.AllAged) && !judgement.Has(Reason.OwnAccount)
            ? JudgeWithdrawal.YoungParts(state, state.Find(request.Account)!, request, policy, at, wall, standing)
            : [];
        return new WithdrawalRecord
        {
            Request = request,
            Digest = known?.Digest ?? WithdrawalDigest.Of(request),
            Text = WithdrawalDigest.Text(request),
            Decision = judgement.Decision,
            Reasons = judgement.List(),
            RequestedAt = known?.RequestedAt ?? at,
            DecidedAt = at,
            Until = judgement.Until == Instant.Never ? null : judgement.Until,
            PathAge = TimeSpan.FromMilliseconds(judgement.PathAge),
            Young = young,
            Approved = standing.Approved,
            GuardianApproved = standing.GuardianApproved,
            NeedsGuardian = judgement.NeedsGuardian,
            Counted = counts
                ? new LedgerEntry(at, request.Asset, request.Amount, request.Value?.Currency, request.Value?.Amount ?? 0m, judgement.Allowance)
                : allowed ? null : standing.Counted,
            EnvelopeUsed = judgement.UsesEnvelope
                ? EnvelopeUse.Find(state, request, young, policy, at, standing.Envelope)?.Withdrawal
                : standing.Envelope,
            PermitUntil = allowed ? Instant.Max(at, wall) + PermitLife : known?.PermitUntil,
        };
    }

    /// <summary>What it takes of its envelope; null where it took that before.</summary>
    internal static decimal? Takes(Judgement judgement, WithdrawalRequest request, Policy policy, Standing standing) =>
        judgement is { Decision: Decision.Allow, UsesEnvelope: true } && standing.Envelope is null
            ? EnvelopeUse.Value(request, policy)
            : null;

    private static bool Understated(WithdrawalRequest request, Policy policy) =>
        request.Value is { } value && policy.FloorPrices.TryGetValue(request.Asset, out var floor)
        && string.Equals(value.Currency, policy.Currency, StringComparison.Ordinal) && !(AllowanceWorth.Floored(request.Amount, floor) <= value.Amount);

    private static bool SameContent(WithdrawalRequest a, WithdrawalRequest b) =>
        a with { Via = b.Via } == b && a.Via.GetType() == b.Via.GetType()
        && (a.Via is not Via.Key x || string.Equals(x.Id, ((Via.Key)b.Via).Id, StringComparison.Ordinal));
}
