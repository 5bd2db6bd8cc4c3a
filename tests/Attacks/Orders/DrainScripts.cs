using Holdfast.Domain.Orders;
using Holdfast.Domain.Tests;

namespace Holdfast.Attacks.Tests.Orders;

/// <summary>
/// Every family is played with a young and an aged key, both sides, sizes of 0.5 to 1,000 units at a fair price of 100, and 1 or 60
/// orders 20 minutes apart. Thin pairs trade 40,000 in 24 h, deep ones 50,000,000.
/// </summary>
internal static class DrainScripts
{
    public const string Second = "alice-2";

    private const decimal Fair = 100m, Thin = 40_000m, Deep = 50_000_000m;

    private static readonly Pair Coin = new("COIN", "USDT"), Floored = new("GOLD", "USDT"), Bitcoin = new("BTC", "USDT");

    private static readonly (string Name, Func<Side, decimal, int, DrainStep> Step)[] Families =
    [
        ("thin pair", (side, size, _) => Step(Coin, side, Fair, size, Thin)),
        ("thin pair with a floor price", (side, size, _) => Step(Floored, side, Fair, size, Thin)),
        ("limit 40 % off", (side, size, _) => Step(Bitcoin, side, Worse(side, 0.4m), size, Deep)),
        ("limit 6 % off", (side, size, _) => Step(Bitcoin, side, Worse(side, 0.06m), size, Deep)),
        ("market order on a thin pair", (side, size, _) => Step(Coin, side, null, size, Thin)),
        ("market order on a deep pair", (side, size, _) => Step(Bitcoin, side, null, size, Deep)),
        ("two accounts in turn", (side, size, i) =>
            Step(Floored, side, Fair, size, Thin) with { Account = i % 2 == 0 ? Given.Alice : Second }),
        ("margin of 20", (side, size, _) => Step(Floored, side, Fair, size / 20m, Thin) with { Leverage = 20m }),
        ("margin of 100 on a deep pair", (side, size, _) => Step(Bitcoin, side, Worse(side, 0.2m), size / 100m, Deep) with { Leverage = 100m }),
        ("stop order", (side, size, _) => Step(Bitcoin, side, Worse(side, 0.04m), size, Deep) with { Trigger = new(Worse(side, -0.04m), null) }),
        ("stop order that stands at once", (side, size, _) => Step(Bitcoin, side, Worse(side, 0.3m), size, Deep) with
            { Trigger = new(Worse(side, -0.04m), side == Side.Sell ? Moves.Falls : Moves.Rises) }),
        ("stop order far off that takes any price", (side, size, _) => Step(Bitcoin, side, null, size, Deep) with
            { Trigger = new(Worse(side, 0.6m), side == Side.Sell ? Moves.Falls : Moves.Rises) }),
        ("order for a sum", (side, size, _) => Step(Bitcoin, side, null, size, Deep) with { IsSpend = true }),
        ("order for a sum on a thin pair", (side, size, _) => Step(Floored, side, null, size, Thin) with { IsSpend = true }),
        ("stop order that takes any price", (side, size, _) => Step(Bitcoin, side, null, size, Deep) with { Trigger = new(Fair, null) }),
        ("pushed price", (side, size, _) => Pushed(Coin, side, size)),
        ("pushed price of an asset with a floor", (side, size, _) => Pushed(Floored, side, size)),
        ("a fresh pair each time", (side, size, i) => Step(new Pair($"COIN{i}", "USDT"), side, Fair, size, Thin)),
    ];

    public static DrainScript[] All { get; } =
    [
        .. from family in Families
        from young in (bool[])[true, false]
        from side in (Side[])[Side.Buy, Side.Sell]
        from size in (decimal[])[0.01m, 0.4m, 5m, 1_000m]
        from times in (int[])[1, 60]
        select new DrainScript(
            $"{family.Name}, {(young ? "young" : "aged")} key, {side}, {times} x {size}", young,
            [.. Enumerable.Range(0, times).Select(i => family.Step(side, size, i))]),
        .. from side in (Side[])[Side.Buy, Side.Sell]
        from size in (decimal[])[0.01m, 0.4m, 5m, 1_000m]
        select new DrainScript($"no price, young key, {side}, 60 x {size}", true,
            [.. Enumerable.Repeat(Step(Coin, side, Fair, size, Thin) with { Reported = null }, 60)]),
    ];

    private static DrainStep Step(Pair pair, Side side, decimal? price, decimal size, decimal volume) =>
        new(Given.Alice, pair, side, price, null, size, 1m, Fair, Fair, volume);

    /// <summary>The thief trades with himself until the report is a thousandth, or a thousandfold.</summary>
    private static DrainStep Pushed(Pair pair, Side side, decimal size)
    {
        var reported = side == Side.Sell ? Fair / 1000m : Fair * 1000m;
        return Step(pair, side, reported, size, Thin) with { Reported = reported };
    }

    private static decimal Worse(Side side, decimal part) => side == Side.Sell ? Fair * (1m - part) : Fair * (1m + part);
}
