using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Planted;

internal sealed class VetoLosesAtMaturity : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(
        command is VetoChange ? node with { State = Read(node.State, new Instant(node.Now.Milliseconds + 1)) } : node, command);
}

internal sealed class VetoForgets : Core
{
    public override OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at) => @event is OwnerEvent.ChangeVetoed v
        ? Maturing.Rebase(base.Fold(state, @event, at) with { Changes = state.Changes }, at) with { Version = state.Version + v.Parts.Length }
        : base.Fold(state, @event, at);
}

internal sealed class QuietForgets : Core
{
    public override OwnerState Read(OwnerState state, Instant at) => base.Read(state.Next >= at ? state : state with
    {
        Changes = Array.ConvertAll(state.Changes, c => c.Quiet is null ? c : c with { Quiet = null }),
    }, at);
}

internal sealed class ReductionVoidsNothing : Core
{
    public override OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at)
    {
        var after = base.Fold(state, @event, at);
        return @event is not OwnerEvent.ChangeAsked ? after : Maturing.Rebase(after with
        {
            Changes = Array.ConvertAll(after.Changes, c => state.FindChange(c.Id) ?? c),
        }, at);
    }
}

internal sealed class RotationInherits : Core
{
    public override OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at)
    {
        var after = base.Fold(state, @event, at);
        return @event is not OwnerEvent.ChangeApproved ? after : after with
        {
            Accounts = Array.ConvertAll(after.Accounts, a => a with
            {
                Keys = Array.ConvertAll(a.Keys, k => k with
                {
                    Credentials = Array.ConvertAll(k.Credentials, c => c with { FullSince = c.FullSince ?? k.Credentials[0].FullSince }),
                }),
            }),
        };
    }
}

/// <summary>What expands an element is in force as soon as it is approved, or where it needs no approval, asked.</summary>
internal sealed class AtOnce(Predicate<HeldPart> isOf) : Core
{
    public AtOnce(Element element)
        : this(part => part.Does is Edit.SetHold ? element == Element.Hold : part.Element == element)
    {
    }

    public override Outcome Decide(Node node, object command) => base.Decide(node, command) switch
    {
        Outcome.Records { Events: [OwnerEvent.ChangeAsked e] } => new Outcome.Records(e with { Parts = Opened(e.Parts) }),
        Outcome.Records { Events: [OwnerEvent.ChangeApproved e] } => new Outcome.Records(e with { Parts = Opened(e.Parts) }),
        var other => other,
    };

    private HeldPart[] Opened(HeldPart[] parts) => Array.ConvertAll(parts, p => !isOf(p) ? p : p with
    {
        Hold = TimeSpan.Zero,
        State = p.State == PartState.Held ? PartState.InForce : p.State,
    });
}

internal sealed class AllowancePerRoad : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(
        command is RequestWithdrawal r && node.LastOut is null && node.FirstOut?.Request.Via is { } via
            && via.GetType() != r.Request.Via.GetType()
            ? node with { State = node.State with { Ledger = Ledger.Empty } }
            : node, command);
}

internal sealed class CancelGivesBackEarly : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(node, command is CancelWithdrawal c
        ? c with { Known = c.Known with { PermitUntil = null } }
        : command);
}

internal sealed class FreezeAges : Core
{
    public override OwnerState Read(OwnerState state, Instant at)
    {
        if (state.Freezes.Length == 0) return base.Read(state, at);
        var read = base.Read(Maturing.Rebase(state with { Freezes = [] }, state.Ordinary.From), at);
        return read with { Freezes = [.. state.Freezes.Where(f => f.Ends is null || f.Ends > at)] };
    }
}

internal sealed class FreezeLeaks : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(
        command is RequestWithdrawal ? node with { State = node.State with { Freezes = [] } } : node, command);
}

internal sealed class NewGuardianRules : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(command is not VetoChange ? node : node with
    {
        State = node.State with { Guardians = Array.ConvertAll(node.State.Guardians, g => g with { Since = 0, AddedAt = new Instant(0) }) },
    }, command);
}

internal sealed class SettlingIgnored : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(command is not RequestWithdrawal ? node : node with
    {
        World = node.World with { Policy = node.World.Policy with { Settling = TimeSpan.Zero } },
        State = node.State with { Settling = null },
    }, command);
}

internal sealed class RunsUntold : Core
{
    public override OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at)
    {
        var after = base.Fold(state, @event, at);
        return @event is OwnerEvent.ChangeApproved approved
            ? base.Fold(after, new OwnerEvent.ChangeTold(approved.Change, "nobody"), at)
            : after;
    }
}

internal sealed class LimitForgets : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(command is not RequestWithdrawal ? node : node with
    {
        State = node.State with
        {
            Ledger = new Ledger { Entries = Array.ConvertAll(node.State.Ledger.Entries, e => e with { Amount = 0 }) },
        },
    }, command);
}

internal sealed class ChallengeForgotten : Core
{
    public override Outcome Decide(Node node, object command) => base.Decide(
        command is RequestWithdrawal ? node with { State = node.State with { Challenge = null } } : node, command);
}

internal sealed class LengthensNothing : Core
{
    public override OwnerState Fold(OwnerState state, OwnerEvent @event, Instant at)
    {
        var after = base.Fold(state, @event, at);
        return @event is not OwnerEvent.ChangeAsked ? after : Maturing.Rebase(after with
        {
            Changes = Array.ConvertAll(after.Changes, c => state.FindChange(c.Id) is not { } old ? c : c with
            {
                Parts = [.. c.Parts.Select((p, i) => p with { Hold = old.Parts[i].Hold })],
            }),
        }, at);
    }
}
