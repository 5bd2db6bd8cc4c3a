namespace Holdfast.Domain.Orders;

/// <summary>What an order can lose against the market, in the quote asset. Null is what nobody can bound or count.</summary>
internal readonly struct OrderLoss
{
    private readonly Side side;
    private readonly decimal reported, fair;
    private readonly decimal? worst, size, spend;

    /// <param name="reported">The price that the platform reports.</param>
    /// <param name="marketBand">How much worse than the market the platform fills a market order at most; null: any.</param>
    public OrderLoss(OrderRequest order, decimal reported, decimal? marketBand)
    {
        (side, this.reported, fair) = (order.Side, reported, Fair(order, reported));
        worst = order.Price ?? (marketBand is { } band ? Times(fair, Worse(band)) : side == Side.Sell ? 0m : null);
        spend = Times(order.Spend, order.Leverage);
        size = order.Spend is null ? Times(order.Amount, order.Leverage) : worst is > 0m ? Over(spend, worst) : null;
    }

    /// <summary>How much of the base asset changes hands at most; with leverage it is the position, not what was put down for it.</summary>
    public decimal? Size => size;

    /// <summary>At most so much worse than the market is when it stands.</summary>
    public bool IsWithin(decimal band) =>
        worst is { } w && Times(fair, Worse(band)) is { } edge && (side == Side.Sell ? edge <= w : w <= edge);

    /// <summary>Against the market when it stands; never below zero.</summary>
    public decimal? Against => side == Side.Sell
        ? worst is { } least ? Times(size, Math.Max(0m, fair - least)) : null
        : worst is { } most ? Times(size, Math.Max(0m, most - fair)) : spend;

    /// <summary>All that goes in, for a pair whose price another can make.</summary>
    public decimal? Whole => side == Side.Sell ? Times(size, Math.Max(Math.Max(fair, reported), worst ?? 0m)) : spend ?? Times(size, worst);

    public static decimal? Times(decimal? a, decimal? b)
    {
        if (a is not { } x || b is not { } y) return null;
        return x == 0m || y <= decimal.MaxValue / Math.Max(1m, x) / 2m ? x * y : null;
    }

    private static decimal? Over(decimal? a, decimal? b) => a is not { } x || b is not { } y ? null
        : y >= 1m || x <= decimal.MaxValue / 2m * y ? x / y : null;

    private decimal Worse(decimal band) => side == Side.Sell ? 1m - band : 1m + band;

    /// <summary>What the base asset is worth when the order stands.</summary>
    private static decimal Fair(OrderRequest order, decimal reported) => order.Trigger switch
    {
        null => reported,
        { Moves: { } moves, Price: var at } => (moves == Moves.Falls ? at < reported : at > reported) ? at : reported,
        // it may stand at once or at its trigger, whichever makes the loss more
        { Price: var at } => order.Side == Side.Sell ? Math.Max(reported, at) : Math.Min(reported, at),
    };
}
