using Holdfast.Domain.Accounts;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Several limits stand side by side and all bind: what is over one is refused, and a younger layer of one is a young part.</summary>
internal static class BindingLimits
{
    public static void Walk(
        ref WithdrawalPath path, OwnerState state, WithdrawalRequest request, Instant at, Standing standing)
    {
        foreach (var limit in state.Limits)
        {
            if (limit.Asset is not null && !string.Equals(limit.Asset, request.Asset, StringComparison.Ordinal)) continue;
            if (limit.AmountAt(at) is not { } most)
            {
                path.NeedsLayer(limit, Wanted(limit, request, state, at, standing) ?? decimal.MaxValue);
                continue;
            }
            if (Wanted(limit, request, state, at, standing) is not { } wanted)
            {
                path.Refuse(Reason.LimitNeedsValue, Instant.Never);
                continue;
            }
            if (wanted > most) path.Refuse(Reason.LimitExceeded, Fits(limit, most, request, state, at, standing));
            else path.NeedsLayer(limit, wanted);
        }
    }

    /// <summary>When enough of what left is past the limit's period; never where it alone is too much for the limit.</summary>
    private static Instant Fits(
        Limit limit, decimal most, WithdrawalRequest request, OwnerState state, Instant at, Standing standing)
    {
        var alone = limit.Asset is not null ? request.Amount : request.Value!.Amount;
        if (alone > most) return limit.Overlay is { } o && at <= o.Ends ? o.Ends : Instant.Never;
        var mine = standing.Counted is not { } c || c.At + limit.Period <= at ? 0m : limit.Asset is not null ? c.Amount : c.Value;
        return state.Ledger.FreeAt(limit.Asset, limit.Currency, at, limit.Period, most - alone + mine) ?? at;
    }

    /// <summary>What would have left in the limit's period with this; null where a quote limit isn't told the value.</summary>
    private static decimal? Wanted(
        Limit limit, WithdrawalRequest request, OwnerState state, Instant at, Standing standing)
    {
        var self = standing.Counted is { } c && c.At + limit.Period > at ? standing.Counted : null;
        var used = state.Ledger.Used(limit.Asset, limit.Currency, at, limit.Period);
        if (limit.Asset is not null) return used + request.Amount - (self?.Amount ?? 0m);
        return request.Value is { } v && string.Equals(v.Currency, limit.Currency, StringComparison.Ordinal)
            ? used + v.Amount - (self?.Value ?? 0m)
            : null;
    }
}
