using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Orders;

/// <summary>Asks whether an order may be placed.</summary>
public sealed record PlaceOrder(OrderRequest Order, Market Market)
{
    /// <summary>
    /// Records what counts, what is denied, and the first order on a pair. Any other is activity, and comes to nothing: allowed.
    /// </summary>
    public static Outcome Decide(OwnerState state, PlaceOrder place, Policy policy, Instant at, Instant wall)
    {
        var order = place.Order;
        if (state.Find(order.Account) is not { } account)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{order.Account}`");
        var (judgement, lost) = JudgeOrder.Judge(state, account, order, place.Market, policy, at, wall);
        if (judgement is { Decision: Decision.Allow, Allowance: 0m } && (!order.Pair.IsToldApart || TradedPairs.Knows(state, order.Pair)))
            return new Outcome.Nothing();
        return new Outcome.Records(new OwnerEvent.OrderDecided(new OrderRecord(
            order,
            place.Market,
            judgement.Decision,
            judgement.List(),
            judgement.Until == Instant.Never ? null : judgement.Until,
            lost,
            judgement.Allowance,
            judgement is { Decision: Decision.Allow, Allowance: > 0m }
                ? new LedgerEntry(at, order.Pair.Quote, lost ?? 0m, policy.Currency, judgement.Allowance, judgement.Allowance)
                : null)));
    }
}

internal static class OrderFold
{
    public static OwnerState Decided(OwnerState s, OwnerEvent.OrderDecided e, Instant at)
    {
        if (e.Order.Decision != Decision.Allow) return s;
        if (e.Order.Counted is { } entry) s = s with { Ledger = s.Ledger.Add(entry, at - Policy.Longest) };
        return TradedPairs.Add(s, e.Order.Order.Pair, at);
    }
}
