using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Signalling(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData("inCall", true)]
    [InlineData("moonPhase", false)]
    public async Task Is_recorded_whether_it_weighs_or_not(string kind, bool weighs)
    {
        var account = await world.OpenAsync(World.Bot);
        var at = (await world.NowAsync()).ToString("yyyy-MM-ddTHH:mm:ssZ");
        var reply = (await world.Platform.PostAsync("/v1/signals",
            $$"""{"account":"{{account}}","kind":"{{kind}}","at":"{{at}}","data":{"subject":"+15550100","any":["thing"]} }""")).Is(202);
        Assert.True((bool)reply["recorded"]!);
        Assert.Equal(weighs, (bool)reply["weighs"]!);
    }

    [Fact]
    public async Task About_a_call_makes_what_is_asked_afterwards_wait_longer()
    {
        var account = await world.AgedAsync();
        var at = (await world.NowAsync()).ToString("yyyy-MM-ddTHH:mm:ssZ");
        (await world.Platform.PostAsync("/v1/signals", $$"""{"account":"{{account}}","kind":"inCall","at":"{{at}}"}""")).Is(202);
        Assert.Equal("high", (string?)(await world.AskAsync(account, World.Grant())).Is(201)["assessment"]!["level"]);
        (await world.WithdrawAsync(account, "w1", "1000")).Is(200);
    }
}
