using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Orders;

/// <summary>A pair that the owner trades.</summary>
/// <param name="Since">The age at which his first order on it was allowed.</param>
public sealed record TradedPair(string Pair, long Since);

/// <summary>Since when an owner trades each pair: a pair is as old as his first order on it.</summary>
internal static class TradedPairs
{
    public const int Most = 64;

    public static bool Knows(OwnerState state, Pair pair) => Find(state, pair) is not null;

    public static bool IsAged(OwnerState state, Pair pair, Policy policy, Instant at) =>
        Ages.IsAged(state, policy, at, Find(state, pair)?.Since);

    /// <summary>Past the bound the newest makes room: what aged can't be pushed out.</summary>
    public static OwnerState Add(OwnerState state, Pair pair, Instant at) => Knows(state, pair)
        ? state
        : state with { Traded = [.. state.Traded.Take(Most - 1), new TradedPair(pair.ToString(), state.Ordinary.At(at))] };

    private static TradedPair? Find(OwnerState state, Pair pair)
    {
        foreach (var traded in state.Traded)
            if (string.Equals(traded.Pair, pair.ToString(), StringComparison.Ordinal)) return traded;
        return null;
    }
}
