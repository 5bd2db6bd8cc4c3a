using System.Text;
using Holdfast.Server.Tests.Gate;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.OpenApi;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Tests.Middleware;

/// <summary>The sample exchange, behind the middleware, beside a real server.</summary>
public sealed class GuardingAnExchange : IAsyncLifetime
{
    private const string Orders = "/api/orders", Order = """{"pair":"BTC-USDT","side":"buy","size":"1"}""";

    private World world = null!;
    private SampleExchange exchange = null!;

    public static TheoryData<string> Schemes => ["binance", "okx", "httpMessageSignatures"];

    public async ValueTask InitializeAsync()
    {
        world = await World.StartedAsync(change: o => o with { GateMap = Path.Combine(Repository.Root, "samples", "Exchange", "routes.txt"), Proxies = "127.0.0.1/32" });
        exchange = await SampleExchange.StartAsync(world.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await exchange.DisposeAsync();
        await world.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Lets_on_what_is_signed_and_in_force_with_the_bytes_that_were_signed(string scheme)
    {
        var (account, robot, _) = await JoinAsync(scheme);
        Assert.Equal(200, await robot.ThroughAsync(exchange.Port, "GET", Orders));
        Assert.Equal(403, await robot.ThroughAsync(exchange.Port, "POST", Target(scheme), Body(scheme)));
        await world.AdvanceAsync("PT49H");
        Assert.Equal(200, await robot.ThroughAsync(exchange.Port, "POST", Target(scheme), Body(scheme)));
        var order = Assert.Single(exchange.OrdersOf(account));
        Assert.Equal((KeyOf(account), Body(scheme)), (order.Key, order.Text));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Refuses_a_wrong_secret_a_replay_and_a_body_that_was_changed(string scheme)
    {
        var (account, robot, secret) = await JoinAsync(scheme);
        await world.AdvanceAsync("PT49H");
        var thief = new Robot(world, scheme, KeyOf(account), SigningKey.OfSecret("a secret that is somebody else's"u8.ToArray(), secret.Passphrase));
        Assert.Equal(401, await thief.ThroughAsync(exchange.Port, "POST", Target(scheme), Body(scheme)));
        var order = await robot.SignedAsync("POST", Target(scheme), Body(scheme));
        Assert.Equal(200, await Robot.ThroughAsync(exchange.Port, "POST", order));
        Assert.Equal(403, await Robot.ThroughAsync(exchange.Port, "POST", order));
        var changed = await robot.SignedAsync("POST", Target(scheme), Body(scheme));
        changed.SetBody(Encoding.ASCII.GetBytes(Body(scheme) + " "));
        Assert.NotEqual(200, await Robot.ThroughAsync(exchange.Port, "POST", changed));
        Assert.Single(exchange.OrdersOf(account));
    }

    [Fact]
    public async Task Hands_on_a_withdrawal_that_was_allowed_by_its_id()
    {
        var (account, robot, _) = await JoinAsync("okx", World.Place());
        var body = $$"""{"clientId":"mine-1","coin":"USDT","chain":"TRON","amount":"200","to":"{{World.Tron}}"}""";
        Assert.Equal(403, await robot.ThroughAsync(exchange.Port, "POST", "/api/withdrawals", body));
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("P8D");
        body = body.Replace("mine-1", "mine-2", StringComparison.Ordinal);
        var answer = await exchange.SendRawAsync(Raw(await robot.SignedAsync("POST", "/api/withdrawals", body), body));
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains($$"""{"account":"{{account}}","id":"mine-2"}""", answer, StringComparison.Ordinal);
        Assert.Equal("allow", (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/mine-2")).Is(200).Text("decision"));
        body = body.Replace("mine-2", "mine-3", StringComparison.Ordinal).Replace(World.Tron, World.TronOther, StringComparison.Ordinal);
        Assert.Equal(403, await robot.ThroughAsync(exchange.Port, "POST", "/api/withdrawals", body));
    }

    [Fact]
    public async Task Refuses_all_while_Holdfast_is_down_and_guards_nothing_else()
    {
        var (account, robot, _) = await JoinAsync("binance");
        Assert.Equal(200, await robot.ThroughAsync(exchange.Port, "GET", Orders));
        var kept = await robot.SignedAsync("GET", Orders);
        await world.StopAsync();
        Assert.Equal(503, await Robot.ThroughAsync(exchange.Port, "GET", kept));
        Assert.Empty(exchange.OrdersOf(account));
        var prices = await exchange.SendRawAsync("GET /prices HTTP/1.1\r\nHost: api.exchange.example\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", prices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_chunked_body_and_hands_on_the_same_bytes()
    {
        var (account, robot, _) = await JoinAsync("okx");
        await world.AdvanceAsync("PT49H");
        var (one, two) = (Order[..7], Order[7..]);
        var chunks = $"{one.Length:x}\r\n{one}\r\n{two.Length:x}\r\n{two}\r\n0\r\n\r\n";
        var answer = await exchange.SendRawAsync(Raw(await robot.SignedAsync("POST", Orders, Order), chunks, "Transfer-Encoding: chunked"));
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(Order, Assert.Single(exchange.OrdersOf(account)).Text);
    }

    [Theory]
    [InlineData("GET /api/../api/orders")]
    [InlineData("GET /prices/../api/orders")]
    [InlineData("GET /%61pi/orders")]
    [InlineData("GET /api/%6frders")]
    [InlineData("GET /API/orders")]
    [InlineData("GET /api/orders/")]
    [InlineData("GET http://api.exchange.example/api/orders")]
    public async Task Refuses_a_path_that_routing_would_read_as_another(string line)
    {
        var (_, robot, _) = await JoinAsync("binance");
        var draft = await robot.SignedAsync("GET", line[4..]);
        var answer = await exchange.SendRawAsync(Raw(draft, "", null, "GET"));
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    private static string KeyOf(string account) => "bot-" + account;

    /// <summary>Binance's clients sign the query; what stands in a body they would sign as a form.</summary>
    private static string Target(string scheme) => scheme == "binance" ? Orders + "?pair=BTC-USDT&side=buy" : Orders;

    private static string Body(string scheme) => scheme == "binance" ? "" : Order;

    private static string Raw(RequestBuffer draft, string body, string? framing = null, string method = "POST")
    {
        var text = new StringBuilder($"{method} {Encoding.ASCII.GetString(draft.Target)} HTTP/1.1\r\nHost: api.exchange.example\r\nConnection: close\r\n");
        var fields = draft.Request.Headers;
        for (var i = 0; i < fields.Count; i++) text.Append($"{Encoding.ASCII.GetString(fields.Name(i))}: {Encoding.ASCII.GetString(fields.Value(i))}\r\n");
        return text.Append(framing ?? $"Content-Length: {body.Length}").Append("\r\n\r\n").Append(body).ToString();
    }

    private async Task<(string Account, Robot Robot, SigningKey Secret)> JoinAsync(string scheme, string more = "")
    {
        var account = World.Name("acc");
        var key = $$"""{"op":"addKey","key":"{{KeyOf(account)}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["127.0.0.0/8"],"expiresAt":null,"credential":{"kind":"shared","scheme":"{{scheme}}"} }""";
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account, key + (more.Length > 0 ? "," + more : "")))).Is(201);
        var given = opened["secrets"]![0]!;
        var text = (string)given["secret"]!;
        var secret = SigningKey.OfSecret(
            Catalog.Named(scheme)!.IsSecretBase64 ? Convert.FromBase64String(text) : Encoding.ASCII.GetBytes(text), (string?)given["passphrase"]);
        await world.AdvanceAsync("PT1S");
        return (account, new Robot(world, scheme, KeyOf(account), secret), secret);
    }
}
