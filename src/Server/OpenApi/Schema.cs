using System.Text.Json.Nodes;

namespace Holdfast.Server.OpenApi;

/// <summary>A member of an object: what it may hold, and whether it may be left out.</summary>
internal readonly record struct Member(string Name, JsonObject Schema, bool IsRequired);

/// <summary>Makes JSON Schema 2020-12, the dialect of OpenAPI 3.1. Each call makes new nodes: a node has one parent.</summary>
internal static class Schema
{
    public static Member Must(string name, JsonObject schema) => new(name, schema, true);

    public static Member May(string name, JsonObject schema) => new(name, schema, false);

    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>An object of a request: nothing but these members.</summary>
    public static JsonObject Strict(params Member[] members)
    {
        var schema = Open(members);
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>An object of an answer: later versions may add members.</summary>
    public static JsonObject Open(params Member[] members)
    {
        var schema = new JsonObject { ["type"] = "object" };
        var required = members.Where(m => m.IsRequired).Select(m => (JsonNode)m.Name).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        if (members.Length > 0) schema["properties"] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Schema)));
        return schema;
    }

    /// <summary>An object that holds members beside these by rules that are told elsewhere.</summary>
    public static JsonObject AndMore(params Member[] members)
    {
        var schema = Open(members);
        schema["additionalProperties"] = true;
        return schema;
    }

    public static JsonObject OneOf(params JsonObject[] schemas) => new() { ["oneOf"] = new JsonArray([.. schemas]) };

    public static JsonObject OrNull(JsonObject schema) => OneOf(schema, new JsonObject { ["type"] = "null" });

    public static JsonObject Text(int least, int most, string? pattern = null, string? example = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = least, ["maxLength"] = most };
        if (pattern is not null) schema["pattern"] = pattern;
        return example is null ? schema : Example(schema, example);
    }

    public static JsonObject Const(string value) => new() { ["type"] = "string", ["const"] = value };

    public static JsonObject Enum(params IEnumerable<string> values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(v => (JsonNode)v)]) };

    public static JsonObject Any() => new() { ["type"] = "string" };

    public static JsonObject Flag() => new() { ["type"] = "boolean" };

    public static JsonObject Whole() => new() { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0 };

    public static JsonObject List(JsonObject items, int? most = null, int? least = null, bool unique = false)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        if (least is not null) schema["minItems"] = least;
        if (most is not null) schema["maxItems"] = most;
        if (unique) schema["uniqueItems"] = true;
        return schema;
    }

    /// <summary>A duration between two others. JSON Schema has no word for that, so the bounds have names of their own.</summary>
    public static JsonObject Span(string least, string most)
    {
        var schema = Ref("Span");
        (schema["description"], schema["x-least"], schema["x-most"]) = ($"{least} to {most}", least, most);
        return schema;
    }

    public static JsonObject Says(this JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    public static JsonObject Example(this JsonObject schema, params IEnumerable<string> examples)
    {
        schema["examples"] = new JsonArray([.. examples.Select(e => (JsonNode)e)]);
        return schema;
    }
}
