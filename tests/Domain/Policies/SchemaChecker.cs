using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Domain.Tests.Policies;

/// <summary>
/// As much of JSON Schema 2020-12 as the policy's schema uses; a keyword that it does not know fails the test, so that
/// nothing passes unchecked.
/// </summary>
internal static class SchemaChecker
{
    private static readonly string[] Silent = ["$schema", "$comment", "title", "description", "default"];

    public static bool Accepts(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return schema.ValueKind == JsonValueKind.True;
        var accepts = true;
        foreach (var keyword in schema.EnumerateObject())
            accepts &= Array.IndexOf(Silent, keyword.Name) >= 0 || Keyword(schema, keyword.Name, keyword.Value, value);
        return accepts;
    }

    private static bool Keyword(JsonElement schema, string name, JsonElement says, JsonElement value) => name switch
    {
        "type" => says.ValueKind == JsonValueKind.Array
            ? says.EnumerateArray().Any(t => IsType(t.GetString()!, value)) : IsType(says.GetString()!, value),
        "enum" => says.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
        "const" => JsonElement.DeepEquals(says, value),
        "not" => !Accepts(says, value),
        "if" => !Accepts(says, value) || Accepts(schema.GetProperty("then"), value),
        "then" => true,
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, says.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
        "required" => value.ValueKind != JsonValueKind.Object
            || says.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)),
        "properties" => Each(value, m => !says.TryGetProperty(m.Name, out var inner) || Accepts(inner, m.Value)),
        "additionalProperties" => Each(value, m => Named(schema, m.Name) || Accepts(says, m.Value)),
        "propertyNames" => Each(value, m => Accepts(says, JsonSerializer.SerializeToElement(m.Name))),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(i => Accepts(says, i)),
        "uniqueItems" => value.ValueKind != JsonValueKind.Array || !says.GetBoolean() || AreDifferent([.. value.EnumerateArray()]),
        _ => throw new NotSupportedException($"the checker does not know `{name}`"),
    };

    private static bool Each(JsonElement value, Func<JsonProperty, bool> holds) =>
        value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(holds);

    private static bool Named(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static bool AreDifferent(JsonElement[] items) =>
        !items.Where((a, i) => items.Skip(i + 1).Any(b => JsonElement.DeepEquals(a, b))).Any();

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"the checker does not know the type `{type}`"),
    };
}
