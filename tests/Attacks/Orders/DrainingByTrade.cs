using Holdfast.Domain.Accounts;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Tests;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Attacks.Tests.Orders;

/// <summary>G4: whatever is traded, at most the allowance can be lost in any 48 h; and every bug that would let more out is found.</summary>
public sealed class DrainingByTrade
{
    internal static readonly Policy Reported = Policy.Default with
    {
        Prices = PriceSource.Reported,
        Holds = [.. Elements.All.Select(e => e == Element.Trade ? TimeSpan.Zero : Policy.Default.Hold(e))],
        FloorPrices = new(Policy.Default.FloorPrices, StringComparer.Ordinal) { ["GOLD"] = 100m },
    };

    private const string Since = "takes every pair for traded since long ago";

    private static readonly Dictionary<string, Func<Given, OrderRequest, (OwnerState, OrderRequest, Policy)>> Bugs = new(StringComparer.Ordinal)
    {
        ["forgets the trigger of a stop order"] = (g, o) => (g.Seen, o with { Trigger = null }, g.Policy),
        ["forgets what is spent"] = (g, o) => (g.Seen, o.Spend is null ? o : o with { Spend = 0.01m }, g.Policy),
        ["forgets leverage"] = (g, o) => (g.Seen, o with { Leverage = 1m }, g.Policy),
        ["counts the amount instead of what it is worth"] = (g, o) => (g.Seen, o with { Price = 1m }, g.Policy),
        ["judges each order alone"] = (g, o) => (g.Seen with { Ledger = Ledger.Empty }, o, g.Policy),
        [Since] = (g, o) =>
            (g.Seen with { Traded = [new TradedPair(o.Pair.ToString(), 0)] }, o, g.Policy),
        ["takes every pair for deep"] = (g, o) =>
            (g.Seen, o, g.Policy with { VolumeFloor = new(StringComparer.Ordinal) { ["USDT"] = 1m } }),
        ["believes the price of a thin pair"] = (g, o) =>
            (g.Seen, o, g.Policy with { FloorPrices = new(g.Policy.FloorPrices, StringComparer.Ordinal) { [o.Pair.Base] = 0.0001m } }),
        ["adds up for each account"] = (g, o) => (g.Seen with { Ledger = OfAccount(g, o.Account) }, o, g.Policy),
    };

    public static TheoryData<string> PlantedBugs => [.. Bugs.Keys];

    [Fact]
    public void Loses_at_most_the_allowance_in_every_script()
    {
        Assert.InRange(DrainScripts.All.Length, 200, int.MaxValue);
        var young = Start(young: true);
        var aged = Start(young: false);
        Assert.Empty(DrainScripts.All.Where(s => Worst(s.YoungKey ? young() : aged(), s, null) > Reported.Allowance).Select(s => s.Name));
    }

    [Theory]
    [MemberData(nameof(PlantedBugs))]
    public void Finds_a_planted_bug(string bug)
    {
        foreach (var young in (bool[])[true, false])
        {
            // a young key has no pair that is aged, whatever its owner has
            if (young && bug == Since) continue;
            var start = Start(young);
            Assert.Contains(DrainScripts.All, s => s.YoungKey == young && s.Steps.Length > 1 && Worst(start(), s, Bugs[bug]) > Reported.Allowance);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plays_scripts_of_which_something_is_let_through(bool young)
    {
        var start = Start(young);
        Assert.Contains(DrainScripts.All, s => s.YoungKey == young && Worst(start(), s, null) > Reported.Allowance * 0.9m);
    }

    private static Func<Given> Start(bool young) => () =>
    {
        var given = Given.Aged(Reported);
        given.OpenSecond(DrainScripts.Second);
        if (young) given.Change(Edits.Key("k2", "trade"));
        return given.Hours(1);
    };

    /// <summary>The most that could be lost in 48 h of the script, by its own reckoning.</summary>
    private static decimal Worst(
        Given given, DrainScript script, Func<Given, OrderRequest, (OwnerState, OrderRequest, Policy)>? bug)
    {
        var lost = new List<(Instant At, decimal Amount)>();
        foreach (var step in script.Steps)
        {
            given.Now += TimeSpan.FromMinutes(20);
            var via = string.Equals(step.Account, DrainScripts.Second, StringComparison.Ordinal)
                ? new Via.Session("s", "198.51.100.7", "phone", given.Now)
                : (Via)Edits.Via(script.YoungKey ? "k2" : "k1");
            var order = step.Order($"o{lost.Count}", via);
            if (Places(given, step, order, bug)) lost.Add((given.Now, step.Loses()));
        }
        return lost.Select(from => lost.Where(x => x.At >= from.At && x.At < from.At + Policy.AllowancePeriod).Sum(x => x.Amount))
            .DefaultIfEmpty(0m).Max();
    }

    private static bool Places(
        Given given, DrainStep step, OrderRequest order, Func<Given, OrderRequest, (OwnerState, OrderRequest, Policy)>? bug)
    {
        var report = step.Reported is { } price ? new PriceReport(price, step.Volume, given.Now) : null;
        var (state, judged, policy) = bug is null ? (given.Seen, order, given.Policy) : bug(given, order);
        var outcome = PlaceOrder.Decide(
            state, new PlaceOrder(judged, new Market(report, null, given.Now - TimeSpan.FromDays(1))), policy, given.Now, given.Wall);
        if (outcome is not Domain.Decisions.Outcome.Records records) return outcome is Domain.Decisions.Outcome.Nothing;
        given.Record(records.Events);
        return ((OwnerEvent.OrderDecided)records.Events[0]).Order.Decision == Decision.Allow;
    }

    private static Ledger OfAccount(Given given, string account) => given.Log
        .Select(e => (e.Event as OwnerEvent.OrderDecided)?.Order)
        .Where(o => o?.Counted is not null && string.Equals(o.Order.Account, account, StringComparison.Ordinal))
        .Aggregate(Ledger.Empty, (ledger, o) => ledger.Add(o!.Counted!.Value, new Instant(0)));
}
