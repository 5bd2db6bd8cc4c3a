using System.Text;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>
/// Proposes the policy of a file. What strengthens holds at once; what weakens waits for two staff members and then for
/// the old hold. The newest proposal replaces an older one, and the policy in force proposed again takes it back.
/// </summary>
public sealed record ProposePolicy(Policy Proposed)
{
    /// <summary>What staff members agree on; computed here, so that no other policy comes into force by it.</summary>
    public string Digest => PolicyWriting.Digest(Proposed);

    public static InstallationOutcome Decide(InstallationState state, ProposePolicy propose, Instant at)
    {
        var s = state.AsOf(at);
        if (Mistakes(propose.Proposed, out var proposed) is { Length: > 0 } mistakes)
            return new InstallationOutcome.Refused(mistakes);
        if (s.Pending is { } pending && PolicyComparison.Compare(pending.Proposed, proposed).Length == 0)
            return new InstallationOutcome.Nothing();
        var differences = PolicyComparison.Compare(s.Policy, proposed);
        if (differences.Length == 0)
            return s.Pending is { } old
                ? new InstallationOutcome.Records(new InstallationEvent.PolicyDropped(old.Digest, By: null))
                : new InstallationOutcome.Nothing();
        string[] waits = [.. differences.Where(d => d.Weakens).Select(d => d.At)];
        var events = new List<InstallationEvent>();
        if (waits.Length < differences.Length)
            events.Add(new InstallationEvent.PolicyStrengthened(
                PolicyComparison.Strengthen(s.Policy, proposed) with { Version = s.Policy.Version + 1 }));
        if (waits.Length > 0) events.Add(new InstallationEvent.PolicyProposed(proposed, propose.Digest, waits));
        return new InstallationOutcome.Records([.. events]);
    }

    /// <summary>A policy that its own text could not hold is refused, however it was made; what its text says is recorded.</summary>
    internal static Refusal[] Mistakes(Policy policy, out Policy read)
    {
        Refusal[] mistakes =
        [
            .. PolicyReading.Read(Encoding.UTF8.GetBytes(PolicyWriting.Write(policy)), out var canonical)
                .Select(m => new Refusal(RefusalKind.Meaning, m.Code, m.Text, m.At)),
        ];
        read = canonical ?? policy;
        return mistakes;
    }
}
