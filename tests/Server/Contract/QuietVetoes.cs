using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class QuietVetoes(World world) : IClassFixture<World>
{
    private const string Guardian = """{"op":"addGuardian","guardian":"g1","name":"Maria","email":"maria@example.com"}""";

    [Theory]
    [InlineData("", "held", 1)]
    [InlineData("?viewer=s2", "held", 1)]
    [InlineData("?viewer=guardian:g2", "held", 1)]
    [InlineData("?viewer=s1", "vetoed", 0)]
    [InlineData("?viewer=guardian:g1", "vetoed", 0)]
    public async Task Are_seen_by_the_session_that_vetoed_and_by_an_aged_guardian_only(string viewer, string state, int shown)
    {
        var (account, change) = await VetoedQuietlyAsync();
        Assert.Equal(state, (await world.GetChangeAsync(account, change, viewer)).Is(200).Text("state"));
        var seen = (await world.Platform.GetAsync($"/v1/accounts/{account}{viewer}")).Is(200);
        Assert.Equal(shown, seen["changes"]!.AsArray().Count);
        Assert.Equal(shown, seen["keys"]![0]!["permissions"]!.AsArray().Count(p => (string?)p!["state"] == "held"));
    }

    [Fact]
    public async Task Are_seen_by_staff()
    {
        var (account, change) = await VetoedQuietlyAsync();
        var seen = (await world.Staff1.GetAsync($"/v1/accounts/{account}/changes/{change.Text("change")}")).Is(200);
        Assert.Equal("vetoed", seen.Text("state"));
    }

    [Fact]
    public async Task Look_like_any_change_to_the_rest_until_it_would_have_come_into_force()
    {
        var (account, change) = await VetoedQuietlyAsync();
        var before = (await world.GetChangeAsync(account, change, "?viewer=s2")).Is(200);
        Assert.NotNull(before["edits"]![0]!["effectiveAt"]);
        await world.AdvanceAsync("PT49H");
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change, "?viewer=s2")).Text("state"));
        var account2 = await world.Platform.GetAsync($"/v1/accounts/{account}?viewer=s2");
        Assert.DoesNotContain(account2["keys"]![0]!["permissions"]!.AsArray(), p => (string?)p!["permission"] == "transfer");
    }

    [Fact]
    public async Task Answer_whoever_vetoes_again_as_if_it_had_not_happened()
    {
        var (account, change) = await VetoedQuietlyAsync();
        var other = (await world.VetoAsync(account, change, World.Owner(account, "s2"), quiet: true)).Is(200);
        Assert.Equal("held", other.Text("state"));
    }

    [Fact]
    public async Task Show_in_the_feed()
    {
        var (_, change) = await VetoedQuietlyAsync();
        var head = await world.HeadAsync();
        var page = await world.Platform.GetAsync($"/v1/events?after={Math.Max(0, head - 20)}&limit=100");
        Assert.Contains(page["events"]!.AsArray(), e => (string?)e!["type"] == "changeVetoed"
            && (string?)e["data"]!["change"] == change.Text("change"));
    }

    private async Task<(string Account, Reply Change)> VetoedQuietlyAsync()
    {
        var account = await world.AgedAsync(Guardian);
        var change = (await world.AskAsync(account, World.Grant(), World.Owner(account, "s2"))).Is(201);
        (await world.ApproveAsync(account, change, World.Owner(account, "s2"))).Is(200);
        await world.AdvanceAsync("PT1H");
        Assert.Equal("vetoed", (await world.VetoAsync(account, change, quiet: true)).Is(200).Text("state"));
        return (account, change);
    }
}
