using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Accounts;

/// <summary>Held, young, aged: how long a part that is in force has been so.</summary>
public static class Ages
{
    /// <summary>In force for longer than the settling time; false for what is not in force.</summary>
    public static bool IsAged(OwnerState state, Policy policy, Instant at, long? since) =>
        since is { } s && state.Ordinary.At(at) - s > Milliseconds(state.SettlingTime(policy));

    /// <summary>When something in force since an age will be aged, as the clock runs now.</summary>
    public static Instant AgedAt(OwnerState state, Policy policy, long since) =>
        state.Ordinary.WhenReached(since + Milliseconds(state.SettlingTime(policy)));

    public static long Milliseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;
}
