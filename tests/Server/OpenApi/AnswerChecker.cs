using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>
/// Compares an answer with its schema, more strictly than JSON Schema does: a member that the schema doesn't name is a
/// mistake unless it says that there are more, so that the document tells all.
/// </summary>
internal sealed class AnswerChecker(Described document)
{
    public IEnumerable<string> Mistakes(JsonObject schema, JsonNode? value, string at = "")
    {
        schema = document.Resolve(schema);
        if (schema["oneOf"] is JsonArray branches)
        {
            var each = branches.Select(b => Mistakes(b!.AsObject(), value, at).ToArray()).ToArray();
            return each.Any(m => m.Length == 0) ? [] : each.MinBy(m => m.Length)!;
        }
        if (!IsType(schema["type"], value)) return [$"{at}: {value?.ToJsonString() ?? "null"} is no {schema["type"]!.ToJsonString()}"];
        return value switch
        {
            JsonObject o => OfObject(schema, o, at),
            JsonArray a => OfList(schema, a, at),
            JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.String => OfText(schema, v.GetValue<string>(), at),
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(JsonObject schema, JsonObject value, string at)
    {
        var members = schema["properties"]?.AsObject() ?? [];
        foreach (var name in schema["required"]?.AsArray().Select(n => n!.GetValue<string>()) ?? [])
            if (!value.ContainsKey(name)) yield return $"{at}: `{name}` is missing";
        foreach (var (name, member) in value)
            if (members[name] is { } inner)
                foreach (var mistake in Mistakes(inner.AsObject(), member, $"{at}/{name}")) yield return mistake;
            else if (schema["additionalProperties"]?.GetValue<bool>() != true && members.Count > 0)
                yield return $"{at}: nobody told of `{name}`";
    }

    private IEnumerable<string> OfList(JsonObject schema, JsonArray value, string at)
    {
        if (schema["maxItems"] is { } most && value.Count > most.GetValue<int>()) yield return $"{at}: too many";
        for (var i = 0; i < value.Count; i++)
            foreach (var mistake in Mistakes(schema["items"]!.AsObject(), value[i], $"{at}/{i}")) yield return mistake;
    }

    private static IEnumerable<string> OfText(JsonObject schema, string value, string at)
    {
        if (schema["const"] is { } only && only.GetValue<string>() != value) yield return $"{at}: `{value}` is not `{only}`";
        if (schema["enum"] is JsonArray choices && choices.All(c => c!.GetValue<string>() != value)) yield return $"{at}: `{value}` is no choice";
        if (schema["maxLength"] is { } most && value.Length > most.GetValue<int>()) yield return $"{at}: `{value}` is too long";
        if (schema["minLength"] is { } least && value.Length < least.GetValue<int>()) yield return $"{at}: `{value}` is too short";
        if (schema["pattern"] is { } pattern && !Regex.IsMatch(value, pattern.GetValue<string>(), RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
            yield return $"{at}: `{value}` is against the pattern";
    }

    private static bool IsType(JsonNode? type, JsonNode? value) => type switch
    {
        null => true,
        JsonArray several => several.Any(t => IsType(t, value)),
        _ => type.GetValue<string>() == (value?.GetValueKind() switch
        {
            null or System.Text.Json.JsonValueKind.Null => "null",
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "integer",
            _ => "boolean",
        }),
    };
}
