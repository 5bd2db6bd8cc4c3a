using Holdfast.Domain.Evidence;

namespace Holdfast.Domain.Policies;

/// <summary>One value in which a proposed policy differs from the one in force.</summary>
/// <param name="At">The value in the policy text, as a JSON pointer.</param>
/// <param name="Weakens">True where it must be agreed and wait; what can't be compared weakens.</param>
/// <param name="Waits">The element whose hold in the policy in force it waits.</param>
public sealed record PolicyDifference(string At, bool Weakens, Element Waits)
{
    /// <summary>Brings this one value into another policy.</summary>
    internal Func<Policy, Policy> Take { get; init; } = static policy => policy;
}

/// <summary>Which way each value of a policy goes. What strengthens holds at once, what weakens waits the old hold.</summary>
public static class PolicyComparison
{
    /// <summary>One entry for each property of <see cref="Policy"/> but its version; a test fails where one is missing.</summary>
    internal static readonly (string Property, Func<Policy, Policy, IEnumerable<PolicyDifference>> Compare)[] Values =
    [
        (nameof(Policy.Holds), Holds),
        (nameof(Policy.StrongEvidenceHold), (a, b) => Differs(
            "/strongEvidenceHold", b.StrongEvidenceHold.CompareTo(a.StrongEvidenceHold),
            p => p with { StrongEvidenceHold = b.StrongEvidenceHold })),
        (nameof(Policy.Settling), (a, b) => Differs(
            "/settling", b.Settling.CompareTo(a.Settling), p => p with { Settling = b.Settling })),
        (nameof(Policy.EvidenceSpan), (a, b) => Differs(
            "/evidenceSpan", b.EvidenceSpan.CompareTo(a.EvidenceSpan), p => p with { EvidenceSpan = b.EvidenceSpan })),
        (nameof(Policy.SessionFactorAge), (a, b) => Differs(
            "/sessionFactorAge", a.SessionFactorAge.CompareTo(b.SessionFactorAge),
            p => p with { SessionFactorAge = b.SessionFactorAge })),
        (nameof(Policy.Allowance), (a, b) => Differs(
            "/allowance/amount", InOneCurrency(a, b, a.Allowance.CompareTo(b.Allowance)),
            p => p with { Allowance = b.Allowance })),
        (nameof(Policy.Currency), (a, b) => Differs(
            "/allowance/currency", HasOneCurrency(a, b) ? 0 : -1, p => p with { Currency = b.Currency })),
        (nameof(Policy.FloorPrices), FloorPrices),
        (nameof(Policy.Signals), Signals),
        (nameof(Policy.GuardianApproves), GuardianApproves),
        (nameof(Policy.PlatformTells), (a, b) => Differs(
            "/platformTells", a.PlatformTells.CompareTo(b.PlatformTells), p => p with { PlatformTells = b.PlatformTells })),
        (nameof(Policy.Prices), (a, b) => Differs("/prices", b.Prices.CompareTo(a.Prices), p => p with { Prices = b.Prices })),
        (nameof(Policy.PriceAge), (a, b) => Differs(
            "/priceAge", a.PriceAge.CompareTo(b.PriceAge), p => p with { PriceAge = b.PriceAge })),
        (nameof(Policy.PriceOutage), (a, b) => Differs(
            "/priceOutage", a.PriceOutage.CompareTo(b.PriceOutage), p => p with { PriceOutage = b.PriceOutage })),
        (nameof(Policy.OrderBand), (a, b) => Differs(
            "/orderBand", a.OrderBand.CompareTo(b.OrderBand), p => p with { OrderBand = b.OrderBand })),
        (nameof(Policy.MarketBand), (a, b) => Differs(
            // that nobody bounds them is what market orders count most by
            "/marketBand", (b.MarketBand ?? decimal.MaxValue).CompareTo(a.MarketBand ?? decimal.MaxValue),
            p => p with { MarketBand = b.MarketBand })),
        (nameof(Policy.VolumeFloor), VolumeFloor),
    ];

    /// <summary>Every value in which they differ; none when they are the same policy.</summary>
    public static PolicyDifference[] Compare(Policy inForce, Policy proposed) =>
        [.. Values.SelectMany(v => v.Compare(inForce, proposed))];

    /// <summary>The policy in force with what of the proposed one strengthens it; the version stays.</summary>
    public static Policy Strengthen(Policy inForce, Policy proposed) =>
        Compare(inForce, proposed).Where(d => !d.Weakens).Aggregate(inForce, (policy, d) => d.Take(policy));

    /// <summary>How long the proposed policy waits under the one in force: the longest hold that a weakened value waits.</summary>
    public static TimeSpan Wait(Policy inForce, Policy proposed) => Compare(inForce, proposed).Where(d => d.Weakens)
        .Select(d => inForce.Hold(d.Waits)).DefaultIfEmpty(TimeSpan.Zero).Max();

    private static IEnumerable<PolicyDifference> Holds(Policy a, Policy b) => Elements.All.SelectMany(e => Differs(
        $"/holds/{e.Name()}", b.Hold(e).CompareTo(a.Hold(e)), p => p with { Holds = Replaced(p.Holds, e, b.Hold(e)) }, e));

    private static IEnumerable<PolicyDifference> FloorPrices(Policy a, Policy b) =>
        Keys(a.FloorPrices, b.FloorPrices).SelectMany(asset => Differs(
            $"/floorPrices/{asset}",
            // an asset without a floor is outside the allowance, which is the strongest
            (a.FloorPrices.TryGetValue(asset, out var old), b.FloorPrices.TryGetValue(asset, out var fresh)) switch
            {
                (true, true) => InOneCurrency(a, b, fresh.CompareTo(old)),
                (true, false) => 1,
                _ => -1,
            },
            p => p with { FloorPrices = Replaced(p.FloorPrices, b.FloorPrices, asset) }));

    private static IEnumerable<PolicyDifference> VolumeFloor(Policy a, Policy b) =>
        Keys(a.VolumeFloor, b.VolumeFloor).SelectMany(quote => Differs(
            $"/volumeFloor/{quote}",
            // without a floor every pair in this quote asset is thin, which is the strongest
            b.VolumeFloor.GetValueOrDefault(quote, decimal.MaxValue).CompareTo(a.VolumeFloor.GetValueOrDefault(quote, decimal.MaxValue)),
            p => p with { VolumeFloor = Replaced(p.VolumeFloor, b.VolumeFloor, quote) }));

    private static IEnumerable<PolicyDifference> Signals(Policy a, Policy b) =>
        Keys(a.Signals, b.Signals).SelectMany(kind => Differs(
            $"/signals/{kind}",
            (a.Signals.GetValueOrDefault(kind), b.Signals.GetValueOrDefault(kind)) switch
            {
                (null, _) => 1,
                (_, null) => -1,
                var (old, fresh) => old.About == fresh.About ? Strength(fresh.Weight).CompareTo(Strength(old.Weight)) : -1,
            },
            p => p with { Signals = Replaced(p.Signals, b.Signals, kind) }));

    private static IEnumerable<PolicyDifference> GuardianApproves(Policy a, Policy b) => Elements.All.SelectMany(e => Differs(
        $"/guardianApproves/{e.Name()}",
        b.GuardianApproves.Contains(e).CompareTo(a.GuardianApproves.Contains(e)),
        p => p with
        {
            GuardianApproves = b.GuardianApproves.Contains(e)
                ? [.. p.GuardianApproves, e]
                : [.. p.GuardianApproves.Where(x => x != e)],
        }));

    /// <param name="strength">Above zero strengthens, below zero weakens, zero is no difference.</param>
    private static PolicyDifference[] Differs(
        string at, int strength, Func<Policy, Policy> take, Element waits = Element.Hold) =>
        strength == 0 ? [] : [new PolicyDifference(at, strength < 0, waits) { Take = take }];

    private static bool HasOneCurrency(Policy a, Policy b) => string.Equals(a.Currency, b.Currency, StringComparison.Ordinal);

    /// <summary>Figures of two currencies can't be compared, so another one weakens.</summary>
    private static int InOneCurrency(Policy a, Policy b, int strength) =>
        HasOneCurrency(a, b) || strength == 0 ? strength : -1;

    private static int Strength(Weight weight) => weight switch { Weight.Weak => 0, Weight.Strong => 1 };

    private static IEnumerable<string> Keys<T>(SortedDictionary<string, T> a, SortedDictionary<string, T> b) =>
        a.Keys.Union(b.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static TimeSpan[] Replaced(TimeSpan[] holds, Element element, TimeSpan length) =>
        [.. holds.Select((hold, i) => i == (int)element ? length : hold)];

    private static SortedDictionary<string, T> Replaced<T>(
        SortedDictionary<string, T> into, SortedDictionary<string, T> from, string key)
    {
        var replaced = new SortedDictionary<string, T>(into, StringComparer.Ordinal);
        if (from.TryGetValue(key, out var value)) replaced[key] = value;
        else replaced.Remove(key);
        return replaced;
    }
}
