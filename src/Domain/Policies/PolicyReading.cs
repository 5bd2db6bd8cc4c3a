using Holdfast.Domain.Evidence;

namespace Holdfast.Domain.Policies;

/// <summary>
/// Reads a policy text strictly and names every mistake at once. A member that is missing has its default; a map that is
/// given replaces the default map, but for `holds`, where each element has its own default.
/// </summary>
public static class PolicyReading
{
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <param name="policy">The policy, with version 0; null when there are mistakes.</param>
    /// <returns>All mistakes, in the order of the text.</returns>
    public static PolicyMistake[] Read(ReadOnlySpan<byte> json, out Policy? policy)
    {
        policy = null;
        if (PolicyObject.Parse(json, out var root) is { } malformed) return [malformed];
        var mistakes = new List<PolicyMistake>();
        var read = Root(new PolicyObject(root, "", mistakes));
        if (mistakes.Count == 0) policy = read;
        return [.. mistakes];
    }

    private static Policy Root(PolicyObject root)
    {
        var (policy, hasFloors, hasTradeHold) = (new Policy(), false, false);
        foreach (var (name, m) in root.Members())
        {
            hasFloors |= name == "floorPrices";
            hasTradeHold |= name == "holds" && m.Has(Element.Trade.Name());
            policy = name switch
            {
                "allowance" => Allowance(policy, m),
                "evidenceSpan" => policy with { EvidenceSpan = m.Span(PolicyBounds.EvidenceSpan) },
                "floorPrices" => policy with { FloorPrices = Amounts(m) },
                "guardianApproves" => policy with { GuardianApproves = Elements(m) },
                "holds" => policy with { Holds = Holds(m) },
                "marketBand" => policy with { MarketBand = m.IsNull ? null : Band(m) },
                "orderBand" => policy with { OrderBand = Band(m) },
                "platformTells" => policy with { PlatformTells = m.Flag() },
                "priceAge" => policy with { PriceAge = m.Span(PolicyBounds.PriceAge) },
                "priceOutage" => policy with { PriceOutage = m.Span(PolicyBounds.PriceOutage) },
                "prices" => policy with { Prices = m.Choice<PriceSource>() },
                "sessionFactorAge" => policy with { SessionFactorAge = m.Span(PolicyBounds.SessionFactorAge) },
                "settling" => policy with { Settling = m.Span(PolicyBounds.Settling) },
                "signals" => policy with { Signals = Signals(m) },
                "volumeFloor" => policy with { VolumeFloor = Amounts(m) },
                "strongEvidenceHold" => policy with { StrongEvidenceHold = m.Span(PolicyBounds.StrongEvidenceHold) },
                _ => m.Unknown(policy),
            };
        }
        // an order is judged by its price then, so the permission itself has nothing to wait for
        if (policy.Prices == PriceSource.Reported && !hasTradeHold) policy.Holds[(int)Element.Trade] = TimeSpan.Zero;
        // the default floor prices are at par with the default currency and mean nothing in another
        if (!hasFloors && policy.Currency is { Length: > 0 } currency && currency != Policy.Default.Currency)
            root.Bad("floorPricesMissing", "an allowance in another currency needs `floorPrices` in that currency");
        return policy;
    }

    private static TimeSpan[] Holds(PolicyObject holds)
    {
        TimeSpan[] lengths = [.. Policy.Default.Holds];
        foreach (var (name, m) in holds.Members())
            if (Policies.Elements.TryParse(name, out var element)) lengths[(int)element] = m.Span(PolicyBounds.Hold(element));
            else m.Bad("unknownElement", "no element has this name");
        return lengths;
    }

    private static Policy Allowance(Policy policy, PolicyObject allowance)
    {
        var (amount, currency) = (default(decimal?), default(string));
        foreach (var (name, m) in allowance.Members("amount", "currency"))
            if (name == "amount") amount = m.Amount();
            else if (name == "currency") currency = m.Asset();
            else m.Unknown(policy);
        return policy with { Allowance = amount ?? 0, Currency = currency ?? "" };
    }

    private static SortedDictionary<string, decimal> Amounts(PolicyObject prices)
    {
        var floors = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, m) in prices.Members())
        {
            if (!PolicyBounds.IsAsset(name)) m.Bad("notAnAsset", "this is no name of an asset");
            floors[name] = m.Amount();
            if (floors[name] == 0 && m.Text is { } text && Money.Amount.TryParse(text, out _))
                m.Bad("notPositive", "a floor is above zero; leave the asset out instead");
        }
        return floors;
    }

    private static decimal Band(PolicyObject band)
    {
        var part = band.Amount();
        if (part > PolicyBounds.MostOrderBand) band.Bad("tooLarge", "the most is 0.5");
        return part;
    }

    private static SortedDictionary<string, SignalWeight> Signals(PolicyObject signals)
    {
        var weights = new SortedDictionary<string, SignalWeight>(StringComparer.Ordinal);
        foreach (var (name, m) in signals.Members())
        {
            if (!PolicyBounds.IsSignalKind(name)) m.Bad("notASignal", "this is no name of a kind of signal");
            weights[name] = Signal(m);
        }
        return weights;
    }

    private static SignalWeight Signal(PolicyObject signal)
    {
        var read = new SignalWeight(Weight.Weak, About.Owner);
        foreach (var (name, m) in signal.Members("weight", "about"))
            read = name switch
            {
                "weight" => read with { Weight = m.Choice<Weight>() },
                "about" => read with { About = m.Choice<About>() },
                _ => m.Unknown(read),
            };
        return read;
    }

    private static Element[] Elements(PolicyObject list)
    {
        var elements = new SortedSet<Element>();
        foreach (var m in list.Items())
        {
            if (m.Text is not { } text) m.WrongType("a string");
            else if (!Policies.Elements.TryParse(text, out var element)) m.Bad("unknownElement", "no element has this name");
            else if (!elements.Add(element)) m.Bad("duplicateElement", "this element is in the list already");
        }
        return [.. elements];
    }
}
