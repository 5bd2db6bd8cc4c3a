using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Policies;

/// <summary>
/// A running hold keeps the policy that it started under unless the new one is longer. An owner's stream learns of a
/// newer policy with his next command, as of the time when it came into force.
/// </summary>
public static class FollowPolicy
{
    /// <summary>The event that brings an owner's held parts under a newer policy; null when nothing of his changes.</summary>
    public static OwnerEvent? Decide(OwnerState state, Policy policy, Instant since)
    {
        if (state.PolicySeen >= policy.Version || state.Version == 0) return null;
        var then = Maturing.At(state, Instant.Max(since, state.At));
        return Array.Exists(then.Changes, c => Array.Exists(c.Parts, p =>
                p.State == PartState.Held && Elements.All.Any(e =>
                    p.Hold < policy.Hold(e) && Following.Waits(then, c, p, e))))
            ? new OwnerEvent.PolicyFollowed(policy.Version, Instant.Max(since, state.At), policy.Holds)
            : null;
    }
}
