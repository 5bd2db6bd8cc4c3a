using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Tests.Authorization;

/// <summary>Everybody at every door of the routing table. The program is the same for all; a route without a line fails.</summary>
public sealed class Matrix : IAsyncLifetime
{
    private Doors doors = null!;

    public async ValueTask InitializeAsync() => doors = await Doors.OpenAsync(new World());

    public ValueTask DisposeAsync() => doors.DisposeAsync();

    [Fact]
    public void Has_a_line_for_every_route_and_no_other() => Assert.Empty(Differences(doors.World.Server.Routes));

    [Fact]
    public async Task Holds_for_everybody_at_every_door()
    {
        var (wrong, cells) = await doors.WrongAsync(Line.All);
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.True(cells > 550, $"only {cells} cells");
    }

    [Fact]
    public async Task Tells_nothing_to_who_does_not_pass_the_door()
    {
        foreach (var line in Line.All.Where(l => !l.IsOpen))
            foreach (var visitor in doors.Visitors.Where(v => !line.Lets(v.Roles)))
                Assert.Equal((await doors.SendAsync(line, visitor, "own")).Body, (await doors.SendAsync(line, visitor, "unknown")).Body);
    }

    [Fact]
    public async Task Holds_however_a_path_is_spelled()
    {
        Func<string, string>[] spellings =
        [
            p => p.ToUpperInvariant(), p => p + "/", p => "/%2F" + p[1..], p => p.Replace("/v1/", "/v1//", StringComparison.Ordinal),
            p => p + "%20", p => p.Replace("/v1", "/%761", StringComparison.Ordinal), p => p + ";x=1", p => p + "%00", p => p + ".json",
        ];
        foreach (var line in Line.All.Where(l => !l.IsOpen))
            foreach (var visitor in doors.Visitors.Where(v => !v.IsKnown).Take(1))
                foreach (var spelled in spellings)
                    Assert.InRange((await doors.SendAsync(line, visitor, "own", spelled)).Status, 400, 405);
    }

    [Fact]
    public async Task Knows_no_other_method_than_those_of_the_table()
    {
        var mapped = Line.All.Select(l => l.Route).ToHashSet(StringComparer.Ordinal);
        foreach (var line in Line.All.DistinctBy(l => l.Pattern))
            foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY"])
                if (!mapped.Contains($"{method} {line.Pattern}"))
                    Assert.Equal(405, (await doors.SendAsync(line with { Route = $"{method} {line.Pattern}", Body = "{}" }, doors.Visitors[^3], "own")).Status);
    }

    [Fact]
    public async Task Is_not_led_astray_by_other_ways_to_carry_a_token()
    {
        var token = doors.World.Tokens.Platform;
        (await doors.World.Nobody.GetAsync("/v1/events", ("Authorization", "Basic " + token))).Is(401, "tokenInvalid");
        (await doors.World.Nobody.GetAsync("/v1/events", ("Authorization", token))).Is(401, "tokenInvalid");
        (await doors.World.Nobody.GetAsync("/v1/events", ("Cookie", "Authorization=Bearer " + token))).Is(401, "tokenInvalid");
        (await doors.World.Nobody.GetAsync("/v1/events", ("X-Authorization", "Bearer " + token))).Is(401, "tokenInvalid");
        (await doors.World.Nobody.GetAsync("/v1/events?access_token=" + token)).Is(401, "tokenInvalid");
        (await doors.World.With(token[..^1]).GetAsync("/v1/events")).Is(401, "tokenInvalid");
        (await doors.World.With(token + "x").GetAsync("/v1/events")).Is(401, "tokenInvalid");
        (await doors.World.With(token.ToUpperInvariant()).GetAsync("/v1/events")).Is(401, "tokenInvalid");
        (await doors.World.Platform.GetAsync("/v1/events", ("Authorization", "Bearer garbage"))).Is(401, "tokenInvalid");
    }

    [Fact]
    public void Says_what_the_document_says() => Assert.Equal(
        Line.All.Select(l => $"{l.Route} {(l.IsOpen ? "*" : string.Concat(l.Roles.Order()))}").Order(StringComparer.Ordinal),
        Described.Of(doors.World.Server.Routes).Operations
            .Select(o => $"{o.Method} {o.Path} {(o.Roles is { } roles ? Letters(roles) : "*")}")
            .Order(StringComparer.Ordinal));

    /// <summary>A token of whatever roles where the document names none.</summary>
    private static string Letters(string[] roles) => roles.Length == 0 ? "dfs" : string.Concat(roles.Select(r => r[0]).Order());

    internal static string[] Differences(IEnumerable<Endpoint> routes)
    {
        var known = Line.All.Select(l => l.Route).ToHashSet(StringComparer.Ordinal);
        var there = routes.OfType<RouteEndpoint>()
            .SelectMany(r => r.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => $"{m} {r.RoutePattern.RawText}"))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. there.Except(known).Select(r => $"not in the matrix: {r}"),
            .. known.Except(there).Select(r => $"not mapped: {r}"),
        ];
    }
}
