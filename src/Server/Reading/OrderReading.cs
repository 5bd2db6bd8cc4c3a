using Holdfast.Domain.Orders;
using Holdfast.Server.Orders;

namespace Holdfast.Server.Reading;

/// <summary>Reads orders and the prices that they are judged by.</summary>
internal static class OrderReading
{
    private const decimal MostLeverage = 1_000m;

    public static OrderRequest Order(string account, Node n) => new(
        n.Id("order"), account, Pair(n), Side(n), Amount(n, "price"), Amount(n, "trigger"), n.Amount("amount", positive: true) ?? 0m,
        Leverage(n), WithdrawalReading.Via(n));

    public static PriceOf Price(Node n) =>
        new(Pair(n), n.Amount("price", positive: true) ?? 0m, n.Amount("volume24h", positive: false) ?? 0m);

    private static Pair Pair(Node n)
    {
        if (n.Text("pair", 65) is not { } text) return default;
        if (Domain.Orders.Pair.TryParse(text, out var pair)) return pair;
        n.Meaning("pairInvalid", "/pair", "a pair is two assets, such as `BTC/USDT`");
        return default;
    }

    private static Side Side(Node n)
    {
        var side = n.Text("side", 4);
        if (side is not (null or "buy" or "sell")) n.Meaning("sideUnknown", "/side", "a side is `buy` or `sell`");
        return side == "sell" ? Domain.Orders.Side.Sell : Domain.Orders.Side.Buy;
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
