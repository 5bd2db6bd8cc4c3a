using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>
/// Makes values out of a schema: such as it allows, each branch, member and choice at least once; and such as it forbids,
/// each with one mistake.
/// </summary>
internal sealed class Examples(Described document)
{
    /// <summary>What the schema allows. The first is the smallest.</summary>
    public IEnumerable<JsonNode?> Good(JsonObject schema)
    {
        if (schema["x-least"] is { } least) return [Copy(least), Copy(schema["x-most"])];
        schema = document.Resolve(schema);
        if (schema["oneOf"] is JsonArray branches) return branches.SelectMany(b => Good(b!.AsObject()));
        if (schema["const"] is { } only) return [Copy(only)];
        if ((schema["enum"] ?? schema["examples"]) is JsonArray choices) return choices.Select(Copy).Concat(Nulls(schema));
        return TypeOf(schema) switch
        {
            "object" => Objects(schema),
            "array" => Lists(schema),
            "boolean" => [true, false],
            "integer" => [0],
            "null" => [null],
            _ => [new string('a', Math.Max(1, schema["minLength"]?.GetValue<int>() ?? 0))],
        };
    }

    /// <summary>What the schema forbids, and whether the mistake is one of shape.</summary>
    public IEnumerable<(JsonNode? Value, bool IsShape, string Why)> Bad(JsonObject schema)
    {
        schema = document.Resolve(schema);
        if (schema["oneOf"] is JsonArray branches)
            return branches.SelectMany(b => Bad(b!.AsObject()))
                .Where(b => b.Value is not null || !branches.Any(x => TypeOf(x!.AsObject()) == "null"));
        return TypeOf(schema) switch
        {
            "object" => BadObjects(schema),
            "array" => BadLists(schema),
            "boolean" => [("true", true, "text for a flag"), (null, true, "null")],
            "integer" => [(-1, true, "below zero"), (1.5, true, "a fraction"), ("1", true, "text for a number"), (null, true, "null")],
            "string" => BadTexts(schema),
            _ => [],
        };
    }

    private IEnumerable<JsonNode?> Objects(JsonObject schema)
    {
        yield return Smallest(schema);
        foreach (var (name, member) in Members(schema))
            foreach (var value in Good(member)) yield return With(Smallest(schema), name, value);
    }

    private IEnumerable<JsonNode?> Lists(JsonObject schema)
    {
        var items = Good(schema["items"]!.AsObject());
        if (schema["minItems"] is null) yield return new JsonArray();
        foreach (var item in items) yield return new JsonArray(item);
    }

    private IEnumerable<(JsonNode?, bool, string)> BadObjects(JsonObject schema)
    {
        foreach (var name in Required(schema)) yield return (Without(Smallest(schema), name), true, $"without `{name}`");
        if (schema["additionalProperties"]?.GetValue<bool>() == false)
            yield return (With(Smallest(schema), "nobodyAsked", 1), true, "an unknown member");
        foreach (var (name, member) in Members(schema))
            foreach (var (value, isShape, why) in Bad(member))
                yield return (With(Smallest(schema), name, value), isShape, $"`{name}`: {why}");
        yield return ("text", true, "text for an object");
    }

    private IEnumerable<(JsonNode?, bool, string)> BadLists(JsonObject schema)
    {
        yield return (new JsonObject(), true, "an object for a list");
        yield return (null, true, "null");
        if (schema["maxItems"] is { } most)
            yield return (new JsonArray([.. Enumerable.Range(0, most.GetValue<int>() + 1)
                .Select(_ => Good(schema["items"]!.AsObject()).First())]), true, "too many");
        foreach (var (value, isShape, why) in Bad(schema["items"]!.AsObject()))
            yield return (new JsonArray(value), isShape, $"an element: {why}");
    }

    private static IEnumerable<(JsonNode?, bool, string)> BadTexts(JsonObject schema)
    {
        yield return (7, true, "a number for text");
        if (!Nulls(schema).Any()) yield return (null, true, "null");
        if (schema["maxLength"] is { } most) yield return (new string('a', most.GetValue<int>() + 1), false, "too long");
        if (schema["minLength"] is not null) yield return ("", false, "empty");
        if (schema["pattern"] is not null) yield return ("\u0007", false, "against the pattern");
        if (schema["const"] is not null || schema["enum"] is not null) yield return ("nonsense", false, "no choice");
    }

    private JsonObject Smallest(JsonObject schema) => new(Required(schema).Select(name =>
        KeyValuePair.Create(name, Good(schema["properties"]![name]!.AsObject()).First())));

    private static string[] Required(JsonObject schema) =>
        [.. schema["required"]?.AsArray().Select(n => n!.GetValue<string>()) ?? []];

    private static IEnumerable<(string Name, JsonObject Schema)> Members(JsonObject schema) =>
        schema["properties"]?.AsObject().Select(p => (p.Key, p.Value!.AsObject())) ?? [];

    private static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several[0]!.GetValue<string>(),
        { } one => one.GetValue<string>(),
        null => null,
    };

    private static IEnumerable<JsonNode?> Nulls(JsonObject schema) =>
        schema["type"] is JsonArray types && types.Any(t => t!.GetValue<string>() == "null") ? [null] : [];

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static JsonObject With(JsonObject value, string name, JsonNode? member)
    {
        value[name] = member;
        return value;
    }

    private static JsonObject Without(JsonObject value, string name)
    {
        value.Remove(name);
        return value;
    }
}
