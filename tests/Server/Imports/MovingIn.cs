using System.Globalization;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Imports;

/// <summary>A platform moves in with the accounts that it has.</summary>
public sealed class MovingIn : IAsyncLifetime
{
    private RunningServer server = null!;
    private DateTimeOffset began;

    private static string Key => World.Bot;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.SandboxAsync();
        began = await NowAsync();
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task What_an_account_held_is_in_force_at_its_age()
    {
        var file = Line("alice", (Key, Ago(400)), (World.Place(), Ago(400)));
        await AgreeAsync(file);
        Counts(1, 1, 0, 0, await ImportAsync(file));
        var read = (await server.Platform.GetAsync("/v1/accounts/alice")).Is(200);
        Assert.Empty(read["changes"]!.AsArray());
        Assert.All(read["keys"]![0]!["permissions"]!.AsArray(), p => Assert.Equal("inForce", (string?)p!["state"]));
        var allowed = (await WithdrawAsync("alice", "5000")).Is(200);
        Assert.True(System.Xml.XmlConvert.ToTimeSpan(allowed.Text("pathAge")!) >= TimeSpan.FromDays(400), allowed.Body);
    }

    [Fact]
    public async Task What_is_young_at_the_platform_is_young_here()
    {
        var file = Line("alice", (Key, Ago(400)), (World.Place(), Ago(1)));
        await AgreeAsync(file);
        Counts(1, 1, 0, 0, await ImportAsync(file));
        Assert.NotEqual("allow", (await WithdrawAsync("alice", "5000")).Text("decision"));
    }

    [Fact]
    public async Task Every_line_that_is_wrong_is_named_and_stops_no_other()
    {
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("there", owner: "her"))).Is(201);
        var held = (Key, Ago(10));
        string[] lines =
        [
            Line("first", held),
            "{\"id\":",
            """{"id":"x","surprise":1}""",
            "",
            Line("first", held),
            Line("there", held),
            """{"id":"new","owner":"her"}""",
            """{"id":"a b"}""",
            Line("late", (Key, began.AddDays(2))),
            Line("secret", ("""{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}""", Ago(3))),
            Line("twice", held, held),
            """{"id":"words","email":"nobody","holds":[{"edit":{"op":"setLimit"} }]}""",
            """{"id":"long","owner":"LONG"}""".Replace("LONG", new string('x', 70_000), StringComparison.Ordinal),
            Line("last", held),
        ];
        var file = string.Join('\n', lines);
        await AgreeAsync(file);
        var report = await ImportAsync(file);
        Counts(lines.Length, 2, 1, 10, report);
        string[] named =
        [
            "2 jsonInvalid", "3 memberUnknown /surprise", "6 accountExists", "7 ownerExists", "8 idInvalid /id", "9 sinceInFuture /holds/0/since",
            "10 notImported /holds/0/edit/op", "11 sameThingTwice /holds/1", "12 emailInvalid /email", "12 memberMissing /holds/0/edit/period", "13 lineTooLong",
        ];
        var said = report["mistakes"]!.AsArray().Select(m => $"{m!["line"]} {m["code"]} {m["at"]}".TrimEnd()).ToArray();
        Assert.True(named.All(said.Contains), string.Join('\n', said));
        Assert.Equal(lines.Length - 4, said.Select(s => s.Split(' ')[0]).Distinct().Count());
        (await server.Platform.GetAsync("/v1/accounts/last")).Is(200);
        foreach (var none in new[] { "x", "new", "late", "secret", "twice", "words" }) (await server.Platform.GetAsync("/v1/accounts/" + none)).Is(404);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_start_in_between_neither()
    {
        var file = string.Join('\n', Enumerable.Range(0, 20).Select(i => Line($"a{i}", (Key, Ago(30)))));
        await AgreeAsync(file);
        Counts(20, 20, 0, 0, await ImportAsync(file));
        var head = await server.HeadAsync();
        Counts(20, 0, 20, 0, await ImportAsync(file));
        await server.RestartAsync();
        Counts(20, 0, 20, 0, await ImportAsync(file));
        Assert.Equal(head, await server.HeadAsync());
    }

    [Fact]
    public async Task The_rest_of_a_file_is_taken_when_it_is_sent_again()
    {
        var lines = Enumerable.Range(0, 40).Select(i => Line($"a{i}", (Key, Ago(30)))).ToArray();
        await AgreeAsync(string.Join('\n', lines));
        await AgreeAsync(string.Join('\n', lines[..25]));
        Counts(25, 25, 0, 0, await ImportAsync(string.Join('\n', lines[..25])));
        Counts(40, 15, 0, 25, await ImportAsync(string.Join('\n', lines)));
    }

    [Fact]
    public async Task The_first_announcement_says_what_was_taken_over()
    {
        var file = Line("alice", (Key, Ago(400)), (World.Place(), Ago(400)));
        await AgreeAsync(file);
        await ImportAsync(file);
        await server.AdvanceAsync("PT1H");
        Assert.DoesNotContain(await server.LettersAsync(), l => l.To == "<alice@example.com>");
        await GrantAsync("transfer");
        await server.AdvanceAsync("PT1H");
        var first = Assert.Single(await server.LettersAsync(), l => l.To == "<alice@example.com>");
        Assert.Contains("When you joined this was already there:", first.Text, StringComparison.Ordinal);
        Assert.Contains(World.Tron, first.Text, StringComparison.Ordinal);
        await GrantAsync("manage");
        await server.AdvanceAsync("PT1H");
        Assert.DoesNotContain(
            (await server.LettersAsync()).Where(l => l.To == "<alice@example.com>").Skip(1), l => l.Text.Contains("When you joined", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_far_it_is_can_be_read()
    {
        var file = Line("alice");
        await AgreeAsync(file);
        (await server.Staff1.GetAsync("/v1/import/" + ImportFile.Digest(file))).Is(404, "importUnknown");
        var report = await ImportAsync(file);
        Assert.Equal(report.Body, (await server.Staff2.GetAsync("/v1/import/" + ImportFile.Digest(file))).Is(200).Body);
    }

    [Fact]
    public async Task Of_a_file_that_is_all_wrong_every_line_is_named()
    {
        var file = string.Join('\n', Enumerable.Range(1, 2_500).Select(i => $$"""{"id":"a b{{i}}","x":1,"y":2}"""));
        await AgreeAsync(file);
        Counts(2_500, 0, 0, 2_500, await ImportAsync(file));
        var named = new List<int>();
        while (true)
        {
            var page = (await server.Staff1.GetAsync($"/v1/import/{ImportFile.Digest(file)}?after={named.LastOrDefault()}")).Is(200)["mistakes"]!.AsArray();
            if (page.Count == 0) break;
            named.AddRange(page.Select(m => (int)m!["line"]!));
        }
        Assert.Equal(Enumerable.Range(1, 2_500).SelectMany(i => new[] { i, i, i }), named);
        (await server.Staff1.GetAsync($"/v1/import/{ImportFile.Digest(file)}?after=x")).Is(400, "queryInvalid");
    }

    [Fact]
    public async Task A_body_of_another_kind_is_refused()
    {
        var file = Line("alice");
        await AgreeAsync(file);
        (await server.Staff1.PostAsync("/v1/import", file)).Is(415, "notNdjson");
        (await server.Staff1.SendAsync(HttpMethod.Post, "/v1/import", ImportFile.Body(file))).Is(400, "idempotencyKeyMissing");
        Assert.Empty(Directory.GetFiles(server.Data, "out-import-*"));
    }

    [Fact]
    public async Task What_the_file_says_may_be_much_and_leaves_nothing_behind()
    {
        var file = string.Join("\r\n", Enumerable.Range(0, 3_000).Select(i => Line($"a{i}", (Key, Ago(30)), (World.Place(), Ago(20))))) + "\r\n";
        await AgreeAsync(file);
        Counts(3_000, 3_000, 0, 0, await ImportAsync(file));
        Assert.Single(Directory.GetFiles(server.Data, "out-import-*"), f => new FileInfo(f).Length == 0);
        await server.StopAsync();
        Assert.Empty(Directory.GetFiles(server.Data, "out-import-*"));
        server.WriteFile("out-import-of-a-server-that-was-killed", "x");
        await server.StartAsync();
        Assert.Empty(Directory.GetFiles(server.Data, "out-import-*"));
    }

    private static void Counts(int lines, int taken, int already, int wrong, Reply report) => Assert.True(
        (lines, taken, already, wrong, true)
            == ((int)report["lines"]!, (int)report["taken"]!, (int)report["already"]!, (int)report["wrong"]!, (bool)report["done"]!),
        report.Body);

    private static string Line(string account, params (string Edit, DateTimeOffset Since)[] held) => ImportFile.Line(account, held);

    private DateTimeOffset Ago(int days) => began.AddDays(-days);

    private async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((await server.Platform.GetAsync("/sandbox/clock")).Text("now")!, CultureInfo.InvariantCulture);

    private Task AgreeAsync(string file) => ImportFile.AgreeAsync(server, file);

    private async Task<Reply> ImportAsync(string file) => (await ImportFile.SendAsync(server.Staff1, file)).Is(200);

    private async Task GrantAsync(string permission)
    {
        var change = (await server.Platform.PostAsync("/v1/accounts/alice/changes", $$"""{"by":{{World.Owner("alice")}},"edits":[{{World.Grant(permission)}}]}""")).Is(201);
        (await server.Platform.PostAsync($"/v1/accounts/alice/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"platform","digest":"{{change.Text("digest")}}","by":{{World.Owner("alice")}}}""")).Is(200);
    }

    private Task<Reply> WithdrawAsync(string account, string amount) =>
        server.Platform.PostAsync($"/v1/accounts/{account}/withdrawals", World.Withdrawal("w1", amount));
}
