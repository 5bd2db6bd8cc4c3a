using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class ReportingCalls(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Stop_what_was_asked_lengthen_holds_and_say_so()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        var report = (await ReportAsync(account)).Is(201);
        Assert.Equal([change.Text("change")], report["stopped"]!.AsArray().Select(c => (string?)c));
        Assert.Equal("PT96H", (string?)report["holds"]!["length"]);
        Assert.False((bool)report["frozen"]!);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.Equal("PT96H", (string?)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["holds"]!["withdraw"]);
        await world.AdvanceAsync("P8D");
        Assert.Equal("PT48H", (string?)(await world.Platform.GetAsync($"/v1/accounts/{account}"))["holds"]!["withdraw"]);
    }

    [Fact]
    public async Task Freeze_at_once_and_are_in_the_feed_with_what_they_did()
    {
        var account = await world.AgedAsync();
        var report = (await ReportAsync(account, ",\"freeze\":true")).Is(201);
        Assert.True((bool)report["frozen"]!);
        (await world.WithdrawAsync(account, World.Name("w"))).Is(403);
        var types = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray()
            .Where(e => (string?)e!["account"] == account).Select(e => (string?)e!["type"]).ToArray();
        Assert.Equal(["callReported", "changeAsked", "accountFrozen"], types[Array.IndexOf(types, "callReported")..].Take(3));
    }

    [Theory]
    [InlineData("guardian", "anna")]
    [InlineData("key", "k1")]
    public async Task Are_the_owners_own(string kind, string id)
    {
        var account = await world.AgedAsync();
        (await ReportAsync(account, $",\"by\":{World.By(kind, id)}")).Is(403, "reportNotOwn");
    }

    [Fact]
    public async Task Of_one_owner_do_nothing_to_another()
    {
        var (reporter, other) = (await world.AgedAsync(), await world.AgedAsync());
        var theirs = (await world.AskAsync(other, World.Grant())).Is(201);
        (await ReportAsync(reporter)).Is(201);
        Assert.Equal("awaitingApproval", (await world.GetChangeAsync(other, theirs)).Text("state"));
        Assert.Equal("PT48H", (string?)(await world.Platform.GetAsync($"/v1/accounts/{other}"))["holds"]!["withdraw"]);
    }

    private Task<Reply> ReportAsync(string account, string more = "") => world.Platform.PostAsync("/v1/reports",
        $$"""{"account":"{{account}}","phone":"+15550100","at":"2026-11-22T12:00:00Z","claims":"they are from the security team"{{more}} }""");
}
