using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests;

public sealed class Opening(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_account_answers_with_what_it_holds()
    {
        var name = World.Name("acc");
        var reply = (await world.Platform.PostAsync("/v1/accounts", World.Opening(name, World.Bot + "," + World.Place()))).Is(201);
        Assert.Equal("", reply.Body);
    }

    [Fact]
    public async Task Aged_power_withdraws()
    {
        var name = await world.AgedAsync();
        var reply = (await world.WithdrawAsync(name, "w1", "1000")).Is(200);
        Assert.Equal("", reply.Body + (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Body);
    }
}
