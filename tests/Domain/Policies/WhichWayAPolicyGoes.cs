using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Policies;

public sealed class WhichWayAPolicyGoes
{
    private static readonly Policy Base = new() { GuardianApproves = [Element.Limit] };

    /// <summary>For each property of the policy a stronger and a weaker one than the base, and where they differ.</summary>
    private static readonly (string Property, string At, Policy Other, bool Weakens)[] Directions =
    [
        .. Elements.All.SelectMany(e => new[]
        {
            (nameof(Policy.Holds), $"/holds/{e.Name()}", Holding(e, 49), false),
            (nameof(Policy.Holds), $"/holds/{e.Name()}", Holding(e, 47), true),
        }.Take(e == Element.Read ? 1 : 2)),
        (nameof(Policy.StrongEvidenceHold), "/strongEvidenceHold", Base with { StrongEvidenceHold = Hours(97) }, false),
        (nameof(Policy.StrongEvidenceHold), "/strongEvidenceHold", Base with { StrongEvidenceHold = Hours(95) }, true),
        (nameof(Policy.Settling), "/settling", Base with { Settling = TimeSpan.FromDays(8) }, false),
        (nameof(Policy.Settling), "/settling", Base with { Settling = TimeSpan.FromDays(6) }, true),
        (nameof(Policy.EvidenceSpan), "/evidenceSpan", Base with { EvidenceSpan = TimeSpan.FromDays(8) }, false),
        (nameof(Policy.EvidenceSpan), "/evidenceSpan", Base with { EvidenceSpan = TimeSpan.FromDays(6) }, true),
        (nameof(Policy.SessionFactorAge), "/sessionFactorAge", Base with { SessionFactorAge = Hours(11) }, false),
        (nameof(Policy.SessionFactorAge), "/sessionFactorAge", Base with { SessionFactorAge = Hours(13) }, true),
        (nameof(Policy.Allowance), "/allowance/amount", Base with { Allowance = 49 }, false),
        (nameof(Policy.Allowance), "/allowance/amount", Base with { Allowance = 51 }, true),
        (nameof(Policy.Currency), "/allowance/currency", Base with { Currency = "EUR" }, true),
        (nameof(Policy.FloorPrices), "/floorPrices/BTC", Priced("BTC", 1), true),
        (nameof(Policy.FloorPrices), "/floorPrices/DAI", Priced("DAI", null), false),
        (nameof(Policy.FloorPrices), "/floorPrices/DAI", Priced("DAI", 1.1m), false),
        (nameof(Policy.FloorPrices), "/floorPrices/DAI", Priced("DAI", 0.9m), true),
        (nameof(Policy.Signals), "/signals/fresh", Weighing("fresh", new(Weight.Weak, About.Owner)), false),
        (nameof(Policy.Signals), "/signals/newDevice", Weighing("newDevice", new(Weight.Strong, About.Owner)), false),
        (nameof(Policy.Signals), "/signals/newDevice", Weighing("newDevice", null), true),
        (nameof(Policy.Signals), "/signals/inCall", Weighing("inCall", new(Weight.Weak, About.Owner)), true),
        (nameof(Policy.Signals), "/signals/inCall", Weighing("inCall", new(Weight.Strong, About.Session)), true),
        (nameof(Policy.Signals), "/signals/newDevice", Weighing("newDevice", new(Weight.Strong, About.Key)), true),
        (nameof(Policy.GuardianApproves), "/guardianApproves/manage",
            Base with { GuardianApproves = [Element.Limit, Element.Manage] }, false),
        (nameof(Policy.GuardianApproves), "/guardianApproves/limit", Base with { GuardianApproves = [] }, true),
        (nameof(Policy.PlatformTells), "/platformTells", Base with { PlatformTells = true }, true),
        (nameof(Policy.Prices), "/prices", Base with { Prices = PriceSource.Reported }, false),
        (nameof(Policy.PriceAge), "/priceAge", Base with { PriceAge = TimeSpan.FromSeconds(59) }, false),
        (nameof(Policy.PriceAge), "/priceAge", Base with { PriceAge = TimeSpan.FromSeconds(61) }, true),
        (nameof(Policy.PriceOutage), "/priceOutage", Base with { PriceOutage = TimeSpan.FromMinutes(14) }, false),
        (nameof(Policy.PriceOutage), "/priceOutage", Base with { PriceOutage = TimeSpan.FromMinutes(16) }, true),
        (nameof(Policy.OrderBand), "/orderBand", Base with { OrderBand = 0.04m }, false),
        (nameof(Policy.OrderBand), "/orderBand", Base with { OrderBand = 0.06m }, true),
        (nameof(Policy.MarketBand), "/marketBand", Base with { MarketBand = 0.05m }, true),
        (nameof(Policy.VolumeFloor), "/volumeFloor/USDT", Floored("USDT", 2_000_000m), false),
        (nameof(Policy.VolumeFloor), "/volumeFloor/USDT", Floored("USDT", 500_000m), true),
        (nameof(Policy.VolumeFloor), "/volumeFloor/EUR", Floored("EUR", 1m), true),
    ];

    private static readonly string[] Properties =
        [.. typeof(Policy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)
            .Where(n => n != nameof(Policy.Version)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_property_has_a_direction()
    {
        Assert.Equal(Properties, PolicyComparison.Values.Select(v => v.Property).Order(StringComparer.Ordinal));
        Assert.Equal(Properties, Directions.Select(d => d.Property).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_value_goes_its_own_way_and_no_other()
    {
        Assert.All(Directions, d =>
        {
            var difference = Assert.Single(PolicyComparison.Compare(Base, d.Other));
            Assert.Equal((d.At, d.Weakens), (difference.At, difference.Weakens));
            var back = Assert.Single(PolicyComparison.Compare(d.Other, Base));
            Assert.True(back.Weakens != d.Weakens || d.At == "/allowance/currency" || ChangesAbout(d.Other));
        });
    }

    [Fact]
    public void Only_what_strengthens_is_taken()
    {
        Assert.All(Directions, d => Assert.Equal(
            PolicyWriting.Write(d.Weakens ? Base : d.Other), PolicyWriting.Write(PolicyComparison.Strengthen(Base, d.Other))));
    }

    [Fact]
    public void A_hold_waits_itself_and_everything_else_the_hold_of_holds()
    {
        Assert.All(Directions, d =>
        {
            var difference = Assert.Single(PolicyComparison.Compare(Base, d.Other));
            var own = d.Property == nameof(Policy.Holds) ? d.At["/holds/".Length..] : "hold";
            Assert.Equal(own, difference.Waits.Name());
        });
    }

    [Fact]
    public void Nothing_but_a_removed_price_is_stronger_in_another_currency()
    {
        var other = Base with
        {
            Currency = "EUR",
            Allowance = 1,
            FloorPrices = new(StringComparer.Ordinal) { ["USDC"] = 9, ["USDT"] = 1, ["BTC"] = 5 },
        };
        Assert.Equal(
            ["/allowance/amount", "/allowance/currency", "/floorPrices/BTC", "/floorPrices/USDC"],
            PolicyComparison.Compare(Base, other).Where(d => d.Weakens).Select(d => d.At));
        Assert.Equal(["USDC", "USDT"], PolicyComparison.Strengthen(Base, other).FloorPrices.Keys);
    }

    [Fact]
    public void Strengthening_never_weakens_and_leaves_only_what_weakens()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Two(), pair =>
        {
            var (inForce, proposed) = pair;
            var merged = PolicyComparison.Strengthen(inForce, proposed);
            Assert.All(PolicyComparison.Compare(inForce, merged), d => Assert.False(d.Weakens, d.At));
            Assert.All(PolicyComparison.Compare(merged, proposed), d => Assert.True(d.Weakens, d.At));
            Assert.Equal(
                PolicyComparison.Compare(inForce, proposed).Where(d => d.Weakens).Select(d => d.At),
                PolicyComparison.Compare(merged, proposed).Select(d => d.At));
            var all = PolicyComparison.Compare(inForce, proposed).Aggregate(inForce, (p, d) => d.Take(p));
            Assert.Equal(PolicyWriting.Write(proposed), PolicyWriting.Write(all));
        }));
    }

    [Fact]
    public void A_policy_is_no_different_from_itself() => Assert.Empty(PolicyComparison.Compare(Base, Base with { Version = 7 }));

    internal static Arbitrary<(Policy, Policy)> Two() => (from a in One from b in One select (a, b)).ToArbitrary();

    internal static Gen<Policy> One =>
        from seed in Gen.Choose(0, int.MaxValue)
        select Of(new System.Random(seed));

    private static Policy Of(System.Random r) => new()
    {
        Holds = [.. Elements.All.Select(e => Hours(r.Next(e is Element.Read or Element.Trade ? 0 : 24, 30)))],
        StrongEvidenceHold = Hours(r.Next(24, 27)),
        Settling = Hours(r.Next(24, 27)),
        EvidenceSpan = TimeSpan.FromMinutes(r.Next(60, 63)),
        SessionFactorAge = TimeSpan.FromSeconds(r.Next(300, 303)),
        Allowance = r.Next(0, 5) / 4m,
        Currency = r.Next(3) == 0 ? "EUR" : "USDT",
        FloorPrices = new(Some(r, "BTC", "DAI", "USDC").ToDictionary(n => n, _ => r.Next(1, 4) / 2m), StringComparer.Ordinal),
        Signals = new(Some(r, "inCall", "simSwap", "odd").ToDictionary(n => n, _ => new SignalWeight(
            (Weight)r.Next(2), (About)r.Next(2))), StringComparer.Ordinal),
        GuardianApproves = [.. Elements.All.Where(_ => r.Next(4) == 0)],
        PlatformTells = r.Next(2) == 0,
    };

    private static IEnumerable<string> Some(System.Random r, params string[] names) => names.Where(_ => r.Next(2) == 0);

    private static Policy Floored(string quote, decimal volume) =>
        Base with { VolumeFloor = new(Base.VolumeFloor, StringComparer.Ordinal) { [quote] = volume } };

    private static bool ChangesAbout(Policy other) =>
        other.Signals.Any(s => Base.Signals.TryGetValue(s.Key, out var old) && old.About != s.Value.About);

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static Policy Holding(Element element, int hours) => Base with
    {
        Holds = [.. Base.Holds.Select((h, i) => i == (int)element ? Hours(hours) : h)],
    };

    private static Policy Priced(string asset, decimal? floor)
    {
        var floors = new SortedDictionary<string, decimal>(Base.FloorPrices, StringComparer.Ordinal);
        if (floor is { } price) floors[asset] = price;
        else floors.Remove(asset);
        return Base with { FloorPrices = floors };
    }

    private static Policy Weighing(string kind, SignalWeight? weight)
    {
        var signals = new SortedDictionary<string, SignalWeight>(Base.Signals, StringComparer.Ordinal);
        if (weight is not null) signals[kind] = weight;
        else signals.Remove(kind);
        return Base with { Signals = signals };
    }
}
