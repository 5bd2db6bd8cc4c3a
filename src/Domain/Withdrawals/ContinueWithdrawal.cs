using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Consents to exactly this withdrawal with an aged factor, or as an aged guardian.</summary>
public sealed record ApproveWithdrawal(WithdrawalRecord Known, string Digest, Consent Consent)
{
    public static Outcome Decide(OwnerState state, ApproveWithdrawal approve, Policy policy, Instant at, Instant wall)
    {
        var known = approve.Known;
        if (!ApproveChange.SameDigest(known.Digest, approve.Digest))
            return Outcome.Refuse(RefusalKind.Rule, "digestMismatch", "the approval is for another withdrawal", "/digest");
        if (known.Cancelled) return Outcome.Refuse(RefusalKind.State, "withdrawalCancelled", "the withdrawal was cancelled");
        var guardian = approve.Consent.By.Kind == ByKind.Guardian;
        if (known.Decision == Decision.Allow || (guardian ? known.GuardianApproved : known.Approved && known.Decision == Decision.Challenge))
            return new Outcome.Nothing();
        if (known.Decision != Decision.Challenge)
            return Outcome.Refuse(RefusalKind.State, "nothingToApprove", "only a challenged withdrawal can be approved");
        if (approve.Consent.By.Kind is not (ByKind.Owner or ByKind.Guardian))
            return Outcome.Refuse(RefusalKind.Rule, "approverHasNoSay", "the owner approves a withdrawal, and a guardian where there is one");
        if (Refusal(state, approve.Consent, guardian, policy, at) is { } refusal) return new Outcome.Refused(refusal);
        var standing = Standing.Of(known) with
        {
            Approved = known.Approved || !guardian,
            GuardianApproved = known.GuardianApproved || guardian,
        };
        var judgement = JudgeWithdrawal.Judge(state, state.Find(known.Request.Account)!, known.Request, policy, at, wall, standing);
        var record = RequestWithdrawal.Record(state, known.Request, judgement, policy, at, wall, standing, known);
        var opens = judgement.Decision == Decision.Allow && known.Request.Envelope is { } wish
            ? new Envelope(known.Request.Id, known.Request.Account, wish.Amount,
                EnvelopeUse.Value(known.Request, policy) ?? wish.Amount, at + wish.Period, known.Young)
            : null;
        return Alerting.Records(state, judgement, policy, new OwnerEvent.WithdrawalDecided(
            record, new ApprovalMark(approve.Consent.By, approve.Consent.Factor, approve.Consent.Kind, approve.Consent.Step, approve.Consent.Proof),
            Recounts: judgement.Decision == Decision.Allow ? known.Counted : null,
            Opens: opens,
            Takes: RequestWithdrawal.Takes(judgement, known.Request, policy, standing)));
    }

    private static Refusal? Refusal(OwnerState state, Consent consent, bool byGuardian, Policy policy, Instant at)
    {
        Refusal? refusal;
        if (byGuardian)
        {
            var guardian = Consents.Guardians(state, consent, policy, at, out refusal);
            return refusal ?? (Ages.IsAged(state, policy, at, guardian!.Since) ? null : Young());
        }
        if (consent.Kind == FactorKind.Recovery) return Consents.RecoveryBringsFactors;
        var factor = Consents.Owners(state, consent, policy, at, out refusal);
        return refusal ?? (Ages.IsAged(state, policy, at, factor!.Since) ? null : Young());
    }

    private static Refusal Young() =>
        new(RefusalKind.Rule, "factorYoung", "what approves a withdrawal must have been in force for longer than the settling time");
}

/// <summary>Judges a withdrawal anew: after a hold, or for a fresh permit.</summary>
public sealed record ReleaseWithdrawal(WithdrawalRecord Known, bool ForPermit)
{
    public static Outcome Decide(OwnerState state, ReleaseWithdrawal release, Policy policy, Instant at, Instant wall)
    {
        var known = release.Known;
        if (known.Cancelled) return Outcome.Refuse(RefusalKind.State, "withdrawalCancelled", "the withdrawal was cancelled");
        if (release.ForPermit && known.Decision != Decision.Allow)
            return Outcome.Refuse(RefusalKind.State, "withdrawalNotAllowed", "only an allowed withdrawal gets a permit");
        if (!release.ForPermit && known.Decision == Decision.Allow) return new Outcome.Nothing();
        var standing = Standing.Of(known);
        var judgement = JudgeWithdrawal.Judge(state, state.Find(known.Request.Account)!, known.Request, policy, at, wall, standing);
        var record = RequestWithdrawal.Record(state, known.Request, judgement, policy, at, wall, standing, known);
        var decided = new OwnerEvent.WithdrawalDecided(
            record,
            Recounts: judgement.Decision == Decision.Allow ? known.Counted : null,
            Takes: RequestWithdrawal.Takes(judgement, known.Request, policy, standing));
        return release.ForPermit ? new Outcome.Records(decided) : Alerting.Records(state, judgement, policy, decided);
    }
}

/// <summary>The platform says that a withdrawal will not happen; it stops counting, and no permit is given for it any more.</summary>
public sealed record CancelWithdrawal(WithdrawalRecord Known, By By)
{
    /// <summary>From this long after the end of its last permit.</summary>
    public static readonly TimeSpan AfterPermit = TimeSpan.FromSeconds(60);

    public static Outcome Decide(CancelWithdrawal cancel, Instant wall)
    {
        var known = cancel.Known;
        if (known.Cancelled) return new Outcome.Nothing();
        return known.PermitUntil is { } until && wall <= until + AfterPermit
            ? Outcome.Refuse(RefusalKind.State, "permitLives",
                $"a permit may still be used; it can be cancelled after {until + AfterPermit}")
            : new Outcome.Records(new OwnerEvent.WithdrawalCancelled(
                known with { Cancelled = true, Reasons = [Reason.Cancelled] }, cancel.By));
    }
}
