using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Planted;

/// <summary>A bug that the explorer must find (G45), with the elements and depth that suffice for it.</summary>
internal sealed record PlantedBug(string Says, Core Core, Element[] Elements, int Depth, bool Wide = false)
{
    public static readonly PlantedBug[] All =
    [
        new("a veto at the instant of maturity loses", new VetoLosesAtMaturity(), [Element.Destination], 3),
        new("a veto stops nothing of what was told", new VetoForgets(), [Element.Destination], 5),
        new("a quiet veto is forgotten at maturity", new QuietForgets(), [Element.Destination], 5),
        new("a reduction leaves what waits", new ReductionVoidsNothing(), [Element.Withdraw], 5),
        new("a rotated credential is as old as the one before", new RotationInherits(), [Element.Credential], 4),
        new("the last source goes at once", new AtOnce(Element.Source), [Element.Source], 3),
        new("a channel is told less at once", new AtOnce(p => p.Does is Edit.SetAlerts), [Element.Channel], 3),
        new("a hold is lowered at once", new AtOnce(Element.Hold), [Element.Hold], 3),
        new("each key has an allowance of its own", new AllowancePerRoad(), [Element.Destination], 3),
        new("a cancel gives back while the permit lives", new CancelGivesBackEarly(), [Element.Destination], 4),
        new("a freeze does not stop the clock", new FreezeAges(), [Element.Destination], 6),
        new("a freeze lets withdrawals through", new FreezeLeaks(), [Element.Destination], 3),
        new("a new guardian vetoes like an old one", new NewGuardianRules(), [Element.Guardian], 4),
        new("settling is ignored", new SettlingIgnored(), [Element.Destination], 5),
        new("an untold hold runs", new RunsUntold(), [Element.Destination], 4),
        new("a limit counts only the withdrawal itself", new LimitForgets(), [Element.Limit], 4),
        new("an own challenge is asked of nobody", new ChallengeForgotten(), [Element.Challenge], 2),
        new("a longer hold lengthens nothing that runs", new LengthensNothing(), [Element.Withdraw, Element.Hold], 4),
    ];

    /// <summary>For each element one more: what expands it has no hold.</summary>
    public static IEnumerable<PlantedBug> NoHolds() => Domain.Policies.Elements.All.Select(e =>
        new PlantedBug($"`{e.Name()}` has no hold", new AtOnce(e), [e], e == Element.Freeze ? 4 : 3));
}
