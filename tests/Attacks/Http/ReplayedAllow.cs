using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

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
