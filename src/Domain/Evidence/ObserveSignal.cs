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
        return new Outcome.Records(new OwnerEvent.SignalObserved(
            observe.Account,
            observe.Signal with { Weighs = policy.Signals.ContainsKey(observe.Signal.Kind) },
            Stretches(observe.Signal, policy, at) ? policy.StrongEvidenceHold : null));
    }

    /// <summary>Whether a signal is strong evidence that still weighs.</summary>
    internal static bool Stretches(Signal signal, Policy policy, Instant at) =>
        policy.Signals.TryGetValue(signal.Kind, out var weight) && weight.Weight == Weight.Strong
        && signal.At + policy.EvidenceSpan >= at;
}
