using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Tests.Harness;
using Holdfast.Storage.Auditing;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Server.Tests.Contract;

/// <summary>Asked to stop, a server finishes what it began, begins nothing, and leaves a log that is whole.</summary>
public sealed class Stopping
{
    [Fact]
    public async Task Answers_what_is_under_way_and_refuses_what_is_new()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = new World
        {
            Launch = o => HoldfastServer.StartAsync(o, (routes, api) => routes.MapPost("/v1/slow", api.Post(Door.Decide, async _ =>
            {
                entered.SetResult();
                await release.Task;
                return new Answered(200, "{}"u8.ToArray());
            }))),
        };
        await world.StartAsync();
        await world.OpenAsync(World.Bot, "alice");
        var slow = world.Platform.PostAsync("/v1/slow", "{}");
        await entered.Task;
        var stopped = world.StopAsync();
        await RefusedAsync(world);
        Assert.False(stopped.IsCompleted);
        Assert.False(slow.IsCompleted);
        release.SetResult();
        (await slow).Is(200);
        await stopped;
        Assert.True(LogAudit.Check(world.Data).Ok);
    }

    [Fact]
    public async Task Keeps_whatever_it_answered_and_closes_a_log_that_is_whole()
    {
        await using var world = await World.StartedAsync();
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.OpenAsync(World.Bot, World.Name("busy"))));
        var answered = 0;
        var said = new List<(string Account, string Change)>();
        var busy = accounts.Select(account => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    var reply = await world.AskAsync(account, World.Grant($"p-{i}"));
                    Assert.Equal(201, reply.Status);
                    Interlocked.Increment(ref answered);
                    lock (said) said.Add((account, reply.Text("change")!));
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        })).ToArray();
        while (Volatile.Read(ref answered) < 40) await Task.Delay(5, TestContext.Current.CancellationToken);
        await world.StopAsync();
        await Task.WhenAll(busy);
        var report = LogAudit.Check(world.Data);
        Assert.True(report.Ok, string.Join('\n', report.Findings));
        await world.StartAsync();
        foreach (var (account, change) in said) (await world.Platform.GetAsync($"/v1/accounts/{account}/changes/{change}")).Is(200);
        Assert.True(await world.HeadAsync() >= report.Events);
    }

    [Fact]
    public async Task Gives_its_data_and_its_port_free()
    {
        await using var world = await World.StartedAsync();
        var port = world.Address.Port;
        for (var i = 0; i < 3; i++)
        {
            await world.RestartAsync(o => o with { Urls = $"http://127.0.0.1:{port}" });
            (await world.Platform.GetAsync("/v1/events")).Is(200);
        }
    }

    private static async Task RefusedAsync(World world)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            try
            {
                await world.Nobody.GetAsync("/healthz");
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
        Assert.Fail("new requests are still taken");
    }
}
