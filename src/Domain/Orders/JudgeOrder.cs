using Holdfast.Domain.Accounts;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Orders;

/// <summary>What an order comes to.</summary>
/// <param name="Lost">What of the quote asset it can lose; null where nobody can say.</param>
public readonly record struct OrderJudgement(Judgement Judgement, decimal? Lost);

/// <summary>
/// Trade can drain (DESIGN 5.2): an order that can lose counts as a withdrawal of what it can lose. It is never challenged,
/// so what is beyond the allowance is denied, for keys of every age.
/// </summary>
public static class JudgeOrder
{
    public static OrderJudgement Judge(
        OwnerState state, Account account, OrderRequest order, Market market, Policy policy, Instant at, Instant wall)
    {
        var path = new WithdrawalPath(state, account, policy, at, wall);
        path.Walk(Leaving(order, 0m, null), order.Via is Via.Key ? Permissions.Trade : null);
        if (Array.Exists(state.Freezes, f => f.All && (f.Ends is null || at <= f.Ends))) path.Refuse(Reason.Frozen, Instant.Never);
        if (path.Denied) return new(path.Deny(), 0m);
        if (policy.Prices == PriceSource.None)
        {
            path.Note(Reason.PricesUnchecked);
            return new(Allow(path), 0m);
        }
        if (market.Pair is not { } report || !report.IsFresh(policy, at))
            return new(WithoutPrice(ref path, market, policy, at), 0m);
        var loss = new OrderLoss(order, report.Price, policy.MarketBand);
        var lost = Lost(ref path, state, order, loss, report, policy, at);
        if (lost is not 0m) return new(Count(ref path, state, order, lost, Worth(order, lost, loss.Size, market, report, policy, at), policy, at), lost);
        path.Note(Reason.OrderWithinBand);
        return new(Allow(path), 0m);
    }

    /// <summary>Young power needs a price; aged power goes on for the policy's span.</summary>
    private static Judgement WithoutPrice(ref WithdrawalPath path, Market market, Policy policy, Instant at)
    {
        path.Note(Reason.PriceMissing);
        var ends = market.Pair is { } old ? old.At + policy.PriceAge + policy.PriceOutage : market.Since + policy.PriceOutage;
        return path.Young || at > ends ? path.Result(Decision.Deny, Instant.Never, 0m, false, false) : Allow(path);
    }

    private static decimal? Lost(
        ref WithdrawalPath path, OwnerState state, OrderRequest order, OrderLoss loss, PriceReport report, Policy policy, Instant at)
    {
        if (IsThin(order.Pair, report, policy) && (path.Young || !TradedPairs.IsAged(state, order.Pair, policy, at)))
        {
            path.Note(Reason.PairThin);
            return loss.Whole;
        }
        if (loss.IsWithin(policy.OrderBand)) return 0m;
        path.Note(Reason.OrderBeyondBand);
        return loss.Against;
    }

    private static bool IsThin(Pair pair, PriceReport report, Policy policy) =>
        !policy.VolumeFloor.TryGetValue(pair.Quote, out var floor) || report.Volume24h < floor;

    private static Judgement Count(
        ref WithdrawalPath path, OwnerState state, OrderRequest order, decimal? lost, decimal? worth, Policy policy, Instant at)
    {
        if (state.IsFrozenAt(at)) path.Refuse(Reason.Frozen, Instant.Never);
        if (JudgeWithdrawal.RecoveryWaits(state)) path.Refuse(Reason.RecoveryWaits, Instant.Never);
        if (lost is not { } leaves || worth is not { } value)
        {
            path.Refuse(Reason.ValueUnknown, Instant.Never);
            return path.Deny();
        }
        var leaving = Leaving(order, leaves, new Value(value, policy.Currency));
        BindingLimits.Walk(ref path, state, leaving, at, default);
        if (path.Evidence(leaving)) path.Refuse(Reason.EvidenceOnPath, Instant.Never);
        var allowance = state.Allowance ?? policy.Allowance;
        var used = state.Ledger.AllowanceUsed(at, Policy.AllowancePeriod);
        if (used + value > allowance)
            path.Refuse(Reason.AllowanceExceeded, value > allowance ? Instant.Never
                : state.Ledger.AllowanceFreeAt(at, Policy.AllowancePeriod, allowance - value) ?? at);
        if (path.Denied) return path.Deny();
        path.Note(Reason.WithinAllowance);
        return path.Result(Decision.Allow, Instant.Never, value, false, false);
    }

    /// <summary>In the currency of the allowance. What is sold on a thin pair needs a floor price: its reported one may be pushed.</summary>
    private static decimal? Worth(
        OrderRequest order, decimal? lost, decimal? size, Market market, PriceReport report, Policy policy, Instant at)
    {
        var quote = order.Pair.Quote;
        var rate = string.Equals(quote, policy.Currency, StringComparison.Ordinal) ? 1m
            : market.Quote is { } r && r.IsFresh(policy, at) && policy.FloorPrices.TryGetValue(quote, out var least) ? Math.Max(r.Price, least)
            : (decimal?)null;
        if (OrderLoss.Times(lost, rate) is not { } worth) return null;
        if (order.Side == Side.Sell && IsThin(order.Pair, report, policy))
        {
            if (!policy.FloorPrices.TryGetValue(order.Pair.Base, out var floor)
                || OrderLoss.Times(size, floor) is not { } atFloor) return null;
            worth = Math.Max(worth, atFloor);
        }
        return decimal.Round(worth, Amount.MostDecimals, MidpointRounding.ToPositiveInfinity);
    }

    private static Judgement Allow(in WithdrawalPath path) => path.Result(Decision.Allow, Instant.Never, 0m, false, false);

    /// <summary>The order as the withdrawal that it may come to: the quote asset leaves to the pair.</summary>
    private static WithdrawalRequest Leaving(OrderRequest order, decimal lost, Value? value) => new(
        order.Id, order.Account, order.Pair.Quote, "TRADE", lost, order.Pair.ToString(), null, value, order.Via, null);
}
