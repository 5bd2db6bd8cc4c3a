using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Tests.Orders;

/// <summary>An order counts what it can lose: aged keys and young ones, deep pairs and thin ones.</summary>
public sealed class JudgingOrders
{
    private static readonly Pair Bitcoin = new("BTC", "USDT"), Coin = new("COIN", "USDT");

    private static readonly Policy Reported = Policy.Default with
    {
        Prices = PriceSource.Reported,
        Holds = [.. Elements.All.Select(e => e == Element.Trade ? TimeSpan.Zero : Policy.Default.Hold(e))],
    };

    private readonly Given given = Given.Aged(Reported, Edits.Limit(1_000));

    private decimal volume = 50_000_000m;

    /// <summary>How old the report is; null: there was none.</summary>
    private TimeSpan? age = TimeSpan.FromSeconds(30);

    private decimal price = 100m;

    /// <summary>Side, limit, trigger, which way it comes, amount, the market's band; what is lost: null where nobody can say.</summary>
    public static TheoryData<Side, string?, string?, Moves?, string, string?, string?> Losses => new()
    {
        { Side.Sell, "95", null, null, "1", null, "0" },
        { Side.Sell, "94.999999", null, null, "1", null, "5.000001" },
        { Side.Sell, "200", null, null, "1", null, "0" },
        { Side.Buy, "105", null, null, "1", null, "0" },
        { Side.Buy, "105.000001", null, null, "1", null, "5.000001" },
        { Side.Buy, "1", null, null, "1", null, "0" },
        { Side.Sell, null, null, null, "0.4", null, "40" },
        { Side.Buy, null, null, null, "0.4", null, null },
        { Side.Sell, null, null, null, "1000", "0.05", "0" },
        { Side.Buy, null, null, null, "1000", "0.05", "0" },
        { Side.Sell, null, null, null, "0.5", "0.06", "3" },
        { Side.Buy, null, null, null, "0.5", "0.06", "3" },
        // a stop that lies behind the price stands when the market is there
        { Side.Sell, "48", "50", Moves.Falls, "1000", null, "0" },
        { Side.Sell, null, "50", Moves.Falls, "1000", "0.05", "0" },
        { Side.Buy, "205", "200", Moves.Rises, "1000", null, "0" },
        { Side.Sell, "40", "50", Moves.Falls, "1", null, "10" },
        // one that lies before it stands at once, or when the market is there
        { Side.Sell, "90", "110", Moves.Falls, "1", null, "10" },
        { Side.Sell, "90", "110", Moves.Rises, "1", null, "20" },
        { Side.Buy, "110", "90", Moves.Rises, "1", null, "10" },
        { Side.Buy, "110", "90", Moves.Falls, "1", null, "20" },
        // which way nobody says: whichever loses more
        { Side.Sell, "48", "50", null, "0.5", null, "26" },
        { Side.Sell, "90", "110", null, "1", null, "20" },
        { Side.Buy, "110", "90", null, "1", null, "20" },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void On_a_deep_pair_what_is_beyond_the_band_is_lost(
        Side side, string? limit, string? trigger, Moves? moves, string amount, string? band, string? lost)
    {
        given.Policy = Reported with { MarketBand = Number(band) };
        var order = Order(side, Number(limit)) with
        {
            Amount = Number(amount),
            Trigger = Number(trigger) is { } at ? new Trigger(at, moves) : null,
        };
        var judged = Judge(order);
        Assert.Equal(Number(lost), judged.Lost);
        Assert.Equal(lost is null ? Decision.Deny : Decision.Allow, judged.Judgement.Decision);
        if (lost is not null) Assert.Equal(Number(lost), judged.Judgement.Allowance);
    }

    [Fact]
    public void What_is_spent_without_a_bound_is_lost_and_what_is_got_so_can_be_anything()
    {
        Assert.Equal(40m, Judge(Order(Side.Buy, null) with { Amount = null, Spend = 40m }).Lost);
        Assert.Equal((null, Decision.Deny), Come(Judge(Order(Side.Sell, null) with { Amount = null, Spend = 0.01m })));
        given.Policy = Reported with { MarketBand = 0.05m };
        Assert.Equal((0m, Decision.Allow), Come(Judge(Order(Side.Buy, null) with { Amount = null, Spend = 1_000_000m })));
        Assert.Equal((0m, Decision.Allow), Come(Judge(Order(Side.Sell, null) with { Amount = null, Spend = 1_000_000m })));
    }

    [Fact]
    public void Leverage_loses_the_position()
    {
        Assert.Equal(20m, Judge(Order(Side.Sell, 80m) with { Amount = 0.1m, Leverage = 10m }).Lost);
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 80m) with { Amount = 1m, Leverage = 10m }).Judgement.Decision);
    }

    [Fact]
    public void All_orders_together_lose_the_allowance_in_48_hours()
    {
        Assert.Equal(Decision.Allow, Place(Order(Side.Sell, 70m)).Decision);
        var second = Place(Order(Side.Sell, 70m));
        Assert.Equal(Decision.Deny, second.Decision);
        Assert.Contains(Reason.AllowanceExceeded, second.Reasons);
        Assert.Equal(given.Now + TimeSpan.FromHours(48), second.Until);
        Assert.Equal(Decision.Allow, Place(Order(Side.Sell, 80m)).Decision);
        given.Hours(48);
        Assert.Equal(Decision.Allow, Place(Order(Side.Sell, 70m)).Decision);
    }

    [Fact]
    public void Withdrawals_to_new_places_use_the_same_allowance()
    {
        Assert.Equal(Decision.Allow, Place(Order(Side.Sell, 60m)).Decision);
        Assert.Equal(40m, given.State.Ledger.AllowanceUsed(given.Now, Policy.AllowancePeriod));
    }

    [Fact]
    public void A_limit_of_the_asset_binds_what_is_lost()
    {
        given.Change(Edits.Limit(10));
        var order = Place(Order(Side.Sell, 89m));
        Assert.Equal(Decision.Deny, order.Decision);
        Assert.Contains(Reason.LimitExceeded, order.Reasons);
        Assert.Equal(Decision.Allow, Place(Order(Side.Sell, 90m)).Decision);
    }

    [Fact]
    public void On_a_thin_pair_all_of_it_is_lost_until_the_pair_is_aged()
    {
        volume = 999_999m;
        var buy = Order(Side.Buy, 100m) with { Pair = Coin, Amount = 0.1m };
        Assert.Equal(10m, Place(buy).Lost);
        given.Days(6.9);
        Assert.Equal(10m, Judge(buy).Lost);
        given.Days(0.2);
        Assert.Equal(0m, Judge(buy).Lost);
        Assert.Equal(6m, Judge(Order(Side.Buy, 106m) with { Pair = Coin }).Lost);
    }

    [Fact]
    public void A_young_key_does_not_have_the_pairs_of_its_owner()
    {
        volume = 999_999m;
        var buy = Order(Side.Buy, 100m) with { Pair = Coin, Amount = 0.1m };
        Place(buy);
        given.Days(8);
        given.Change(Edits.Key("k2", "trade"));
        Assert.Equal(0m, Judge(buy).Lost);
        Assert.Equal(10m, Judge(buy with { Via = Edits.Via("k2") }).Lost);
    }

    [Fact]
    public void What_is_sold_on_a_thin_pair_is_worth_its_floor_price_at_least()
    {
        (volume, price) = (10m, 0.001m);
        var sale = Order(Side.Sell, 0.001m) with { Pair = Coin };
        Assert.Equal(Decision.Deny, Judge(sale).Judgement.Decision);
        given.Policy = Reported with { FloorPrices = new(Reported.FloorPrices, StringComparer.Ordinal) { ["COIN"] = 30m } };
        Assert.Equal((30m, Decision.Allow), (Judge(sale).Judgement.Allowance, Judge(sale).Judgement.Decision));
        Assert.Equal(Decision.Deny, Judge(sale with { Amount = 2m }).Judgement.Decision);
    }

    [Fact]
    public void Without_a_price_aged_trade_goes_on_for_the_span_and_young_trade_not_at_all()
    {
        given.Change(Edits.Key("k2", "trade"));
        age = Reported.PriceAge + TimeSpan.FromMilliseconds(1);
        Assert.Equal(Decision.Allow, Judge(Order(Side.Sell, 1m)).Judgement.Decision);
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 99m) with { Via = Edits.Via("k2") }).Judgement.Decision);
        age = Reported.PriceAge + Reported.PriceOutage;
        Assert.Equal(Decision.Allow, Judge(Order(Side.Sell, 99m)).Judgement.Decision);
        age += TimeSpan.FromMilliseconds(1);
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 99m)).Judgement.Decision);
        age = null;
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 99m)).Judgement.Decision);
    }

    [Fact]
    public void Young_trade_works_at_once_where_prices_are_reported()
    {
        given.Change(Edits.Key("k2", "trade"));
        Assert.Equal((0m, Decision.Allow), Come(Judge(Order(Side.Sell, 99m) with { Via = Edits.Via("k2") })));
        given.Policy = Policy.Default;
        given.Change(Edits.Key("k3", "trade"));
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 99m) with { Via = Edits.Via("k3") }).Judgement.Decision);
    }

    [Fact]
    public void A_freeze_stops_what_counts_and_one_of_everything_every_order()
    {
        given.Freeze();
        Assert.Equal(Decision.Allow, Judge(Order(Side.Sell, 99m)).Judgement.Decision);
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 80m)).Judgement.Decision);
    }

    [Fact]
    public void Nothing_is_recorded_of_what_counts_nothing_but_the_first_order_on_a_pair()
    {
        Place(Order(Side.Sell, 99m));
        var before = given.Log.Count;
        Assert.IsType<Outcome.Nothing>(Try(Order(Side.Sell, 99m)));
        Assert.IsType<Outcome.Nothing>(Try(Order(Side.Sell, 99m) with { Pair = Pair.OfSymbol("WHATEVER") }, reported: false));
        Assert.Equal(before, given.Log.Count);
    }

    [Fact]
    public void Pairs_past_the_bound_push_out_none_that_is_aged()
    {
        for (var i = 0; i < 80; i++) Place(Order(Side.Sell, 99m) with { Pair = new Pair($"P{i}", "USDT") });
        Assert.Equal(64, given.State.Traded.Length);
        Assert.Contains(given.State.Traded, t => t.Pair == "P0/USDT");
        Assert.Contains(given.State.Traded, t => t.Pair == "P79/USDT");
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1000000000000000000000000")]
    public void What_nobody_can_multiply_is_denied(string amount)
    {
        Assert.Equal(Decision.Deny, Judge(Order(Side.Sell, 1m) with { Amount = Number(amount), Leverage = 1_000m }).Judgement.Decision);
    }

    private static (decimal?, Decision) Come(OrderJudgement judged) => (judged.Lost, judged.Judgement.Decision);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static OrderRequest Order(Side side, decimal? limit) =>
        new("o", Given.Alice, Bitcoin, side, limit, null, 1m, null, 1m, Edits.Via("k1"));

    private Market Market(bool reported = true) =>
        new(age is { } old && reported ? new PriceReport(price, volume, given.Now - old) : null, null, given.Now - TimeSpan.FromMinutes(16));

    private OrderJudgement Judge(OrderRequest order) =>
        JudgeOrder.Judge(given.Seen, given.Account, order, Market(), given.Policy, given.Now, given.Wall);

    private Outcome Try(OrderRequest order, bool reported = true) => PlaceOrder.Decide(
        given.Seen, new PlaceOrder(order, reported ? Market() : new Market(null, null, given.Now)), given.Policy, given.Now, given.Wall);

    private OrderRecord Place(OrderRequest order)
    {
        var records = Assert.IsType<Outcome.Records>(Try(order));
        given.Record(records.Events);
        return ((OwnerEvent.OrderDecided)records.Events[0]).Order;
    }
}
