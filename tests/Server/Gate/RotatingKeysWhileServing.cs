using System.Text;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Keys;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Tests.Gate;

/// <summary>Another key-encryption key while customers' signed requests come in, and what it was for: each secret opens as before.</summary>
public sealed class RotatingKeysWhileServing
{
    [Fact]
    public async Task Denies_no_request_and_leaves_every_secret_in_use_before_and_after_a_restart()
    {
        await using var world = await World.StartedAsync(change: o => o with { Gate = "binance" });
        Robot[] robots = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinAsync(world)))];
        await world.AdvanceAsync("PT1S");
        var before = Kek(world.Data);
        var (stop, answered) = (false, 0);
        var load = robots.Select(robot => Task.Run(async () =>
        {
            for (; !Volatile.Read(ref stop); Interlocked.Increment(ref answered)) (await robot.AskAsync("GET", "/api/v3/account")).Is(200);
        })).ToArray();
        for (var round = 0; round < 2; round++)
        {
            RotationRequest.Ask(world.Data);
            await JoinAsync(world);
            while (RotationRequest.IsAsked(world.Data)) await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Volatile.Write(ref stop, true);
        await Task.WhenAll(load);
        Assert.NotEqual(0, answered);
        Assert.NotEqual(before, Kek(world.Data));
        await world.StopAsync();
        Assert.False(File.Exists(Path.Combine(world.Data, "keys", "kek.before")));
        Assert.Equal([], LogAudit.Check(world.Data).Findings);
        await world.StartAsync();
        foreach (var robot in robots) (await robot.AskAsync("GET", "/api/v3/account")).Is(200);
    }

    [Fact]
    public async Task Is_done_by_the_next_start_where_the_server_stopped_before_it_looked()
    {
        await using var world = await World.StartedAsync(change: o => o with { Gate = "binance" });
        var robot = await JoinAsync(world);
        await world.StopAsync();
        var before = Kek(world.Data);
        RotationRequest.Ask(world.Data);
        await world.StartAsync();
        while (RotationRequest.IsAsked(world.Data)) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.NotEqual(before, Kek(world.Data));
        await world.AdvanceAsync("PT1S");
        (await robot.AskAsync("GET", "/api/v3/account")).Is(200);
    }

    private static async Task<Robot> JoinAsync(World world)
    {
        var account = World.Name("rot");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(
            account, $$"""{"op":"addKey","key":"key-{{account}}","label":"bot","permissions":["read"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} }"""))).Is(201);
        return new Robot(world, "binance", "key-" + account, SigningKey.OfSecret(Encoding.ASCII.GetBytes((string)opened["secrets"]![0]!["secret"]!)));
    }

    private static byte[] Kek(string folder) => File.ReadAllBytes(Path.Combine(folder, "keys", "kek"));
}
