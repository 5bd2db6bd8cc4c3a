using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Consents to one exact change. The hold carries the safety, so one factor suffices.</summary>
/// <param name="Digest">The digest that the approver saw.</param>
/// <param name="SecondStaff">Two staff members agreed, each with his own token.</param>
public sealed record ApproveChange(string Change, string Digest, Consent? Consent, By By, bool SecondStaff = false)
{
    public static Outcome Decide(OwnerState state, ApproveChange approve, Policy policy, Instant at)
    {
        if (state.FindChange(approve.Change) is not { } change)
            return Outcome.Refuse(RefusalKind.Unknown, "changeUnknown", $"there is no change `{approve.Change}`");
        if (!SameDigest(change.Digest, approve.Digest))
            return Outcome.Refuse(RefusalKind.Rule, "digestMismatch", "the approval is for another change", "/digest");
        if (Repeats(change, approve)) return new Outcome.Nothing(change.Id);
        if (!change.AwaitsApproval) return NotAwaiting(change);
        if (approve.By.Kind is ByKind.Key or ByKind.Link)
            return Outcome.Refuse(RefusalKind.Rule, "approverHasNoSay", "no key and no veto link can approve");
        var staff = approve.By.Kind == ByKind.Staff;
        if (staff ? !approve.SecondStaff || !TakesStaff(change) : change.NeedsStaff)
            return Outcome.Refuse(RefusalKind.Rule, "needsTwoStaff", "two staff members approve this, each with his own token");
        if (!staff && Consenting(state, change, approve, policy, at) is { } refusal) return new Outcome.Refused(refusal);
        if (TooManyHeld(state, change))
            return Outcome.Refuse(RefusalKind.State, "tooManyHeldChanges", $"at most {Crowd.MostHeld} changes may be held");
        if (Room.For(state, change) is { } full) return new Outcome.Refused(full);
        var byGuardian = approve.By.Kind == ByKind.Guardian;
        var complete = staff || !change.NeedsGuardian || change.By.Kind == ByKind.Guardian
            || (byGuardian ? change.OwnerApproval is not null : change.GuardianApproval is not null);
        return new Outcome.Records(new OwnerEvent.ChangeApproved(
            change.Id, approve.By, approve.Consent?.Factor, approve.Consent?.Kind, approve.Consent?.Step, complete,
            complete ? Held(state, change, approve, policy, at) : change.Parts, approve.Consent?.Proof));
    }

    /// <summary>The parts as they wait from the approval on: never shorter than when they were asked.</summary>
    private static HeldPart[] Held(OwnerState state, Change change, ApproveChange approve, Policy policy, Instant at)
    {
        var assessment = Assessing.Assess(state, change.Account, change.Edits, policy, at);
        var lengths = new Lengths(state, policy, at);
        return
        [
            .. change.Parts.Select(p =>
            {
                if (p.State != PartState.Awaiting) return p;
                var now = p.Does is Edit.Grant g ? lengths.OfPermission(g.Permission)
                    : lengths.OfAllThat(change, p);
                var fresh = now > p.Hold ? now : p.Hold;
                var part = AskChange.Stretch(state, p with { Hold = fresh }, assessment, policy, at);
                var stands = approve.SecondStaff && p.Does is Edit.Recover or Edit.ResetFactors
                    && Array.Exists(state.Vetoes, v => string.Equals(v.Thing, Thing.Recovery, StringComparison.Ordinal));
                return part with
                {
                    State = part.Hold == TimeSpan.Zero ? PartState.InForce : PartState.Held,
                    Veto = stands ? VetoRule.Nobody : part.Veto,
                };
            }),
        ];
    }

    private static Refusal? Consenting(
        OwnerState state, Change change, ApproveChange approve, Policy policy, Instant at)
    {
        if (approve.Consent is not { } consent)
            return new Refusal(RefusalKind.Rule, "factorMissing", "an approval needs a factor");
        if (approve.By.Kind == ByKind.Guardian)
        {
            if (change.By.Kind == ByKind.Guardian ? !change.By.IsSameAs(approve.By) : !change.NeedsGuardian)
                return new Refusal(RefusalKind.Rule, "guardianNotNeeded", "no guardian has to approve this change");
            Consents.Guardians(state, consent, policy, at, out var no);
            return no;
        }
        if (change.By.Kind == ByKind.Guardian)
            return new Refusal(RefusalKind.Rule, "guardianApproves", "the guardian who asked for this approves it himself");
        if (consent.Kind == FactorKind.Recovery && !IsAboutFactors(change)) return Consents.RecoveryBringsFactors;
        Consents.Owners(state, consent, policy, at, out var refusal);
        return refusal;
    }

    private static bool IsAboutFactors(Change change) => Array.TrueForAll(change.Parts, p =>
        p.State != PartState.Awaiting || p.Does is Edit.AddFactor { Guardian: null } or Edit.RemoveFactor);

    private static bool Repeats(Change change, ApproveChange approve) => approve.By.Kind switch
    {
        ByKind.Guardian => change.GuardianApproval is not null || change.ApprovedAt is not null,
        _ => change.OwnerApproval is not null,
    } && change.Ending is null;

    private static Outcome NotAwaiting(Change change) => change.Ending switch
    {
        Ending.Vetoed => Outcome.Refuse(RefusalKind.State, "changeVetoed", "the change was vetoed"),
        Ending.Expired => Outcome.Refuse(RefusalKind.State, "changeExpired", "the change was not approved in time"),
        Ending.NobodyTold => Outcome.Refuse(RefusalKind.State, "nobodyTold", "the change ended because nobody could be told"),
        Ending.Voided => Outcome.Refuse(RefusalKind.State, "changeVoided", "a later reduction of the same thing ended the change"),
        null => Outcome.Refuse(RefusalKind.State, "nothingToApprove", "the change has nothing to approve"),
        _ => throw new InvalidOperationException($"no answer for {change.Ending}"),
    };

    private static bool TakesStaff(Change change) =>
        change.NeedsStaff || Array.Exists(change.Parts, p => p.Does is Edit.ResetFactors);

    private static bool TooManyHeld(OwnerState state, Change change) =>
        state.Changes.Count(c => c.Waits && !c.AwaitsApproval) >= Crowd.MostHeld
        && !Array.TrueForAll(change.Parts, p => p.Clock != ClockKind.Ordinary);

    internal static bool SameDigest(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
