using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Withdrawing(World world) : IClassFixture<World>
{
    private static readonly string[] Members =
        ["withdrawal", "decision", "digest", "text", "until", "pathAge", "reasons", "permit"];

    [Fact]
    public async Task Over_aged_power_is_allowed_with_a_permit()
    {
        var account = await world.AgedAsync();
        var reply = (await world.WithdrawAsync(account, "w1", "1000")).Is(200);
        Assert.Equal(Members, reply.Members);
        Assert.Equal("allow", reply.Text("decision"));
        Assert.Equal("allAged", (string?)reply["reasons"]![0]!["code"]);
        var read = (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/w1")).Is(200);
        Assert.Equal(Members[..^1], read.Members);
        Assert.Equal(reply.Text("digest"), read.Text("digest"));
    }

    [Fact]
    public async Task To_an_unknown_place_is_denied_beyond_the_allowance_with_the_same_body()
    {
        var account = await world.AgedAsync();
        Assert.Equal("allow", (await world.WithdrawAsync(account, "w1", "50", World.TronOther)).Is(200).Text("decision"));
        var reply = (await world.WithdrawAsync(account, "w2", "0.000001", World.TronOther)).Is(403);
        Assert.Equal("deny", reply.Text("decision"));
        Assert.Equal(Members[..^1], reply.Members);
        Assert.Equal("application/json", reply.ContentType);
        Assert.Contains(reply["reasons"]!.AsArray(), r => (string?)r!["code"] == "destinationUnknown");
    }

    [Fact]
    public async Task Under_one_id_means_one_withdrawal()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1", "10")).Is(200);
        var same = (await world.WithdrawAsync(account, "w1", "10")).Is(200);
        Assert.Null(same["permit"]);
        Assert.False(same.IsReplayed);
        (await world.WithdrawAsync(account, "w1", "11")).Is(409, "withdrawalIdUsed");
        (await world.WithdrawAsync(account, "w1", "10", World.TronOther)).Is(409, "withdrawalIdUsed");
    }

    [Fact]
    public async Task To_observe_decides_and_counts_nothing()
    {
        var account = await world.AgedAsync();
        var path = $"/v1/accounts/{account}/withdrawals?observe=true";
        for (var i = 0; i < 3; i++)
        {
            var seen = (await world.Platform.PostAsync(path, World.Withdrawal("w1", "50", World.TronOther))).Is(200);
            Assert.Equal("allow", seen.Text("decision"));
            Assert.Null(seen["permit"]);
        }
        (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/w1")).Is(404, "withdrawalUnknown");
        Assert.Equal("allow", (await world.WithdrawAsync(account, "w1", "50", World.TronOther)).Is(200).Text("decision"));
        (await world.Platform.PostAsync(path, World.Withdrawal("w2", "1", World.TronOther))).Is(403);
    }

    [Fact]
    public async Task Under_a_freeze_is_denied()
    {
        var account = await world.AgedAsync();
        (await world.FreezeAsync(account)).Is(200);
        var reply = (await world.WithdrawAsync(account, "w1")).Is(403);
        Assert.Equal("frozen", (string?)reply["reasons"]![0]!["code"]);
    }

    [Fact]
    public async Task Can_be_cancelled_from_a_minute_after_its_permit_ended_and_then_counts_no_more()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1", "50", World.TronOther)).Is(200);
        (await world.ContinueAsync(account, "w1", "cancel")).Is(409, "permitLives");
        await world.AdvanceAsync("PT121S");
        Assert.True((bool)(await world.ContinueAsync(account, "w1", "cancel")).Is(200)["cancelled"]!);
        (await world.ContinueAsync(account, "w1", "permit")).Is(409, "withdrawalCancelled");
        (await world.ContinueAsync(account, "w1", "release")).Is(409, "withdrawalCancelled");
        (await world.WithdrawAsync(account, "w2", "50", World.TronOther)).Is(200);
    }

    [Fact]
    public async Task Gets_a_fresh_permit_while_it_is_allowed()
    {
        var account = await world.AgedAsync();
        var first = (await world.WithdrawAsync(account, "w1")).Is(200);
        await world.AdvanceAsync("PT2M");
        var second = (await world.ContinueAsync(account, "w1", "permit")).Is(200);
        Assert.NotNull(second["permit"]);
        Assert.NotEqual(first.Text("permit"), second.Text("permit"));
        (await world.WithdrawAsync(account, "w2", "60", World.TronOther)).Is(403);
        (await world.ContinueAsync(account, "w2", "permit")).Is(409, "withdrawalNotAllowed");
    }

    [Fact]
    public async Task That_is_held_is_released_when_its_time_has_come()
    {
        var account = await world.OpenAsync(World.Bot + "," + World.Place() + ",{\"op\":\"setSettling\",\"length\":\"P7D\"}");
        await world.AdvanceAsync("PT49H");
        var held = (await world.WithdrawAsync(account, "w1", "1000")).Is(202);
        Assert.Equal("hold", held.Text("decision"));
        Assert.NotNull(held["until"]);
        Assert.Equal("hold", (await world.ContinueAsync(account, "w1", "release")).Is(202).Text("decision"));
        await world.AdvanceAsync("P8D");
        var released = (await world.ContinueAsync(account, "w1", "release")).Is(200);
        Assert.Equal("allow", released.Text("decision"));
        Assert.NotNull(released["permit"]);
    }

    [Fact]
    public async Task Knows_an_account_and_a_withdrawal_only_under_their_own_names()
    {
        var (mine, his) = (await world.AgedAsync(), await world.OpenAsync());
        (await world.WithdrawAsync(mine, "w1")).Is(200);
        (await world.Platform.GetAsync($"/v1/accounts/{his}/withdrawals/w1")).Is(404, "withdrawalUnknown");
        (await world.Platform.GetAsync("/v1/accounts/nobody/withdrawals/w1")).Is(404, "accountUnknown");
        foreach (var what in (string[])["cancel", "release", "permit"])
            (await world.ContinueAsync(his, "w1", what)).Is(404, "withdrawalUnknown");
    }

    [Fact]
    public async Task Is_the_platforms_affair_and_no_keys()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1")).Is(200);
        foreach (var what in (string[])["cancel", "release", "permit"])
            (await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/w1/{what}", $$"""{"by":{{World.By("key", "k1")}}}"""))
                .Is(403, "keyHasNoSay");
    }

    [Fact]
    public async Task Below_its_floor_price_is_no_meaning()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1", "100", more: ",\"value\":{\"amount\":\"99.99\",\"currency\":\"USDT\"}"))
            .Is(422, "valueUnderstated");
    }
}
