using Holdfast.Domain.Orders;
using Holdfast.Server.Orders;

namespace Holdfast.Server.Reading;

/// <summary>Reads orders and the prices that they are judged by.</summary>
internal static class OrderReading
{
    private const decimal MostLeverage = 1_000m;

    /// <param name="named">Tells the symbols of an exchange apart where they are taken; null: a pair is written as Holdfast writes it.</param>
    public static OrderRequest Order(string account, Node n, Func<string, Pair>? named = null)
    {
        var order = new OrderRequest(
            n.Id("order"), account, Pair(n, named), Side(n), Amount(n, "price"), Trigger(n),
            n.Has("amount") || !n.Has("spend") ? n.Amount("amount", positive: true) : null, n.Has("spend") ? n.Amount("spend", positive: true) : null,
            Leverage(n), WithdrawalReading.Via(n));
        if (n.Has("amount") && n.Has("spend"))
            n.Meaning("amountOrSpend", "/amount", "an order has either an `amount` of the base asset or a `spend` of the quote asset");
        return order;
    }

    public static PriceOf Price(Node n) =>
        new(Pair(n, null), n.Amount("price", positive: true) ?? 0m, n.Amount("volume24h", positive: false) ?? 0m);

    private static Pair Pair(Node n, Func<string, Pair>? named)
    {
        if (n.Text("pair", 65) is not { } text) return default;
        if (Domain.Orders.Pair.TryParse(text, out var pair)) return pair;
        if (named is not null && Domain.Orders.Pair.IsSymbol(text)) return named(text);
        n.Meaning("pairInvalid", "/pair", "a pair is two assets, such as `BTC/USDT`");
        return default;
    }

    private static Side Side(Node n)
    {
        var side = n.Text("side", 4);
        if (side is not (null or "buy" or "sell")) n.Meaning("sideUnknown", "/side", "a side is `buy` or `sell`");
        return side == "sell" ? Domain.Orders.Side.Sell : Domain.Orders.Side.Buy;
    }

    private static Trigger? Trigger(Node n)
    {
        if (!n.Has("trigger") || n.Object("trigger", nullable: true) is not { } trigger) return null;
        var when = trigger.Text("when", 5, optional: true);
        if (when is not (null or "rises" or "falls")) trigger.Meaning("whenUnknown", "/when", "the price `rises` or `falls` to it");
        var price = trigger.Amount("price", positive: true);
        trigger.Done();
        return price is { } at ? new Trigger(at, when switch { "rises" => Moves.Rises, "falls" => Moves.Falls, _ => null }) : null;
    }

    private static decimal? Amount(Node n, string name) => n.Has(name) ? n.Amount(name, positive: true, nullable: true) : null;

    private static decimal Leverage(Node n)
    {
        if (!n.Has("leverage") || n.Amount("leverage", positive: true) is not { } leverage) return 1m;
        if (leverage is >= 1m and <= MostLeverage) return leverage;
        n.Meaning("leverageOutOfRange", "/leverage", $"leverage is 1 to {MostLeverage}");
        return 1m;
    }
}
