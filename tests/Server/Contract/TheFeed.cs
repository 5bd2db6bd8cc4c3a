using System.Diagnostics;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class TheFeed(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Shows_every_event_once_in_order_with_a_checkpoint()
    {
        await world.AgedAsync();
        await world.CheckpointedAsync();
        var whole = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200);
        Assert.Equal(["events", "checkpoint"], whole.Members);
        var events = whole["events"]!.AsArray();
        Assert.Equal(["position", "owner", "account", "version", "at", "type", "data"], events[0]!.AsObject().Select(m => m.Key));
        Assert.Equal("installationBegan", (string?)events[0]!["type"]);
        var positions = events.Select(e => (long)e!["position"]!).ToArray();
        Assert.Equal(positions.Order().Distinct(), positions);
        var second = (await world.Platform.GetAsync($"/v1/events?after={positions[0]}&limit=1")).Is(200);
        Assert.Equal(positions[1], (long)Assert.Single(second["events"]!.AsArray())!["position"]!);
    }

    [Fact]
    public async Task Shows_fewer_at_once_where_events_are_large_and_leaves_none_out()
    {
        await using var own = await World.StartedAsync();
        var account = await own.OpenAsync(World.Bot);
        for (var i = 0; i < 60; i++)
            (await own.AskAsync(account, string.Join(',', Enumerable.Range(0, 64).Select(n => World.Grant($"p{i}-{n}"))))).Is(201);
        var (pages, seen) = (0, new List<long>());
        for (var after = 0L; ; pages++)
        {
            var page = (await own.Platform.GetAsync($"/v1/events?after={after}&limit=1000")).Is(200);
            var events = page["events"]!.AsArray();
            if (events.Count == 0) break;
            Assert.InRange(page.Body.Length, 1, 3 << 20);
            seen.AddRange(events.Select(e => (long)e!["position"]!));
            after = seen[^1];
        }
        Assert.True(pages > 1);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(p => (long)p), seen);
        Assert.True(seen.Count > 60);
    }

    [Fact]
    public async Task Holds_no_secret_and_no_hash_of_a_token()
    {
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts",
            World.Opening(account, """{"op":"addFactor","factor":"app","kind":"totp","label":"app"}"""))).Is(201);
        (await world.Staff1.PostAsync("/v1/tokens", """{"name":"reader","roles":["feed"]}""")).Is(201);
        var feed = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Body;
        foreach (var token in (string[])[world.Tokens.Platform, world.Tokens.Staff1, (string)opened["secrets"]![0]!["secret"]!])
        {
            Assert.DoesNotContain(token, feed, StringComparison.Ordinal);
            Assert.DoesNotContain(Hosting.Installation.HashOf(token), feed, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("\"hash\"", feed, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sealed\"", feed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sealedSecret", feed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Waits_for_more_and_answers_at_once_when_there_is()
    {
        await world.AdvanceAsync("PT1S");
        var head = await world.HeadAsync();
        var watch = Stopwatch.StartNew();
        var waiting = world.Platform.GetAsync($"/v1/events?after={head}&wait=PT20S");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await world.OpenAsync();
        Assert.NotEmpty((await waiting).Is(200)["events"]!.AsArray());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Answers_empty_when_nothing_came()
    {
        await world.AdvanceAsync("PT1S");
        var reply = (await world.Platform.GetAsync($"/v1/events?after={await world.HeadAsync()}&wait=PT0.2S")).Is(200);
        Assert.Empty(reply["events"]!.AsArray());
        Assert.Empty((await world.Platform.GetAsync($"/v1/events?after={long.MaxValue}")).Is(200)["events"]!.AsArray());
    }
}
