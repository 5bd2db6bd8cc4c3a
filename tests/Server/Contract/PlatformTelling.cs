using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

/// <summary>A production installation whose platform tells its customers itself.</summary>
public sealed class PlatformTelling
{
    private static Task<RunningServer> StartAsync(TimeProvider? time = null) => RunningServer.ProductionAsync(
        o => o with { Time = time ?? TimeProvider.System }, """{"platformTells":true}""");

    [Fact]
    public async Task Starts_a_hold_with_the_announcement_that_it_took_and_not_before()
    {
        var time = new MovableTime();
        await using var server = await StartAsync(time);
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        Assert.Null(await EffectiveAtAsync(server));
        var announced = await AnnouncedAsync(server);
        (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{announced - 1}}}""")).Is(200);
        Assert.Null(await EffectiveAtAsync(server));
        time.Pass(TimeSpan.FromHours(5));
        var taken = (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{announced}}}""")).Is(200);
        Assert.Equal(["upTo", "started"], taken.Members);
        Assert.Equal(1, (int)taken["started"]!);
        var effective = DateTimeOffset.Parse((await EffectiveAtAsync(server))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(effective - time.GetUtcNow(), TimeSpan.FromHours(47.9), TimeSpan.FromHours(48.1));
        time.Pass(TimeSpan.FromHours(49));
        Assert.Equal("inForce", await StateAsync(server));
    }

    /// <summary>The feed shows an announcement before the announcer has read it back; taking it in that moment must count.</summary>
    [Fact]
    public async Task Counts_what_was_taken_the_moment_that_the_feed_showed_it()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 12; i++)
        {
            var name = $"acc-{i}";
            (await server.Platform.PostAsync("/v1/accounts", World.Opening(name, World.Bot))).Is(201);
            var announced = await AnnouncedAsync(server, name);
            (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{announced}}}""")).Is(200);
            Assert.NotNull(await EffectiveAtAsync(server, name));
        }
    }

    [Fact]
    public async Task Cannot_take_what_is_not_there_yet()
    {
        await using var server = await StartAsync();
        var head = await server.HeadAsync();
        (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{head + 1000}}}""")).Is(422, "beyondTheHead");
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("telling"));
    }

    [Fact]
    public async Task Is_remembered_over_a_restart()
    {
        await using var server = await StartAsync();
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        var announced = await AnnouncedAsync(server);
        await server.RestartAsync();
        (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{announced}}}""")).Is(200);
        Assert.NotNull(await EffectiveAtAsync(server));
    }

    private static async Task<long> AnnouncedAsync(RunningServer server, string account = "alice")
    {
        for (var after = 0L; ;)
        {
            var page = (await server.Platform.GetAsync($"/v1/events?after={after}&limit=1000&wait=PT1S")).Is(200)["events"]!.AsArray();
            foreach (var e in page)
            {
                if ((string?)e!["type"] == "announced" && (string?)e["account"] == account) return (long)e["position"]!;
                after = (long)e["position"]!;
            }
        }
    }

    private static async Task<string?> EffectiveAtAsync(RunningServer server, string account = "alice") =>
        (string?)(await server.Platform.GetAsync($"/v1/accounts/{account}")).Is(200)["changes"]![0]!["edits"]!.AsArray()[^1]!["effectiveAt"];

    private static async Task<string?> StateAsync(RunningServer server) =>
        (string?)(await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["keys"]![0]!["permissions"]!.AsArray()[^1]!["state"];
}
