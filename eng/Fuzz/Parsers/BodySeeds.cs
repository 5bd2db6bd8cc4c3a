using System.Text.Json.Nodes;
using Holdfast.Fuzz.Http;
using Holdfast.Server.OpenApi;

namespace Holdfast.Fuzz.Parsers;

/// <summary>Bodies of requests that the document allows, made once for each schema.</summary>
internal static class BodySeeds
{
    private const int Count = 300;

    private static readonly Contract Document = new(JsonNode.Parse(OpenApiDocument.Of([]).ToJsonString())!.AsObject());

    public static string[] Of(string schema, string operation)
    {
        var random = new Random(schema.Length);
        var scene = new Scene("s", random);
        var (grammar, stories) = (new Grammar(Document, scene, random), new Stories(scene, random));
        var reference = new JsonObject { ["$ref"] = "#/components/schemas/" + schema };
        var named = new Named("alice", "c_1", new string('a', 64));
        return
        [
            .. Enumerable.Range(0, Count).Select(i =>
                ((i % 2 == 0 ? stories.Body(operation, "alice", named) : null) ?? grammar.Of(reference))?.ToJsonString() ?? "{}"),
        ];
    }
}
