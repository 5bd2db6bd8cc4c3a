using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>A signer signs a `jti` once, ever; so two permits of one withdrawal are worth one.</summary>
public sealed class PermitTwice(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Every_permit_of_a_withdrawal_names_the_same_one()
    {
        var account = await world.AgedAsync();
        var first = (await world.WithdrawAsync(account, "w1", "100")).Is(200).Text("permit")!;
        var second = (await world.ContinueAsync(account, "w1", "permit")).Is(200).Text("permit")!;
        await world.AdvanceAsync("P1D");
        var third = (await world.ContinueAsync(account, "w1", "permit")).Is(200).Text("permit")!;
        foreach (var claim in (string[])["jti", "asset", "network", "address", "amount", "aud"])
            Assert.Single(((string[])[first, second, third]).Select(p => (string?)Claims(p)[claim]).Distinct());
        Assert.Equal($"{account}/w1", (string?)Claims(first)["jti"]);
    }

    [Fact]
    public async Task Asking_again_by_any_key_or_body_gives_no_second_one()
    {
        var account = await world.AgedAsync();
        Assert.NotNull((await world.WithdrawAsync(account, "w1", "100", key: "p-" + account)).Is(200)["permit"]);
        Assert.Null((await world.WithdrawAsync(account, "w1", "100", key: "p-" + account)).Is(200)["permit"]);
        Assert.Null((await world.WithdrawAsync(account, "w1", "100")).Is(200)["permit"]);
        Assert.Null((await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/w1")).Is(200)["permit"]);
        Assert.Null((await world.ContinueAsync(account, "w1", "release")).Is(200)["permit"]);
    }

    internal static JsonNode Claims(string permit) => JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(permit.Split('.')[1])))!;
}

/// <summary>What was allowed is stopped before it is signed: no fresh permit.</summary>
public sealed class PermitAfterVeto(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_freeze_ends_permits_at_once()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1", "100")).Is(200);
        (await world.FreezeAsync(account)).Is(200);
        AssertNone(await world.ContinueAsync(account, "w1", "permit"));
    }

    [Fact]
    public async Task A_veto_of_what_it_needs_ends_permits_at_once()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT49H");
        (await world.WithdrawAsync(account, "w1", "50", World.TronOther)).Is(200);
        (await world.AskAsync(account, """{"op":"revoke","key":"k1","permission":"withdraw"}""")).Is(201);
        AssertNone(await world.ContinueAsync(account, "w1", "permit"));
    }

    private static void AssertNone(Reply reply)
    {
        Assert.Equal("deny", reply.Is(403).Text("decision"));
        Assert.Null(reply["permit"]);
    }
}

/// <summary>An old `allow` is said again: for another place, or after things changed.</summary>
public sealed class ReplayedAllow(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Is_for_no_other_address_under_the_same_key_or_the_same_id()
    {
        var account = await world.AgedAsync();
        var key = "r-" + account;
        (await world.WithdrawAsync(account, "w1", "100", key: key)).Is(200);
        (await world.WithdrawAsync(account, "w1", "100", World.TronOther, key)).Is(422, "idempotencyKeyReused");
        (await world.WithdrawAsync(account, "w1", "100", World.TronOther)).Is(409, "withdrawalIdUsed");
        (await world.WithdrawAsync(account, "w1", "100.01")).Is(409, "withdrawalIdUsed");
        (await world.WithdrawAsync(account, "w1", "100", more: ",\"tag\":\"\"")).Is(200);
    }

    [Fact]
    public async Task Three_days_later_and_after_a_freeze_brings_no_permit()
    {
        var account = await world.AgedAsync();
        var key = "f-" + account;
        (await world.WithdrawAsync(account, "w1", "100", key: key)).Is(200);
        await world.AdvanceAsync("P3D");
        (await world.FreezeAsync(account)).Is(200);
        var replayed = (await world.WithdrawAsync(account, "w1", "100", key: key)).Is(200);
        Assert.True(replayed.IsReplayed);
        Assert.Null(replayed["permit"]);
        Assert.Null((await world.WithdrawAsync(account, "w1", "100")).Is(200)["permit"]);
        (await world.ContinueAsync(account, "w1", "permit")).Is(403);
        await world.RestartAsync();
        Assert.Null((await world.WithdrawAsync(account, "w1", "100", key: key)).Is(200)["permit"]);
        (await world.ContinueAsync(account, "w1", "permit")).Is(409, "withdrawalNotAllowed");
    }
}
