using System.Globalization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Tests;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Attacks.Tests.Orders;

/// <summary>
/// What honest trading costs. Each day has 1,000 orders, 60 s apart; the price steps by a seeded uniform walk of at most `Step` an
/// order around 100, is reported 30 s before each order, and orders are sized uniformly up to `Size` units.
/// </summary>
public sealed class HonestTrading
{
    /// <param name="Off">How far behind the reported price an order is, in the bad direction; negative: it makes the market.</param>
    /// <param name="Sells">The share of orders that sell.</param>
    /// <param name="Volume">Traded in 24 h, in the quote asset.</param>
    /// <param name="Kind">What sort of order is placed: with a limit, at the market, or a stop that lies so far behind the price.</param>
    /// <param name="MarketBand">How much worse than the market the platform fills market orders at most.</param>
    private sealed record Day(
        string Name, decimal Step, decimal Off, double Sells, decimal Size, decimal Volume, bool Known, Kind Kind = Kind.Limit, decimal? MarketBand = null);

    private enum Kind
    {
        Limit,
        Market,
        Spend,
        Stop,
    }

    private const int Orders = 1_000;

    private static readonly Day[] Days =
    [
        new("market making, deep pair", 0.001m, -0.002m, 0.5, 2m, 50_000_000m, true),
        new("panic selling, deep pair", 0.02m, 0.04m, 1.0, 20m, 50_000_000m, true),
        new("rebalancing, deep pair", 0.002m, 0.01m, 0.5, 50m, 50_000_000m, true),
        new("listing day, deep pair", 0.03m, 0.03m, 0.2, 5m, 5_000_000m, false),
        new("market making, thin pair traded for long", 0.005m, -0.005m, 0.5, 2m, 200_000m, true),
        new("rebalancing, thin pair traded for long", 0.005m, 0.01m, 0.5, 50m, 200_000m, true),
        new("panic selling at the market, deep pair", 0.02m, 0m, 1.0, 20m, 50_000_000m, true, Kind.Market, 0.05m),
        new("buying for a sum at the market, deep pair", 0.002m, 0m, 0.0, 20m, 50_000_000m, true, Kind.Spend, 0.05m),
        new("stops 15 % behind the price, deep pair", 0.005m, 0.15m, 0.5, 20m, 50_000_000m, true, Kind.Stop, 0.05m),
        new("panic selling at the market, deep pair, nobody bounds the market", 0.02m, 0m, 1.0, 20m, 50_000_000m, true, Kind.Market),
        new("listing day, thin pair", 0.03m, 0.03m, 0.2, 5m, 200_000m, false),
        new("panic selling, thin new pair", 0.02m, 0.04m, 1.0, 20m, 200_000m, false),
    ];

    [Fact]
    public void Is_never_refused_above_the_volume_floor()
    {
        foreach (var day in Days)
        {
            var (refused, why) = Play(day);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {day.Name} | {100m * refused / Orders:0.0} % | {why} |"));
            if (day.Kind is Kind.Limit or Kind.Stop ? day.Volume >= 1_000_000m || day.Known : day.MarketBand is not null) Assert.Equal(0, refused);
        }
    }

    private static (int Refused, string Why) Play(Day day)
    {
        var random = new Random(7);
        var given = Given.Aged(DrainingByTrade.Reported with { MarketBand = day.MarketBand });
        var pair = new Pair("COIN", "USDT");
        var (refused, price, reasons) = (0, 100m, new SortedDictionary<string, int>(StringComparer.Ordinal));
        if (day.Known)
        {
            Place(given, new OrderRequest("first", Given.Alice, pair, Side.Buy, 1m, null, 1m, null, 1m, Edits.Via("k1")), 1m, day.Volume);
            given.Days(8);
        }
        for (var i = 0; i < Orders; i++)
        {
            given.Now += TimeSpan.FromSeconds(60);
            price = Math.Clamp(price * (1m + day.Step * (decimal)(2d * random.NextDouble() - 1d)), 20m, 500m);
            var side = random.NextDouble() < day.Sells ? Side.Sell : Side.Buy;
            var limit = decimal.Round(side == Side.Sell ? price * (1m - day.Off) : price * (1m + day.Off), 8);
            var amount = decimal.Round(day.Size * (decimal)random.NextDouble(), 8) + 0.01m;
            var order = Of(day.Kind, new OrderRequest($"o{i}", Given.Alice, pair, side, limit, null, amount, null, 1m, Edits.Via("k1")), price);
            if (Place(given, order, price, day.Volume) is not { Decision: Decision.Deny } denied) continue;
            refused++;
            foreach (var reason in denied.Reasons) reasons[reason.Code()] = reasons.GetValueOrDefault(reason.Code()) + 1;
        }
        return (refused, string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}")));
    }

    private static OrderRequest Of(Kind kind, OrderRequest limited, decimal price) => kind switch
    {
        Kind.Limit => limited,
        Kind.Market => limited with { Price = null },
        Kind.Spend => limited with { Price = null, Amount = null, Spend = limited.Amount * price },
        Kind.Stop => limited with { Price = null, Trigger = new Trigger(limited.Price!.Value, limited.Side == Side.Sell ? Moves.Falls : Moves.Rises) },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static OrderRecord? Place(Given given, OrderRequest order, decimal price, decimal volume)
    {
        var market = new Market(new PriceReport(price, volume, given.Now - TimeSpan.FromSeconds(30)), null, new Instant(0));
        if (PlaceOrder.Decide(given.Seen, new PlaceOrder(order, market), given.Policy, given.Now, given.Wall) is not Outcome.Records records) return null;
        given.Record(records.Events);
        return ((OwnerEvent.OrderDecided)records.Events[0]).Order;
    }
}
