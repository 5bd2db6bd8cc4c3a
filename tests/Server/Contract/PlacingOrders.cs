using System.Text;
using Holdfast.Server.Gate;
using Holdfast.Server.Tests.Gate;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Keys;

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

/// <summary>Orders where prices are reported: by the platform's own word, and as they come in at the gate.</summary>
public sealed class PlacingOrdersByTheirPrice : IAsyncLifetime
{
    private const string Policy = """{"prices":"reported","marketBand":"0.05","floorPrices":{"USDT":"1"}}""";

    private World world = null!;

    public async ValueTask InitializeAsync() =>
        world = await World.StartedAsync(Policy, o => o with { Gate = string.Join(',', PermissionMap.Presets) });

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Deny_what_gives_the_account_away_and_write_it_into_the_feed()
    {
        var account = await world.AgedAsync();
        await ReportAsync();
        Assert.Equal("allow", (await PlaceAsync(account, "o1", "59000")).Is(200).Text("decision"));
        Assert.Equal("allow", (await PlaceAsync(account, "o2", "null")).Is(200).Text("decision"));
        var denied = (await PlaceAsync(account, "o3", "1")).Is(403);
        Assert.Equal("deny", denied.Text("decision"));
        Assert.Contains(denied["reasons"]!.AsArray(), r => (string?)r!["code"] == "orderBeyondBand");
        var events = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray()
            .Where(e => (string?)e!["type"] == "orderDecided" && (string?)e["account"] == account).ToArray();
        Assert.Equal(["o1", "o3"], events.Select(e => (string?)e!["data"]!["order"]!["order"]!["id"]));
    }

    [Fact]
    public async Task Count_again_with_another_idempotency_key_and_once_with_the_same()
    {
        var account = await world.AgedAsync();
        await ReportAsync();
        (await PlaceAsync(account, "o1", "54000", "0.005", key: "once-" + account)).Is(200);
        (await PlaceAsync(account, "o1", "54000", "0.005", key: "once-" + account)).Is(200);
        (await PlaceAsync(account, "o1", "54000", "0.003")).Is(200);
        (await PlaceAsync(account, "o1", "54000", "0.003")).Is(403);
    }

    [Fact]
    public async Task Are_judged_at_the_gate_as_their_exchange_writes_them()
    {
        var (account, robot) = await RobotAsync();
        await ReportAsync();
        // young, and at once
        (await OrderAsync(robot, "SELL&type=LIMIT&timeInForce=GTC&quantity=5&price=59000")).Is(200);
        (await OrderAsync(robot, "BUY&type=MARKET&quoteOrderQty=100000")).Is(200);
        await RefusedAsync(account, "orderDenied", await OrderAsync(robot, "SELL&type=LIMIT&timeInForce=GTC&quantity=5&price=10"));
        await RefusedAsync(account, "orderUnreadable", await OrderAsync(robot, "SELL&type=STOP_LOSS&quantity=5&trailingDelta=2000"));
        await RefusedAsync(account, "orderUnreadable", await robot.AskAsync("POST", "/api/v3/orderList/oco?symbol=BTCUSDT&side=SELL&quantity=1"));
        await RefusedAsync(account, "orderDenied", await robot.AskAsync("POST", "/api/v3/order?symbol=THINUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1000&price=1"));
        await RefusedAsync(account, "orderDenied", await robot.AskAsync("POST", "/api/v3/order?symbol=NOBODYKNOWS&side=BUY&type=MARKET&quantity=1"));
        (await robot.AskAsync("POST", "/api/v3/order/test?symbol=BTCUSDT&side=SELL&type=LIMIT&quantity=5&price=10")).Is(200);
        (await robot.AskAsync("DELETE", "/api/v3/order?symbol=BTCUSDT&orderId=1")).Is(200);
        await world.AdvanceAsync("PT2M");
        await RefusedAsync(account, "orderDenied", await OrderAsync(robot, "SELL&type=LIMIT&timeInForce=GTC&quantity=5&price=59000"));
    }

    [Fact]
    public async Task Of_a_list_go_on_all_or_none()
    {
        var (account, robot) = await RobotAsync("okx");
        await ReportAsync();
        const string good = """{"instId":"BTC-USDT","tdMode":"cash","side":"sell","ordType":"limit","px":"59000","sz":"1"}""";
        (await robot.AskAsync("POST", "/api/v5/trade/batch-orders", $"[{good},{good}]")).Is(200);
        var bad = good.Replace("59000", "10", StringComparison.Ordinal);
        await RefusedAsync(account, "orderDenied", await robot.AskAsync("POST", "/api/v5/trade/batch-orders", $"[{good},{bad}]"));
    }

    private Task<Reply> PlaceAsync(string account, string order, string price, string amount = "1", string? key = null) => world.Platform.PostAsync(
        $"/v1/accounts/{account}/orders",
        $$"""{"order":"{{order}}","pair":"BTC/USDT","side":"sell","price":{{(price == "null" ? price : $"\"{price}\"")}},"amount":"{{amount}}","via":{"key":"k1","ip":"198.51.100.1"} }""",
        key);

    private async Task ReportAsync() => (await world.Platform.PostAsync("/v1/prices", """
        [{"pair":"BTC/USDT","price":"60000","volume24h":"5000000"},{"pair":"THIN/USDT","price":"1","volume24h":"5000"}]
        """)).Is(200);

    private static Task<Reply> OrderAsync(Robot robot, string order) => robot.AskAsync("POST", "/api/v3/order?symbol=BTCUSDT&side=" + order);

    private async Task RefusedAsync(string account, string code, Reply answer)
    {
        answer.Is(403);
        var why = (await world.Platform.GetAsync($"/v1/accounts/{account}/refusals")).Is(200)["refusals"]!.AsArray().FirstOrDefault()?["code"];
        Assert.Equal(code, (string?)why);
    }

    private async Task<(string Account, Robot Robot)> RobotAsync(string scheme = "binance")
    {
        var account = await world.AgedAsync();
        var key = "key-of-" + account;
        var change = (await world.AskAsync(account, $$"""
            {"op":"addKey","key":"{{key}}","label":"bot","permissions":["read","trade"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"{{scheme}}"} }
            """)).Is(201);
        var approved = (await world.ApproveAsync(account, change)).Is(200);
        var given = (change["secrets"] ?? approved["secrets"])![0]!;
        await world.AdvanceAsync("PT1S");
        var secret = SigningKey.OfSecret(Encoding.ASCII.GetBytes((string)given["secret"]!), (string?)given["passphrase"]);
        return (account, new Robot(world, scheme, key, secret));
    }
}
