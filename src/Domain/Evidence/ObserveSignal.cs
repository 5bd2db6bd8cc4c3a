using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Evidence;

/// <summary>Notes what the platform observed; strong evidence about the owner makes running holds longer, never shorter.</summary>
public sealed record ObserveSignal(string Account, Signal Signal)
{
    public static Outcome Decide(OwnerState state, ObserveSignal observe, Policy policy, Instant at)
    {
        if (state.Find(observe.Account) is null)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{observe.Account}`");
        var weighs = policy.Signals.TryGetValue(observe.Signal.Kind, out var weight);
        var strong = weighs && weight!.Weight == Weight.Strong && observe.Signal.At + policy.EvidenceSpan >= at;
        return new Outcome.Records(new OwnerEvent.SignalObserved(
            observe.Account, observe.Signal with { Weighs = weighs }, strong ? policy.StrongEvidenceHold : null));
    }
}
