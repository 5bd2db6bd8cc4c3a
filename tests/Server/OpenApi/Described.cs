using System.Text.Json.Nodes;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>The document as these tests read it.</summary>
internal sealed class Described(JsonNode document)
{
    public JsonNode Document => document;

    public IEnumerable<DescribedOperation> Operations =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new DescribedOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    /// <summary>The operations that take JSON or lines of it, with the name of the schema of what they take.</summary>
    public IEnumerable<(DescribedOperation Operation, string Body)> Posts =>
        from operation in Operations
        let content = operation.Json["requestBody"]?["content"]
        let schema = (content?["application/json"] ?? content?["application/x-ndjson"])?["schema"]?["$ref"]
        where schema is not null
        select (operation, schema.GetValue<string>().Split('/')[^1]);

    public JsonObject Schema(string name) => document["components"]!["schemas"]![name]!.AsObject();

    public JsonObject Resolve(JsonObject schema) =>
        schema["$ref"] is { } reference ? Schema(reference.GetValue<string>().Split('/')[^1]) : schema;

    public static Described Of(IEnumerable<Endpoint> endpoints) => new(JsonNode.Parse(OpenApiEndpoints.Write(endpoints))!);

    /// <summary>What is in the routing table and not in the document, and the other way round.</summary>
    public IEnumerable<string> Differences(IEnumerable<Endpoint> endpoints)
    {
        var mapped = endpoints.OfType<RouteEndpoint>().Where(e => e.Order != int.MaxValue)
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(m => $"{m} {e.RoutePattern.RawText}"))
            .ToHashSet(StringComparer.Ordinal);
        mapped.SymmetricExceptWith(Operations.Select(o => $"{o.Method} {o.Path}"));
        return mapped;
    }
}

internal sealed record DescribedOperation(string Method, string Path, JsonObject Json)
{
    /// <summary>Of the console: for people, and in docs/guides/console.md.</summary>
    public bool IsPage => (string?)Json["tags"]![0] == "console";

    public string Id => Json["operationId"]!.GetValue<string>();

    /// <summary>The roles of which one suffices; null where no token is needed.</summary>
    public string[]? Roles => Json["security"]!.AsArray() is { Count: > 0 } alternatives
        ? [.. alternatives.SelectMany(a => a!["bearer"]!.AsArray()).Select(r => r!.GetValue<string>())]
        : null;

    /// <summary>The path with names of things that don't exist.</summary>
    public string Filled => string.Join('/', Path.Split('/').Select(p => p.StartsWith('{') ? "nobody" : p));
}
