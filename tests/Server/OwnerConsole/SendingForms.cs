using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.OwnerConsole;

public sealed class SendingForms(World world) : IClassFixture<World>
{
    public static TheoryData<string> Acts =>
    [
        "/console/freeze", "/console/report", "/console/changes", "/console/changes/c_x/veto", "/console/changes/c_x/calm", "/console/changes/c_x/approve",
        "/console/factors/passkey", "/console/factors/passkey/p_x", "/console/sign-out", "/console/sessions/end", "/console/sign-in/code",
    ];

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Without_the_seal_or_from_elsewhere_nothing_is_done(string path)
    {
        var account = await world.OpenAsync(World.Bot);
        var visit = await Visit.ByLinkAsync(world, account);
        var other = await Visit.ByLinkAsync(world, await world.OpenAsync(World.Bot));
        await world.AdvanceAsync("PT1S");
        var head = await world.HeadAsync();
        (await visit.PostAsync(path, ("account", account))).Is(403);
        (await visit.PostAsync(path, ("account", account), ("form", new string('0', 64)))).Is(403);
        await other.GetAsync("/console");
        var seal = Visit.SealOf(other.Page.Body);
        (await visit.PostAsync(path, ("account", account), ("form", seal))).Is(403);
        foreach (var site in (string[])["cross-site", "same-site"])
        {
            visit.Site = site;
            (await visit.ActAsync(path, ("account", account))).Is(403);
        }
        visit.Site = "same-origin";
        using var json = Client.Json("{}"u8.ToArray());
        (await visit.SendAsync(HttpMethod.Post, path, json, [])).Is(403);
        using var large = new FormUrlEncodedContent([KeyValuePair.Create("claims", new string('a', 40_000))]);
        Assert.Contains((await visit.SendAsync(HttpMethod.Post, path, large, [])).Status, (int[])[403, 413]);
        Assert.Equal(head, await world.HeadAsync());
    }

    [Fact]
    public async Task Sent_twice_a_form_does_its_work_once()
    {
        var account = await world.AgedAsync();
        var visit = await FullAsync(account);
        await visit.GetAsync("/console");
        (string, string)[] fields =
        [
            ("form", Visit.SealOf(visit.Page.Body)),
            ("once", "one"), ("account", account), ("op", "addKey"),
        ];
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            new Visit(world) { Cookie = visit.Cookie }.PostAsync("/console/changes", [.. fields[..3], ("edit", """{"op":"grant","key":"k1","permission":"transfer"}""")])));
        Assert.Single(replies.Select(r => r.Is(303).Headers["Location"]).Distinct(StringComparer.Ordinal));
        Assert.Single((await world.Platform.GetAsync("/v1/accounts/" + account))["changes"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"op":"grant","key":"k1"}""", "permission")]
    [InlineData("""{"op":"addDestination","asset":"USDT","network":"TRON","address":"nonsense","tag":null,"label":"x"}""", "address")]
    [InlineData("not json", "edits")]
    [InlineData("""[{"op":"revoke","key":"k1","permission":"read","more":1},{"op":"fly"}]""", "more")]
    public async Task What_is_wrong_is_said_and_nothing_is_changed(string edit, string about)
    {
        var account = await world.AgedAsync();
        var visit = await FullAsync(account);
        var version = (long)(await world.Platform.GetAsync("/v1/accounts/" + account))["version"]!;
        var page = (await visit.ActAsync("/console/changes", ("account", account), ("edit", edit))).Is(422).Body;
        Assert.Contains("Nothing was changed", page, StringComparison.Ordinal);
        Assert.Contains(about, page, StringComparison.Ordinal);
        Assert.Equal(version, (long)(await world.Platform.GetAsync("/v1/accounts/" + account))["version"]!);
    }

    [Fact]
    public async Task They_act_on_accounts_of_their_owner_alone()
    {
        var (mine, his) = (await world.OpenAsync(World.Bot), await world.OpenAsync(World.Bot));
        var visit = await FullAsync(mine);
        var change = (await world.AskAsync(his, World.Grant())).Is(201).Text("change");
        await world.AdvanceAsync("PT1S");
        var head = await world.HeadAsync();
        foreach (var (path, fields) in ((string, (string, string)[])[])
        [
            ("/console/freeze", []), ("/console/report", [("claims", "x")]), ("/console/changes", [("op", "suspendKey"), ("key", "k1")]), ("/console/factors/passkey", [("label", "x")]),
        ])
            (await visit.ActAsync(path, [("account", his), .. fields])).Is(404);
        foreach (var path in (string[])["veto", "calm", "approve"]) (await visit.ActAsync($"/console/changes/{change}/{path}", ("answer", "yes"))).Is(404);
        (await visit.GetAsync("/console/changes/" + change)).Is(404);
        Assert.Equal(head, await world.HeadAsync());
        foreach (var path in (string[])["/console", "/console/keys", "/console/activity"])
            Assert.DoesNotContain(his, (await visit.GetAsync(path)).Is(200).Body, StringComparison.Ordinal);
    }

    internal static Task<Visit> FullAsync(World world, string account) => Full.ByCodeAsync(world, account);

    private Task<Visit> FullAsync(string account) => FullAsync(world, account);
}
