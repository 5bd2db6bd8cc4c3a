using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What a withdrawal is worth to the allowance: never less than at its floor price.</summary>
internal static class AllowanceWorth
{
    /// <summary>What it counts against the allowance; null where nobody can say what it is worth.</summary>
    public static decimal? Of(WithdrawalRequest request, Policy policy)
    {
        if (!policy.FloorPrices.TryGetValue(request.Asset, out var floor)) return null;
        if (Floored(request.Amount, floor) is not { } least) return null;
        if (request.Value is { } value)
            return string.Equals(value.Currency, policy.Currency, StringComparison.Ordinal)
                ? Math.Max(value.Amount, least)
                : null;
        return string.Equals(request.Asset, policy.Currency, StringComparison.Ordinal) ? least : null;
    }

    /// <summary>An amount at its floor price, rounded up to what is written; null where it is beyond counting.</summary>
    public static decimal? Floored(decimal amount, decimal floor) => amount > decimal.MaxValue / Math.Max(1m, floor) / 2m
        ? null
        : decimal.Round(amount * floor, Money.Amount.MostDecimals, MidpointRounding.ToPositiveInfinity);
}
