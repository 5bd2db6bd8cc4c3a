using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>A second staff member agrees to an act. With it the hold of a policy or a token starts.</summary>
/// <param name="By">The name of the staff token that the request came with.</param>
/// <param name="Restart">What the clock showed at the restart whose gap this may vouch for, and the length of the gap; null for none.</param>
public sealed record SecondAct(string Act, string By, (Instant From, TimeSpan Gap)? Restart = null)
{
    public static InstallationOutcome Decide(InstallationState state, SecondAct second, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, second.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        if (s.FindAct(second.Act) is not { } act)
            return InstallationOutcome.Refuse(RefusalKind.Unknown, "actUnknown", $"no act `{second.Act}` waits; it ends after 24 h, and when what it would change has changed");
        if (string.Equals(act.By, second.By, StringComparison.Ordinal))
            return InstallationOutcome.Refuse(RefusalKind.Rule, "sameStaffMember", "the second must be another staff member");
        if (act.IsDone) return new InstallationOutcome.Nothing(act.Id);
        if (s.Rollback is { IsOpen: true } && act.Kind != ActKind.Rollback)
            return InstallationOutcome.Refuse(
                RefusalKind.State, "rolledBack", "the log was set back: first two staff members accept that by an act `rollback`");
        var seconded = new InstallationEvent.ActSeconded(act.Id, second.By);
        return act.Kind switch
        {
            ActKind.Policy => Policy(s, act, seconded),
            ActKind.Token => Token(s, act, seconded, at),
            ActKind.Clock => new InstallationOutcome.Records(
                seconded, new InstallationEvent.ClockVouched(act.Digest, act.By, second.By, second.Restart?.From, second.Restart?.Gap)),
            ActKind.Notice => new InstallationOutcome.Records(seconded, new InstallationEvent.OfficialListed(act.Official!, act.By, second.By)),
            ActKind.Rollback => OtherRollback(s, act.Digest) ?? new InstallationOutcome.Records(
                seconded, new InstallationEvent.RollbackAccepted(act.Digest, act.By, second.By)),
            ActKind.Recovery or ActKind.Change or ActKind.Tell or ActKind.Import => new InstallationOutcome.Records(seconded),
        };
    }

    /// <summary>A refusal where this is not the rollback that stands.</summary>
    internal static InstallationOutcome? OtherRollback(InstallationState s, string digest) =>
        s.Rollback is { IsOpen: true } open && string.Equals(open.Digest, digest, StringComparison.Ordinal)
            ? null
            : InstallationOutcome.Refuse(RefusalKind.State, "rollbackNotFound", "the log was not found to be set back by this digest");

    private static InstallationOutcome Policy(InstallationState s, StaffAct act, InstallationEvent.ActSeconded seconded)
    {
        if (s.Pending is not { IsAgreed: false } pending || !string.Equals(pending.Digest, act.Digest, StringComparison.Ordinal))
            return InstallationOutcome.Refuse(RefusalKind.State, "policyNotPending", "no policy with this digest waits");
        var hold = PolicyComparison.Wait(s.Policy, pending.Proposed);
        return new InstallationOutcome.Records(
            seconded, new InstallationEvent.PolicyAgreed(pending.Digest, act.By, seconded.By, hold));
    }

    private static InstallationOutcome Token(InstallationState s, StaffAct act, InstallationEvent.ActSeconded seconded, Instant at) =>
        IssueToken.Taken(s, act.Token!) is { } taken
            ? new InstallationOutcome.Refused(taken)
            : new InstallationOutcome.Records(
                seconded,
                new InstallationEvent.TokenIssued(act.Token! with
                {
                    SecondedBy = seconded.By,
                    From = at + s.Policy.Hold(Element.Factor),
                }));
}
