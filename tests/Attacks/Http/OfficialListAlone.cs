using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>G8: a staff member, or whoever took his token, wants a number or a site of his own to be said to be ours.</summary>
public sealed class OfficialListAlone : IAsyncLifetime
{
    private const string Site = """{"kind":"domain","value":"kiosk.example","label":"our site"}""", Evil = """{"kind":"domain","value":"kiosk-help.example","label":"help"}""",
        Old = """{"kind":"handle","value":"telegram:kiosk","label":"news"}""";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.SandboxAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Does_not_come_to_be_by_one_member_twice()
    {
        var act = (await ProposeAsync(server.Staff1, Evil)).Is(201);
        (await SecondAsync(server.Staff1, act)).Is(403, "sameStaffMember");
        Assert.Equal(act.Text("act"), (await ProposeAsync(server.Staff1, Evil)).Text("act"));
        // nor by a token that he makes for himself, which takes a second member, too
        var own = (await server.Staff1.PostAsync("/v1/tokens", """{"name":"friend","roles":["staff"]}""")).Is(201);
        (await SecondAsync(server.With(own.Text("token")!), act)).Is(401, "tokenInvalid");
        foreach (var outsider in (Client[])[server.Platform, server.Nobody]) Assert.Contains((await SecondAsync(outsider, act)).Status, new[] { 401, 403 });
        Assert.Equal("notOurs", await SaidAsync("domain=kiosk-help.example"));
    }

    [Fact]
    public async Task Does_not_come_to_be_by_an_act_of_another_kind_with_the_same_digest()
    {
        var act = (await ProposeAsync(server.Staff1, Evil)).Is(201);
        var other = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{act.Text("digest")}}"}""")).Is(201);
        (await SecondAsync(server.Staff2, other)).Is(200);
        Assert.Equal("notOurs", await SaidAsync("domain=kiosk-help.example"));
    }

    [Fact]
    public async Task Brings_nothing_back_by_an_older_proposal()
    {
        (await SecondAsync(server.Staff2, (await ProposeAsync(server.Staff1, Site, Old)).Is(201))).Is(200);
        var stale = (await ProposeAsync(server.Staff1, Site, Old, """{"kind":"email","value":"desk@kiosk.example","label":"letters"}""")).Is(201);
        Assert.Single((await server.Staff2.GetAsync("/v1/official/" + stale.Text("act"))).Is(200)["adds"]!.AsArray());
        // the channel was taken over: one member takes it off at once
        (await ProposeAsync(server.Staff2, Site)).Is(201);
        (await SecondAsync(server.Staff2, stale)).Is(404, "actUnknown");
        Assert.Equal("notOurs", await SaidAsync("handle=telegram:kiosk"));
        await server.RestartAsync();
        Assert.Equal("notOurs", await SaidAsync("handle=telegram:kiosk"));
    }

    [Fact]
    public async Task Does_not_live_longer_or_mean_something_else_by_one()
    {
        const string ending = """{"kind":"handle","value":"telegram:kiosk","label":"news","until":"2000-01-01T00:00:00Z"}""";
        (await SecondAsync(server.Staff2, (await ProposeAsync(server.Staff1, ending)).Is(201))).Is(200);
        Assert.Equal("notOurs", await SaidAsync("handle=telegram:kiosk"));
        Assert.Equal("awaitingSecond", (await ProposeAsync(server.Staff1, Old)).Is(201).Text("state"));
        Assert.Equal("notOurs", await SaidAsync("handle=telegram:kiosk"));
    }

    /// <summary>What looks alike is shown in the form in which it differs.</summary>
    [Fact]
    public async Task Shows_the_second_member_every_word_of_it()
    {
        var act = (await ProposeAsync(server.Staff1, Site, """{"kind":"domain","value":"kiоsk.example","label":"our site"}""")).Is(201);
        var seen = (await server.Staff2.GetAsync("/v1/official/" + act.Text("act"))).Is(200)["adds"]!.AsArray().Select(e => (string)e!["value"]!);
        Assert.Contains(seen, v => v.StartsWith("xn--", StringComparison.Ordinal));
    }

    private static Task<Reply> ProposeAsync(Client staff, params string[] entries) => staff.PostAsync("/v1/official", $$"""{"entries":[{{string.Join(',', entries)}}]}""");

    private static Task<Reply> SecondAsync(Client staff, Reply act) => staff.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}");

    private async Task<string?> SaidAsync(string query) => (await server.Nobody.GetAsync("/v1/verify?" + query)).Is(200).Text("answer");
}
