using Holdfast.Domain.Accounts;
using Holdfast.Domain.Destinations;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Reviews;

/// <summary>What bounds the loss, or why nothing does.</summary>
public enum Bound
{
    /// <summary>The key can't move anything.</summary>
    Powerless,

    /// <summary>Every withdrawal is told at once, and orders can lose the allowance at most.</summary>
    Told,

    /// <summary>A limit.</summary>
    Limited,

    /// <summary>Nothing.</summary>
    Unlimited,
}

/// <summary>
/// What whoever holds a key could take in 48 h without anybody being told at once or asked to confirm it: by withdrawals over parts that
/// are all aged, each smaller than what is told or confirmed, and by orders. What goes to new places is always told.
/// </summary>
/// <param name="AtMost">In the currency of the allowance; null: nothing bounds it.</param>
/// <param name="Places">The destinations that it could send to.</param>
public sealed record QuietLoss(Bound Bound, decimal? AtMost, Destination[] Places)
{
    internal static QuietLoss Of(OwnerState state, Account account, ApiKey key, Policy policy, Instant at, Instant wall)
    {
        if (key.Suspended || (key.ExpiresAt is { } end && wall > end)) return new QuietLoss(Bound.Powerless, 0m, []);
        var withdraws = Has(key, Permissions.Withdraw) && account.Destinations.Length > 0;
        var trades = Has(key, Permissions.Trade);
        var places = Has(key, Permissions.Withdraw) ? account.Destinations : [];
        if (!withdraws && !trades) return new QuietLoss(Bound.Powerless, 0m, places);
        var byOrders = !trades ? 0m : policy.Prices == PriceSource.None ? (decimal?)null : state.Allowance ?? policy.Allowance;
        var isTold = Array.Exists(state.Channels, c => c is { EndedAt: null, Alerts.Above: 0m });
        var byWithdrawals = !withdraws || isTold ? 0m : Limited(state, policy, at);
        if (byOrders is not { } orders || byWithdrawals is not { } withdrawals) return new QuietLoss(Bound.Unlimited, null, places);
        return new QuietLoss(withdraws && !isTold ? Bound.Limited : Bound.Told, orders + withdrawals, places);
    }

    private static bool Has(ApiKey key, string permission) =>
        Array.Exists(key.Permissions, p => string.Equals(p.Name, permission, StringComparison.Ordinal));

    /// <summary>What the limits in the currency of the allowance let pass in 48 h; null without one.</summary>
    private static decimal? Limited(OwnerState state, Policy policy, Instant at)
    {
        decimal? least = null;
        foreach (var limit in state.Limits)
        {
            if (!string.Equals(limit.Currency, policy.Currency, StringComparison.Ordinal) || limit.AmountAt(at) is not { } amount) continue;
            var most = amount * (decimal)Math.Ceiling(Policy.AllowancePeriod / limit.Period);
            least = least is { } other ? Math.Min(other, most) : most;
        }
        return least;
    }
}
