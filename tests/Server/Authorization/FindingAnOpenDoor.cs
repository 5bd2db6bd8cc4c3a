using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Tests.Authorization;

/// <summary>The matrix is worth something only if it finds a door that somebody left open.</summary>
public sealed class FindingAnOpenDoor
{
    private static readonly Answered Fine = new(200, "{}"u8.ToArray());

    [Fact]
    public async Task A_route_that_nobody_wrote_down_is_found()
    {
        await using var doors = await OpenAsync((routes, api) =>
            routes.MapGet("/v1/backdoor", api.Get(Door.Decide, (_, _) => ValueTask.FromResult(Fine))));
        Assert.Equal(["not in the matrix: GET /v1/backdoor"], Matrix.Differences(doors.World.Server.Routes));
    }

    [Fact]
    public async Task An_endpoint_without_authorization_is_found()
    {
        await using var doors = await OpenAsync((routes, api) =>
        {
            routes.MapGet("/v1/open", api.Public(_ => ValueTask.FromResult(Fine)));
            routes.MapGet("/v1/bare", (RequestDelegate)(http => http.Response.WriteAsync("{}")));
        });
        await AssertFoundAsync(doors, new Line("GET /v1/open", "d", 200, null, null), v => !v.Roles.Contains('d', StringComparison.Ordinal));
        await AssertFoundAsync(doors, new Line("GET /v1/bare", "s", 200, null, null), v => !v.Roles.Contains('s', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_door_that_lets_one_role_too_many_through_is_found()
    {
        await using var doors = await OpenAsync((routes, api) =>
        {
            routes.MapGet("/v1/any", api.Get(Door.Any, (_, _) => ValueTask.FromResult(Fine)));
            routes.MapPost("/v1/wide", api.Post(Door.DecideOrStaff, _ => ValueTask.FromResult(Fine)));
            routes.MapGet("/v1/right", api.Get(Door.Decide, (_, _) => ValueTask.FromResult(Fine)));
        });
        await AssertFoundAsync(doors, new Line("GET /v1/any", "df", 200, null, null), v => v.Roles == "s");
        await AssertFoundAsync(doors, new Line("POST /v1/wide", "d", 200, null, null, "{}"), v => v.Roles is "s" or "fs");
        await AssertFoundAsync(doors, new Line("GET /v1/right", "d", 200, null, null), _ => false);
    }

    /// <summary>Exactly those who should not have passed are named.</summary>
    private static async Task AssertFoundAsync(Doors doors, Line line, Func<Visitor, bool> isLetIn)
    {
        var (wrong, _) = await doors.WrongAsync([line]);
        Assert.Equal(doors.Visitors.Where(isLetIn).Select(v => $"{line.Route} by {v.Name} "), wrong.Select(w => w[..(w.IndexOf(" about", StringComparison.Ordinal) + 1)]));
    }

    private static Task<Doors> OpenAsync(Action<IEndpointRouteBuilder, Api> plant) =>
        Doors.OpenAsync(new World { Launch = o => HoldfastServer.StartAsync(o, plant) });
}
