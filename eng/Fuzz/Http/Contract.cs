using System.Globalization;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>One operation of the document: how it is called and what it may answer.</summary>
/// <param name="Body">The schema of its body; null for none.</param>
/// <param name="Replies">Status and the content types that it comes with; none for an empty body.</param>
internal sealed record Route(
    string Id, string Method, string Path, string[] Query, string? BodyType, JsonObject? Body, string[] Roles,
    IReadOnlyDictionary<int, HashSet<string>> Replies)
{
    public string[] Segments { get; } = Path.Split('/');

    /// <summary>Whether its body is JSON, or lines of it.</summary>
    public bool IsJson => BodyType is "application/json" or "application/x-ndjson";

    /// <summary>Whether a token must be shown.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>As the router compares: letters of any case, each `{name}` for one segment, one slash more at the end.</summary>
    public bool Fits(string[] segments)
    {
        if (segments.Length != Segments.Length) return false;
        for (var i = 0; i < segments.Length; i++)
            if (Segments[i].StartsWith('{') ? segments[i].Length == 0
                : !string.Equals(Segments[i], segments[i], StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }
}

/// <summary>The OpenAPI document of the running server.</summary>
internal sealed class Contract
{
    private readonly JsonObject document;

    public Contract(JsonObject document)
    {
        this.document = document;
        Routes =
        [
            .. from path in document["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               select Read(path.Key, method.Key.ToUpperInvariant(), method.Value!.AsObject()),
        ];
    }

    public IReadOnlyList<Route> Routes { get; }

    /// <summary>What a `$ref` points at, and the name that it has there.</summary>
    public JsonObject Resolve(JsonObject node, out string name)
    {
        name = "";
        while (node["$ref"] is { } reference)
        {
            var steps = ((string)reference!).Split('/');
            name = steps[^1];
            node = steps.Skip(1).Aggregate(document, (at, step) => at[step]!.AsObject());
        }
        return node;
    }

    private Route Read(string path, string method, JsonObject operation)
    {
        var content = (operation["requestBody"]?["content"] as JsonObject)?.FirstOrDefault();
        var security = operation["security"]!.AsArray();
        return new Route(
            (string)operation["operationId"]!, method, path,
            [
                .. (operation["parameters"] as JsonArray ?? []).Select(p => Resolve(p!.AsObject(), out _))
                    .Where(p => (string)p["in"]! == "query").Select(p => (string)p["name"]!),
            ],
            content?.Key, content?.Value!["schema"]!.AsObject(),
            [.. security.SelectMany(s => s!["bearer"]!.AsArray()).Select(r => (string)r!)],
            operation["responses"]!.AsObject().ToDictionary(
                r => int.Parse(r.Key, CultureInfo.InvariantCulture),
                r => TypesOf(Resolve(r.Value!.AsObject(), out _))))
        { NeedsToken = security.Count > 0 };
    }

    private static HashSet<string> TypesOf(JsonObject reply) =>
        reply["content"] is JsonObject content ? [.. content.Select(c => c.Key)] : [];
}
