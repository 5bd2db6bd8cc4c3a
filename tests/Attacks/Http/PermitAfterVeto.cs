using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

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

    /// <summary>In force and young: the veto comes too late, and the edits that it is answered with take the place away.</summary>
    [Fact]
    public async Task A_veto_after_maturity_names_the_edits_that_end_permits_at_once()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT49H");
        var asked = (await world.WithdrawAsync(account, "w1", "1000", World.TronOther)).Is(202);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/w1/approvals",
            $$"""{"factor":"platform","digest":"{{asked.Text("digest")}}","by":{{World.Owner(account)}} }""")).Is(200);
        Assert.NotNull((await world.ContinueAsync(account, "w1", "permit")).Is(200)["permit"]);
        var late = (await world.VetoAsync(account, change)).Is(409, "alreadyInForce");
        (await world.AskAsync(account, string.Join(',', late["undo"]!.AsArray().Select(e => e!.ToJsonString())))).Is(201);
        AssertNone(await world.ContinueAsync(account, "w1", "permit"));
    }

    [Fact]
    public async Task A_veto_of_a_held_place_gives_back_none_of_the_allowance()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        (await world.WithdrawAsync(account, "w1", "30", World.TronOther)).Is(200);
        (await world.VetoAsync(account, change)).Is(200);
        AssertNone(await world.WithdrawAsync(account, "w2", "30", World.TronOther));
    }

    [Fact]
    public async Task A_reduction_of_what_it_needs_ends_permits_at_once()
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
