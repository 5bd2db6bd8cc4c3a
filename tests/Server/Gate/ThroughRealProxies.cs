using System.Text;
using Holdfast.Server.Gate;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Tests.Gate;

/// <summary>The configurations of `deploy/`, run by the real servers before a real exchange.</summary>
public sealed class ThroughRealProxies
{
    public static TheoryData<string, string, string, string, string, string> Ways => new()
    {
        { "nginx", "nginx/auth-request.conf", "binance", "GET", "/api/v3/account?recvWindow=5000", "" },
        { "nginx", "nginx/whole-request.conf", "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","side":"buy","sz":"1"}""" },
        { "nginx", "nginx/whole-request.conf", "kraken", "POST", "/0/private/Balance", "" },
        { "nginx", "nginx/whole-request.conf", "bybit", "GET", "/v5/account/wallet-balance?accountType=UNIFIED", "" },
        { "caddy", "caddy/Caddyfile", "binance", "GET", "/api/v3/account?recvWindow=5000", "" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Lets_through_what_is_signed_and_in_force_and_nothing_else(
        string program, string file, string scheme, string method, string target, string body)
    {
        Assert.SkipWhen(RealProxy.Missing(program) is not null, RealProxy.Missing(program) ?? "");
        await using var world = await World.StartedAsync(change: o => o with { Gate = string.Join(',', PermissionMap.Presets), Proxies = "127.0.0.1/32" });
        await using var exchange = await Exchange.StartAsync();
        await using var proxy = await RealProxy.StartAsync(file, world.Address.Port, exchange.Port);
        var (account, secret) = await JoinAsync(world, scheme, "127.0.0.0/8");
        var robot = new Robot(world, scheme, "bot-" + account, secret);
        await world.AdvanceAsync("PT49H");

        Assert.Equal(200, await robot.ThroughAsync(proxy.Port, method, target, body, ("X-Holdfast-Account", "forged"), ("X-Forwarded-For", "203.0.113.9")));
        var got = Assert.Single(exchange.Got);
        Assert.Equal((method, target.Split('?')[0], account), (got.Method, got.Target.Split('?')[0], got.Account));
        if (body.Length > 0) Assert.Equal(body, got.Body);

        var stranger = new Robot(world, scheme, "bot-" + account, SigningKey.OfSecret("a secret that is somebody else's"u8.ToArray(), secret.Passphrase));
        Assert.Equal(401, await stranger.ThroughAsync(proxy.Port, method, target, body));
        var unmapped = target.Split('?')[0] + "/elsewhere";
        Assert.Equal(403, await robot.ThroughAsync(proxy.Port, method, unmapped, body));
        (await world.AskAsync(account, $$"""{"op":"suspendKey","key":"bot-{{account}}"}""")).Is(201);
        Assert.Equal(403, await robot.ThroughAsync(proxy.Port, method, target, body));
        Assert.Single(exchange.Got);
    }

    [Fact]
    public async Task A_client_of_another_address_is_not_let_through_by_what_he_says_of_it()
    {
        Assert.SkipWhen(RealProxy.Missing("nginx") is not null, RealProxy.Missing("nginx") ?? "");
        await using var world = await World.StartedAsync(change: o => o with { Gate = "binance", Proxies = "127.0.0.1/32" });
        await using var exchange = await Exchange.StartAsync();
        await using var proxy = await RealProxy.StartAsync("nginx/auth-request.conf", world.Address.Port, exchange.Port);
        var (account, secret) = await JoinAsync(world, "binance", "198.51.100.0/24");
        var robot = new Robot(world, "binance", "bot-" + account, secret);
        foreach (var header in (string[])["X-Forwarded-For", "X-Real-IP", "Forwarded", "X_Forwarded_For", "X-Client-IP", "True-Client-IP"])
            Assert.Equal(403, await robot.ThroughAsync(proxy.Port, "GET", "/api/v3/account", "", (header, header == "Forwarded" ? "for=198.51.100.9" : "198.51.100.9")));
        Assert.Empty(exchange.Got);
    }

    private static async Task<(string Account, SigningKey Secret)> JoinAsync(World world, string scheme, string source)
    {
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account,
            $$"""{"op":"addKey","key":"bot-{{account}}","label":"bot","permissions":["read","trade"],"sources":["{{source}}"],"expiresAt":null,"credential":{"kind":"shared","scheme":"{{scheme}}"} }"""))).Is(201);
        var given = opened["secrets"]![0]!;
        var text = (string)given["secret"]!;
        return (account, SigningKey.OfSecret(
            Catalog.Named(scheme)!.IsSecretBase64 ? Convert.FromBase64String(text) : Encoding.ASCII.GetBytes(text), (string?)given["passphrase"]));
    }
}
