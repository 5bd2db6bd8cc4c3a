namespace Holdfast.Domain.Orders;

/// <summary>What an order can lose, in the quote asset. Null is what nobody can bound or count.</summary>
internal static class OrderLoss
{
    /// <summary>Against the reported price and the trigger, whichever makes it more; never below zero.</summary>
    public static decimal? Against(OrderRequest order, decimal price)
    {
        var fair = Fair(order, price);
        return order.Side == Side.Sell
            ? Times(Size(order), Math.Max(0m, fair - (order.Price ?? 0m)))
            : order.Price is { } most ? Times(Size(order), Math.Max(0m, most - fair)) : null;
    }

    /// <summary>At most so much worse than the reported price, and than its trigger.</summary>
    public static bool IsWithin(OrderRequest order, decimal price, decimal band)
    {
        if (order.Price is not { } worst) return false;
        var fair = Fair(order, price);
        return order.Side == Side.Sell ? Times(fair, 1m - band) <= worst : worst <= Times(fair, 1m + band);
    }

    /// <summary>All that goes in, for a pair whose price another can make.</summary>
    public static decimal? Whole(OrderRequest order, decimal price) => order.Side == Side.Sell
        ? Times(Size(order), Math.Max(Fair(order, price), order.Price ?? 0m))
        : order.Price is { } most ? Times(Size(order), most) : null;

    /// <summary>With leverage it is the position that is lost, not what was put down for it.</summary>
    public static decimal? Size(OrderRequest order) => Times(order.Amount, order.Leverage);

    public static decimal? Times(decimal? a, decimal? b)
    {
        if (a is not { } x || b is not { } y) return null;
        return x == 0m || y <= decimal.MaxValue / Math.Max(1m, x) / 2m ? x * y : null;
    }

    // a stop that triggers at once is a plain order, so its trigger only ever adds to what can be lost
    private static decimal Fair(OrderRequest order, decimal price) => order.Trigger is not { } trigger ? price
        : order.Side == Side.Sell ? Math.Max(price, trigger) : Math.Min(price, trigger);
}
