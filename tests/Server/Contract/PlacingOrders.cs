using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class PlacingOrders(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Without_a_policy_of_prices_are_not_checked()
    {
        var account = await world.AgedAsync();
        var order = """{"order":"o1","pair":"BTC/USDT","side":"sell","amount":"1","via":{"session":"s","ip":"198.51.100.1","device":"d","factorAt":"2027-01-01T00:00:00Z"}}""";
        var reply = (await world.Platform.PostAsync($"/v1/accounts/{account}/orders", order)).Is(200);
        Assert.Equal("allow", reply.Text("decision"));
        Assert.Contains(reply["reasons"]!.AsArray(), r => (string?)r!["code"] == "pricesUnchecked");
    }

    [Fact]
    public async Task Takes_prices_as_a_strict_list_of_each_pair_once()
    {
        const string price = """{"pair":"BTC/USDT","price":"60000","volume24h":"5000000"}""";
        (await world.Platform.PostAsync("/v1/prices", $"[{price}]")).Is(200);
        (await world.Platform.PostAsync("/v1/prices", $"[{price},{price}]")).Is(422, "pairTwice");
        (await world.Platform.PostAsync("/v1/prices", price)).Is(400, "typeWrong");
        (await world.Platform.PostAsync("/v1/prices", """[{"pair":"BTC","price":"1","volume24h":"0"}]""")).Is(422, "pairInvalid");
    }
}
