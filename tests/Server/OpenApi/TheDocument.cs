using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi.Reader;

namespace Holdfast.Server.Tests.OpenApi;

public sealed class TheDocument
{
    [Fact]
    public async Task Describes_every_route_and_nothing_else()
    {
        await using var running = await Running.StartAsync();
        var served = new Described((await running.SendAsync("GET", OpenApiEndpoints.Path)).Json);
        Assert.Empty(served.Differences(running.Server.Routes));
        Assert.Contains(served.Operations, o => o.Path == "/sandbox/clock");
    }

    [Fact]
    public async Task Is_found_out_when_it_lacks_a_route_or_makes_one_up()
    {
        await using var running = await Running.StartAsync();
        var planted = new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse("/v1/planted"), 0,
            new EndpointMetadataCollection(new HttpMethodMetadata(["GET"])), null);
        Endpoint[] routes = [.. running.Server.Routes, planted];
        var served = Described.Of(routes);
        Assert.Equal(["GET /v1/planted"], served.Differences(routes));
        served.Document["paths"]!["/v1/madeUp"] = new JsonObject { ["post"] = new JsonObject() };
        Assert.Equal(["POST /v1/madeUp"], served.Differences(running.Server.Routes));
    }

    [Fact]
    public async Task Is_the_committed_one()
    {
        await using var running = await Running.StartAsync();
        Repository.AssertReference("openapi.json", (await running.SendAsync("GET", OpenApiEndpoints.Path)).Text);
    }

    [Fact]
    public async Task Lacks_the_sandbox_in_production_and_nothing_else()
    {
        await using var production = await Running.StartAsync(sandbox: false);
        await using var sandbox = await Running.StartAsync();
        var served = (await production.SendAsync("GET", OpenApiEndpoints.Path)).Json;
        var whole = (await sandbox.SendAsync("GET", OpenApiEndpoints.Path)).Json;
        whole["paths"]!.AsObject().Remove("/sandbox/clock");
        Assert.True(JsonNode.DeepEquals(whole, served));
    }

    [Fact]
    public async Task Is_read_without_a_complaint_by_another_reader()
    {
        await using var running = await Running.StartAsync();
        var text = (await running.SendAsync("GET", OpenApiEndpoints.Path)).Text;
        Assert.Empty(Complaints(text));
        Assert.NotEmpty(Complaints(text.Replace("\"in\": \"query\"", "\"in\": \"nowhere\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Points_at_nothing_that_is_not_there()
    {
        await using var running = await Running.StartAsync();
        var served = Described.Of(running.Server.Routes);
        var pointed = References(served.Document).Distinct().ToArray();
        Assert.All(pointed, p => Assert.NotNull(p[2..].Split('/').Aggregate((JsonNode?)served.Document, (n, name) => n?[name])));
        var kept = served.Document["components"]!["schemas"]!.AsObject().Select(s => "#/components/schemas/" + s.Key);
        Assert.Empty(kept.Except(pointed).Except(["#/components/schemas/Advance", "#/components/schemas/Clock"]));
    }

    [Fact]
    public async Task Names_the_roles_that_pass_the_door()
    {
        await using var running = await Running.StartAsync();
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal) { ["staff"] = running.Staff1 };
        foreach (var role in (string[])["decide", "feed"])
            tokens[role] = (await running.PostAsync(
                "/v1/tokens", $$"""{"name":"only-{{role}}","roles":["{{role}}"]}""", running.Staff1)).Word("token");
        foreach (var operation in Described.Of(running.Server.Routes).Operations)
        {
            var without = await running.SendAsync(operation.Method, operation.Filled);
            Assert.Equal(operation.Roles is null, without.Status != 401);
            if (operation.Roles is not { Length: > 0 } roles) continue;
            foreach (var (role, token) in tokens)
            {
                var heard = await running.SendAsync(operation.Method, operation.Filled, null, token);
                var refused = heard.Status == 403 && heard.Word("code") == "roleMissing";
                Assert.True(refused != roles.Contains(role), $"{operation.Method} {operation.Path} with `{role}`: {heard.Text}");
            }
        }
    }

    private static string[] Complaints(string document)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(document));
        var read = OpenApiModelFactory.Load(stream, "json", new OpenApiReaderSettings());
        return [.. read.Diagnostic!.Errors.Concat(read.Diagnostic.Warnings).Select(e => e.ToString())];
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "$ref" || m.Value is JsonValue v && v.TryGetValue<string>(out var t)
            && t.StartsWith("#/", StringComparison.Ordinal) ? [m.Value!.GetValue<string>()] : References(m.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
