using System.Text.Json.Nodes;
using Holdfast.Domain.Evidence;

namespace Holdfast.Domain.Policies;

/// <summary>
/// The JSON Schema of a policy text, from the same bounds that the reader follows. It says all that the reader says but
/// that a name may not be there twice, which no schema sees.
/// </summary>
public static class PolicySchema
{
    // `$` of some engines also matches before a last line feed
    private const string End = "$(?!\\n)";

    // at most 28 digits, 20 of them before the point and 18 behind it, as amounts everywhere
    private const string Digits = "(?=(?:\\.?[0-9]){1,28}$)(?:0|[1-9][0-9]{0,19})(?:\\.[0-9]{1,18})?";

    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Policy",
            ["description"] = "The figures by which an installation decides. A file only proposes; the policy in force is in the log.",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["allowance"] = Allowance(),
                ["evidenceSpan"] = Span(PolicyBounds.EvidenceSpan, Policy.Default.EvidenceSpan,
                    "How long evidence weighs, and over which span asked expansions are assessed as one."),
                ["floorPrices"] = FloorPrices(),
                ["guardianApproves"] = GuardianApproves(),
                ["holds"] = Holds(),
                ["marketBand"] = MarketBand(),
                ["orderBand"] = Band("How much worse than the reported price an order may be and count nothing", "orderBand", "string"),
                ["platformTells"] = Flag(Policy.Default.PlatformTells,
                    "The platform tells its customers itself, and its word that it did starts a hold."),
                ["priceAge"] = Span(PolicyBounds.PriceAge, Policy.Default.PriceAge, "A price older than this is none."),
                ["priceOutage"] = Span(PolicyBounds.PriceOutage, Policy.Default.PriceOutage,
                    "For how long aged `trade` goes on without a price."),
                ["prices"] = Prices(),
                ["sessionFactorAge"] = Span(PolicyBounds.SessionFactorAge, Policy.Default.SessionFactorAge,
                    "A session whose factor was used longer ago is challenged."),
                ["settling"] = Span(PolicyBounds.Settling, Policy.Default.Settling,
                    "A part is young until it has been in force for longer than this."),
                ["signals"] = Signals(),
                ["strongEvidenceHold"] = Span(PolicyBounds.StrongEvidenceHold, Policy.Default.StrongEvidenceHold,
                    "The hold with strong evidence of a call, and of what is asked again after a veto."),
                ["volumeFloor"] = VolumeFloor(),
            },
            ["if"] = new JsonObject
            {
                ["required"] = new JsonArray("allowance"),
                ["properties"] = new JsonObject
                {
                    ["allowance"] = new JsonObject
                    {
                        ["required"] = new JsonArray("currency"),
                        ["properties"] = new JsonObject
                        {
                            ["currency"] = new JsonObject
                            {
                                ["not"] = new JsonObject { ["const"] = Policy.Default.Currency },
                            },
                        },
                    },
                },
            },
            ["then"] = new JsonObject { ["required"] = new JsonArray("floorPrices") },
        };
        return schema.ToJsonString(PolicySchemaJson.Indented) + "\n";
    }

    private static JsonObject Allowance() => new()
    {
        ["description"] = "Most that may leave to what is not in force, or over young parts, in any 48 h.",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("amount", "currency"),
        ["properties"] = new JsonObject
        {
            ["amount"] = Text($"^{Digits}{End}"),
            ["currency"] = Text($"^{PolicyBounds.Asset}{End}"),
        },
        ["default"] = DefaultOf("allowance"),
    };

    private static JsonObject FloorPrices() => new()
    {
        ["description"] = "The least that one unit of an asset is worth in the allowance's currency; other assets are outside the "
            + "allowance. Needed where that currency is not the default.",
        ["type"] = "object",
        ["propertyNames"] = Text($"^{PolicyBounds.Asset}{End}"),
        ["additionalProperties"] = Text($"^(?=.*[1-9]){Digits}{End}"),
        ["default"] = DefaultOf("floorPrices"),
    };

    private static JsonObject MarketBand() => Band(
        "How much worse than the market the platform fills a market order at most, null where at any price", "marketBand",
        new JsonArray("string", "null"));

    private static JsonObject Band(string what, string name, JsonNode type) => new()
    {
        ["description"] = what + ": a part of one, `0` to `0.5`.",
        ["type"] = type,
        ["pattern"] = $"^(?:0|0\\.[0-4][0-9]{{0,17}}|0\\.50{{0,17}}){End}",
        ["default"] = DefaultOf(name),
    };

    private static JsonObject Prices()
    {
        var prices = Choice(Enum.GetValues<PriceSource>().Select(PolicyWriting.Name));
        prices["description"] = "Whether the platform reports prices. With `none` no order is checked; with `reported` the hold of "
            + "`trade` is PT0S where `holds` doesn't say another.";
        prices["default"] = DefaultOf("prices");
        return prices;
    }

    private static JsonObject VolumeFloor() => new()
    {
        ["description"] = "The least that is traded on a pair in 24 h, in its quote asset, for its price to be trusted; on others all of an "
            + "order counts.",
        ["type"] = "object",
        ["propertyNames"] = Text($"^{PolicyBounds.Asset}{End}"),
        ["additionalProperties"] = Text($"^(?=.*[1-9]){Digits}{End}"),
        ["default"] = DefaultOf("volumeFloor"),
    };

    private static JsonObject GuardianApproves() => new()
    {
        ["description"] = "Elements whose expansion an aged guardian, where there is one, must approve too.",
        ["type"] = "array",
        ["uniqueItems"] = true,
        ["items"] = Choice(Elements.All.Select(e => e.Name())),
        ["default"] = DefaultOf("guardianApproves"),
    };

    private static JsonObject Holds()
    {
        var elements = new JsonObject();
        foreach (var element in Elements.All)
            elements[element.Name()] = Span(PolicyBounds.Hold(element), Policy.Default.Hold(element));
        return new JsonObject
        {
            ["description"] = "The time from approval and announcement to being in force, of each element.",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = elements,
        };
    }

    private static JsonObject Signals() => new()
    {
        ["description"] = "What each kind of signal weighs and whom it is about; other kinds weigh nothing.",
        ["type"] = "object",
        ["propertyNames"] = Text($"^{PolicyBounds.SignalKind}{End}"),
        ["additionalProperties"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("weight", "about"),
            ["properties"] = new JsonObject
            {
                ["about"] = Choice(Enum.GetValues<About>().Select(PolicyWriting.Name)),
                ["weight"] = Choice(Enum.GetValues<Weight>().Select(PolicyWriting.Name)),
            },
        },
        ["default"] = DefaultOf("signals"),
    };

    private static JsonObject Flag(bool byDefault, string description) =>
        new() { ["description"] = description, ["type"] = "boolean", ["default"] = byDefault };

    private static JsonObject Span(SpanBound bound, TimeSpan byDefault, string? description = null)
    {
        var span = new JsonObject();
        if (description is not null) span["description"] = description;
        span["type"] = "string";
        span["pattern"] = $"^{PolicySpans.Pattern(bound)}{End}";
        span["default"] = PolicySpans.Format(byDefault);
        span["$comment"] = $"{PolicySpans.Format(bound.Least)} to {PolicySpans.Format(bound.Most)}, in one unit";
        return span;
    }

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Choice(IEnumerable<string> names) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) };

    private static JsonNode? DefaultOf(string member) => JsonNode.Parse(PolicyWriting.Write(Policy.Default))![member]?.DeepClone();
}
