using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Explore.Worlds;

/// <summary>
/// The product as the explorer meets it: three doors and nothing else. A planted bug is another one of these; the
/// product itself has no switch for any.
/// </summary>
internal class Core
{
    public static readonly Core Product = new();

    /// <summary>The state as it is at a time.</summary>
    public virtual OwnerState Read(OwnerState state, Instant at) => Maturing.At(state, at);

    /// <summary>Decides on a node whose state was read at its time.</summary>
    public virtual Outcome Decide(Node node, object command) => command switch
    {
        AskChange c => AskChange.Decide(node.State, c, node.World.Policy, node.Now),
        ApproveChange c => ApproveChange.Decide(node.State, c, node.World.Policy, node.Now),
        TellChange c => TellChange.Decide(node.State, c),
        VetoChange c => VetoChange.Decide(node.State, c, node.World.Policy, node.Now),
        FreezeAccount c => FreezeAccount.Decide(node.State, c, node.Now),
        ObserveSignal c => ObserveSignal.Decide(node.State, c, node.World.Policy, node.Now),
        RequestWithdrawal c => RequestWithdrawal.Decide(node.State, c, node.World.Policy, node.Now, node.Now),
        ApproveWithdrawal c => ApproveWithdrawal.Decide(node.State, c, node.World.Policy, node.Now, node.Now),
        ReleaseWithdrawal c => ReleaseWithdrawal.Decide(node.State, c, node.World.Policy, node.Now, node.Now),
        CancelWithdrawal c => CancelWithdrawal.Decide(c, node.Now),
        _ => throw new InvalidOperationException($"no door for {command.GetType().Name}"),
    };

    public virtual OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at) => OwnerFold.Apply(state, @event, at);
}
