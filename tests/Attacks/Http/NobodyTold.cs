using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>The owner is kept from knowing: then nothing begins.</summary>
public sealed class NobodyTold(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Without_any_channel_no_hold_starts()
    {
        var account = World.Name("acc");
        (await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{account}}","edits":[{{World.Bot}},{{World.Place()}}]}""")).Is(201);
        await world.AdvanceAsync("P10D");
        var read = (await world.Platform.GetAsync($"/v1/accounts/{account}")).Is(200);
        Assert.Equal("held", (string?)read["changes"]![0]!["state"]);
        Assert.Null(read["changes"]![0]!["edits"]!.AsArray()[^1]!["effectiveAt"]);
        (await world.WithdrawAsync(account, "w1", "1000")).Is(403);
        await world.AdvanceAsync("P5D");
        Assert.Empty((await world.Platform.GetAsync($"/v1/accounts/{account}")).Is(200)["changes"]!.AsArray());
        (await world.WithdrawAsync(account, "w2", "1000")).Is(403);
    }

    [Fact]
    public async Task The_callers_own_new_channel_takes_nothing_while_it_is_in_its_hold()
    {
        var account = await world.AgedAsync();
        var away = (await world.AskAsync(account, """{"op":"removeChannel","channel":"email"}""")).Is(201);
        (await world.ApproveAsync(account, away)).Is(200);
        await world.AdvanceAsync("P9D");
        (await world.AskAsync(account, """{"op":"addChannel","channel":"mine","kind":"email","to":"caller@example.com"}""")).Is(201);
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        Assert.Contains(await world.LettersAsync(), l => l.To == "<caller@example.com>");
        Assert.Null((await world.GetChangeAsync(account, change)).Is(200)["edits"]![0]!["effectiveAt"]);
    }

    /// <summary>A channel of the caller's that is past its hold, but took nothing.</summary>
    [Fact]
    public async Task A_webhook_that_took_nothing_starts_nothing()
    {
        var account = World.Name("acc");
        var hook = """{"op":"addChannel","channel":"hook","kind":"webhook","to":"https://caller.example.com/hook"}""";
        (await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{account}}","edits":[{{World.Bot}},{{hook}}]}""")).Is(201);
        await world.AdvanceAsync("P4D");
        var change = (await world.AskAsync(account, World.Place())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("P4D");
        Assert.Null((await world.GetChangeAsync(account, change)).Is(200)["edits"]![0]!["effectiveAt"]);
        (await world.WithdrawAsync(account, "w1", "1000")).Is(403);
    }

    [Fact]
    public async Task In_production_a_written_letter_is_no_word_and_reading_the_feed_takes_nothing()
    {
        var time = new MovableTime();
        await using var server = await RunningServer.ProductionAsync(o => o with { Time = time });
        Assert.Equal("noHoldWillStart", (await server.Nobody.GetAsync("/readyz")).Is(200).Text("telling"));
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await server.LettersAsync(atLeast: 1);
        var head = await server.HeadAsync();
        for (var i = 0; i < 3; i++) (await server.Platform.GetAsync("/v1/events?limit=1000")).Is(200);
        (await server.Platform.PostAsync("/v1/announcements/taken", $$"""{"upTo":{{head}}}""")).Is(409, "platformDoesNotTell");
        time.Pass(TimeSpan.FromDays(2.5));
        var change = await FirstChangeAsync(server);
        Assert.Equal("held", change.State);
        Assert.Null(change.EffectiveAt);
        var early = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"tell","digest":"{{change.Digest}}"}""")).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{early.Text("act")}/second", "{}")).Is(409, "notForStaffYet");
        time.Pass(TimeSpan.FromDays(12));
        Assert.Equal(0, await ChangesAsync(server));
    }

    [Fact]
    public async Task After_72_hours_two_members_of_staff_may_start_it()
    {
        var time = new MovableTime();
        await using var server = await RunningServer.ProductionAsync(o => o with { Time = time });
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        time.Pass(TimeSpan.FromHours(73));
        var change = await FirstChangeAsync(server);
        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"tell","digest":"{{change.Digest}}"}""")).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        Assert.NotNull((await FirstChangeAsync(server)).EffectiveAt);
        time.Pass(TimeSpan.FromHours(49));
        Assert.Equal(0, await ChangesAsync(server));
    }

    private static async Task<(string? State, string? Digest, string? EffectiveAt)> FirstChangeAsync(RunningServer server)
    {
        var change = (await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["changes"]![0]!;
        return ((string?)change["state"], (string?)change["digest"], (string?)change["edits"]!.AsArray()[^1]!["effectiveAt"]);
    }

    private static async Task<int> ChangesAsync(RunningServer server) =>
        (await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["changes"]!.AsArray().Count;
}
