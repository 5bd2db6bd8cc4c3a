using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Official;

public sealed class KeepingTheOfficialList : IAsyncLifetime
{
    private const string News = """{"kind":"email","value":"News@example.com","label":"news"}""", Site = """{"kind":"domain","value":"example.com","label":"our site"}""";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.SandboxAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Takes_two_and_the_second_sees_what_comes_and_goes()
    {
        var proposed = (await ProposeAsync(server.Staff1, News, Site)).Is(201);
        Assert.Equal("awaitingSecond", proposed.Text("state"));
        Assert.Equal("notOurs", await AnswerAsync("email=news@example.com"));
        var seen = (await server.Staff2.GetAsync("/v1/official/" + proposed.Text("act"))).Is(200);
        Assert.Equal((proposed.Text("digest"), 2, 0), (seen.Text("digest"), seen["adds"]!.AsArray().Count, seen["removes"]!.AsArray().Count));
        (await SecondAsync(server.Staff1, proposed)).Is(403, "sameStaffMember");
        (await SecondAsync(server.Staff2, proposed)).Is(200);
        Assert.Equal("ours", await AnswerAsync("email=NEWS@example.com"));
        Assert.Equal("ours", await AnswerAsync("link=https%3A%2F%2Fexample.com%2Fhelp"));
        Assert.Equal(2, (await server.Nobody.GetAsync("/v1/official")).Is(200)["entries"]!.AsArray().Count);
        await server.RestartAsync();
        Assert.Equal("ours", await AnswerAsync("domain=example.com"));
    }

    [Fact]
    public async Task Loses_an_entry_by_one_at_once()
    {
        await PublishAsync(News, Site);
        var lost = (await ProposeAsync(server.Staff2, Site)).Is(201);
        Assert.Equal("inForce", lost.Text("state"));
        Assert.Equal("notOurs", await AnswerAsync("email=news@example.com"));
        (await ProposeAsync(server.Staff2, Site)).Is(200);
    }

    [Fact]
    public async Task One_member_can_not_swap_an_entry_while_taking_off_another()
    {
        await PublishAsync(News, Site);
        var swapped = (await ProposeAsync(server.Staff1, """{"kind":"domain","value":"examp1e.com","label":"our site"}""")).Is(201);
        Assert.Equal("awaitingSecond", swapped.Text("state"));
        Assert.Equal("notOurs", await AnswerAsync("domain=examp1e.com"));
        Assert.Equal("ours", await AnswerAsync("domain=example.com"));
    }

    [Fact]
    public async Task Is_nobodys_but_staffs_and_no_act_by_itself()
    {
        foreach (var client in new[] { server.Platform, server.Nobody }) Assert.Contains((await ProposeAsync(client, News)).Status, new[] { 401, 403 });
        (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"notice","digest":"{{new string('0', 64)}}"}""")).Is(422, "actNotByItself");
    }

    [Fact]
    public async Task A_number_alone_is_never_ours()
    {
        await PublishAsync("""{"kind":"phone","value":"+1 555 010 0123","label":"nothing"}""");
        var said = (await server.Nobody.GetAsync("/v1/verify?phone=%2B15550100123")).Is(200);
        Assert.Equal(("cannotTell", "numberAlone", "+15550100123"), (said.Text("answer"), said.Text("reason"), said.Text("value")));
        Assert.EndsWith("/report", said.Text("report"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_read_is_named_each()
    {
        var reply = await ProposeAsync(server.Staff1, """{"kind":"fax","value":"1","label":"x"}""", """{"kind":"link","value":"http://example.com","label":"x"}""", News, News);
        Assert.Equal(["officialKindUnknown@/entries/0/kind", "officialValueInvalid@/entries/1/value"], reply.Is(422).Mistakes);
        (await ProposeAsync(server.Staff1, News, News)).Is(422, "officialTwice");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?phone=1&email=a")]
    [InlineData("?phone=")]
    [InlineData("?fax=1")]
    [InlineData("?to=a@example.com")]
    [InlineData("?email=a@example.com&to=b@example.com")]
    public async Task One_thing_at_a_time_is_asked(string query) => (await server.Nobody.GetAsync("/v1/verify" + query)).Is(400, "queryInvalid");

    private static Task<Reply> ProposeAsync(Client staff, params string[] entries) =>
        staff.PostAsync("/v1/official", $$"""{"entries":[{{string.Join(',', entries)}}]}""");

    private static Task<Reply> SecondAsync(Client staff, Reply proposed) => staff.PostAsync($"/v1/staff/acts/{proposed.Text("act")}/second", "{}");

    private async Task PublishAsync(params string[] entries) => (await SecondAsync(server.Staff2, (await ProposeAsync(server.Staff1, entries)).Is(201))).Is(200);

    private async Task<string?> AnswerAsync(string query) => (await server.Nobody.GetAsync("/v1/verify?" + query)).Is(200).Text("answer");
}
