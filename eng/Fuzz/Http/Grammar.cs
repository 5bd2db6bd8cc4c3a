using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>Makes values that the document's schemas allow.</summary>
internal sealed class Grammar(Contract contract, Scene scene, Random random)
{
    private const int Deepest = 12;

    public JsonNode? Of(JsonObject schema, int depth = 0)
    {
        var node = contract.Resolve(schema, out var name);
        if (Known(name) is { } known) return known;
        if (node["const"] is { } fixedValue) return fixedValue.DeepClone();
        if (node["enum"] is JsonArray choices) return choices[random.Next(choices.Count)]?.DeepClone();
        if (node["oneOf"] is JsonArray cases) return depth > Deepest ? null : Of(cases[random.Next(cases.Count)]!.AsObject(), depth + 1);
        var type = node["type"] is JsonArray several ? (string)several[random.Next(several.Count)]! : (string?)node["type"];
        return type switch
        {
            "object" => Object(node, depth),
            "array" => Array(node, depth),
            "string" => Text(node, (string?)schema["x-least"], (string?)schema["x-most"]),
            "integer" or "number" => random.Next(3) switch { 0 => 0, 1 => random.Next(1000), _ => random.NextInt64() },
            "boolean" => random.Next(2) == 0,
            _ => null,
        };
    }

    /// <summary>What leads somewhere rather than being merely well-formed.</summary>
    private JsonNode? Known(string name) => name switch
    {
        "Id" => random.Next(4) switch { 0 => scene.Account(), 1 => "k1", 2 => "f1", _ => "g1" },
        "Digest" => random.Next(2) == 0 ? scene.Change().Digest : scene.Withdrawal().Digest,
        "Ip" => One("198.51.100.9", "203.0.113.7", "2001:db8::1", "::", "255.255.255.255", "::ffff:1.2.3.4"),
        "Source" => One("198.51.100.0/24", "0.0.0.0/0", "::/0", "2001:db8::/32", "203.0.113.7", "::ffff:0:0/96"),
        "Address" => One(Stories.Places),
        "Network" => One("TRON", "trc20", "ERC20", "BTC", "XRP", "TON", "BCH", "SOL", "INTERNAL", "FIAT", "NOWHERE"),
        "Label" => One("bot", "savings", "日本 bot", "Ünïcode"),
        "Permission" => One("read", "trade", "transfer", "withdraw", "manage", "stake"),
        "Time" => One("2000-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "2026-06-30T23:59:59.999+14:00", "2026-01-31T12:00:00Z"),
        _ => null,
    };

    private JsonObject Object(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"] as JsonArray ?? []).Select(r => (string)r!).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
            if (required.Contains(name) || random.Next(5) < 2) made[name] = Of(member!.AsObject(), depth + 1);
        return made;
    }

    private JsonArray Array(JsonObject schema, int depth)
    {
        var (least, most) = ((int?)schema["minItems"] ?? 0, Math.Min((int?)schema["maxItems"] ?? 4, 4));
        return [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => Of(schema["items"]!.AsObject(), depth + 1))];
    }

    private string Text(JsonObject schema, string? least, string? most)
    {
        if (least is not null && random.Next(2) == 0) return random.Next(2) == 0 ? least : most!;
        if (schema["examples"] is JsonArray { Count: > 0 } examples) return (string)examples[random.Next(examples.Count)]!;
        return new string('x', Math.Max((int?)schema["minLength"] ?? 1, 1));
    }

    private string One(params ReadOnlySpan<string> of) => of[random.Next(of.Length)];
}
