using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Gate;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Tests.Gate;

public sealed class AskingTheGate : IAsyncLifetime
{
    private const string Read = "/api/v3/account", Order = "/api/v3/order?symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1";

    private World world = null!;

    public async ValueTask InitializeAsync() =>
        world = await World.StartedAsync(change: o => o with { Gate = string.Join(',', PermissionMap.Presets) });

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public static TheoryData<string, string, string> Reads => new()
    {
        { "binance", "GET", "/api/v3/account?recvWindow=5000" },
        { "bybit", "GET", "/v5/account/wallet-balance?accountType=UNIFIED" },
        { "okx", "GET", "/api/v5/account/balance?ccy=BTC" },
        { "kucoin", "GET", "/api/v1/accounts?currency=BTC" },
        { "bitget", "GET", "/api/v2/spot/account/assets" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Lets_a_client_read_that_signs_as_its_exchange_has_it(string scheme, string method, string target)
    {
        var (account, robot, _) = await JoinAsync(scheme);
        var answer = await robot.AskAsync(method, target);
        Assert.True(answer.Status == 200, await WhyAsync(account) + answer.Status);
        Assert.Equal((account, KeyOf(account), "read"), (answer.Headers["X-Holdfast-Account"], answer.Headers["X-Holdfast-Key"], answer.Headers["X-Holdfast-Permission"]));
        Assert.Equal("@exchange", answer.Headers["X-Accel-Redirect"]);
    }

    [Fact]
    public async Task Says_to_a_thief_nothing_and_to_the_owner_why()
    {
        var (account, robot, secret) = await JoinAsync("binance");
        (await robot.AskAsync("GET", Read)).Is(200);
        var stranger = new Robot(world, "binance", KeyOf(account), SigningKey.OfSecret("another secret of this length..."u8.ToArray()));
        await RefusedAsync(account, 401, "signatureWrong", await stranger.AskAsync("GET", Read));
        await RefusedAsync(account, 403, "sourceMissing", await new Robot(world, "binance", KeyOf(account), secret) { Ip = "203.0.113.77" }.AskAsync("GET", Read));
        await RefusedAsync(account, 403, "permissionHeld", await robot.AskAsync("POST", Order));
        await RefusedAsync(account, 403, "permissionHeld", await robot.AskAsync("GET", "/api/v3/nobody/mapped/this"));
        await RefusedAsync(account, 401, "timeStale", await new Robot(world, "binance", KeyOf(account), secret) { ClockError = TimeSpan.FromSeconds(-6) }.AskAsync("GET", Read));
        await RefusedAsync(account, 401, "timeAhead", await new Robot(world, "binance", KeyOf(account), secret) { ClockError = TimeSpan.FromSeconds(3) }.AskAsync("GET", Read));
        var nobody = await new Robot(world, "binance", "nobody-has-this", secret).AskAsync("GET", Read);
        Assert.Equal((401, ""), (nobody.Status, nobody.Body));
    }

    [Fact]
    public async Task Takes_a_request_once_but_for_what_only_reads()
    {
        var (account, robot, _) = await JoinAsync("binance");
        await world.AdvanceAsync("PT49H");
        var order = await robot.SignedAsync("POST", Order);
        (await robot.SendAsync("POST", order)).Is(200);
        await RefusedAsync(account, 403, "replayed", await robot.SendAsync("POST", order));
        var read = await robot.SignedAsync("GET", Read);
        (await robot.SendAsync("GET", read)).Is(200);
        (await robot.SendAsync("GET", read)).Is(200);
        // the start forgets what was taken, so it takes nothing that was signed before it
        var kept = await robot.SignedAsync("POST", Order);
        await world.RestartAsync();
        await RefusedAsync(account, 403, "signedTooEarly", await robot.SendAsync("POST", order));
        await RefusedAsync(account, 403, "signedTooEarly", await robot.SendAsync("POST", kept));
        await world.AdvanceAsync("PT5S");
        (await robot.AskAsync("POST", Order)).Is(200);
    }

    /// <summary>Binance's signatures hold neither method nor path, so what was signed to look at orders could be sent to cancel them.</summary>
    [Fact]
    public async Task Takes_for_nothing_else_what_was_signed_to_read()
    {
        var (account, robot, _) = await JoinAsync("binance");
        await world.AdvanceAsync("PT49H");
        var read = await robot.SignedAsync("GET", "/api/v3/openOrders?symbol=BTCUSDT");
        (await robot.SendAsync("GET", read)).Is(200);
        (await robot.SendAsync("GET", read)).Is(200);
        await RefusedAsync(account, 403, "replayed", await robot.SendAsync("DELETE", read));
    }

    [Fact]
    public async Task Refuses_a_key_from_the_answer_on_that_stops_it()
    {
        var (account, robot, _) = await JoinAsync("binance");
        (await robot.AskAsync("GET", Read)).Is(200);
        (await world.AskAsync(account, $$"""{"op":"suspendKey","key":"{{KeyOf(account)}}"}""")).Is(201);
        await RefusedAsync(account, 403, "keySuspended", await robot.AskAsync("GET", Read));
        (await world.AskAsync(account, $$"""{"op":"removeKey","key":"{{KeyOf(account)}}"}""")).Is(201);
        await RefusedAsync(account, 403, "keyRemoved", await robot.AskAsync("GET", Read));
    }

    [Fact]
    public async Task Stops_everything_under_a_freeze_of_everything_and_only_then()
    {
        var (account, robot, _) = await JoinAsync("binance");
        await world.AdvanceAsync("PT49H");
        (await world.FreezeAsync(account)).Is(200);
        (await robot.AskAsync("POST", Order)).Is(200);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{World.Owner(account)}},"reason":"all","scope":"all"}""")).Is(200);
        await RefusedAsync(account, 403, "frozen", await robot.AskAsync("GET", Read));
    }

    [Fact]
    public async Task Judges_a_withdrawal_in_the_same_call()
    {
        var (account, robot, _) = await JoinAsync("binance", World.Place());
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("P8D");
        var target = $"/sapi/v1/capital/withdraw/apply?coin=USDT&network=TRX&amount=200&address={World.Tron}&withdrawOrderId=mine-1";
        var allowed = (await robot.AskAsync("POST", target)).Is(200);
        Assert.Equal("mine-1", allowed.Headers["X-Holdfast-Withdrawal"]);
        Assert.Equal("allow", (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/mine-1")).Is(200).Text("decision"));
        Assert.NotNull((await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals/mine-1/permit", $$"""{"by":{{World.Owner(account)}}}""")).Is(200).Text("permit"));
        var elsewhere = target.Replace(World.Tron, World.TronOther, StringComparison.Ordinal).Replace("mine-1", "mine-2", StringComparison.Ordinal);
        await RefusedAsync(account, 403, "withdrawalDenied", await robot.AskAsync("POST", elsewhere));
        await RefusedAsync(account, 403, "withdrawalUnreadable", await robot.AskAsync("POST", "/sapi/v1/capital/withdraw/apply?coin=USDT&amount=1"));
    }

    [Fact]
    public async Task Knows_a_secret_that_was_rotated_away_from_a_wrong_one()
    {
        var (account, robot, _) = await JoinAsync("binance");
        (await robot.AskAsync("GET", Read)).Is(200);
        var change = (await world.AskAsync(account, $$"""{"op":"rotateKey","key":"{{KeyOf(account)}}","credential":{"kind":"shared","scheme":"binance"},"overlap":"PT0S"}""")).Is(201);
        var approved = (await world.ApproveAsync(account, change)).Is(200);
        var fresh = (change["secrets"] ?? approved["secrets"])![0]!;
        await RefusedAsync(account, 401, "credentialRotated", await robot.AskAsync("GET", Read));
        var next = new Robot(world, "binance", KeyOf(account), SecretOf("binance", (string)fresh["secret"]!, null));
        (await next.AskAsync("GET", Read)).Is(200);
    }

    [Fact]
    public async Task Gives_an_id_to_the_account_that_had_it_first()
    {
        var (account, robot, _) = await JoinAsync("binance");
        var thief = await world.OpenAsync(Key(KeyOf(account), "binance"));
        await world.AdvanceAsync("PT1S");
        var answer = (await robot.AskAsync("GET", Read)).Is(200);
        Assert.Equal(account, answer.Headers["X-Holdfast-Account"]);
        Assert.NotEqual(account, thief);
    }

    [Fact]
    public async Task Writes_what_it_refused_into_the_feed()
    {
        var (account, robot, _) = await JoinAsync("binance");
        for (var i = 0; i < 3; i++) Assert.Equal(403, (await robot.AskAsync("POST", Order)).Status);
        JsonNode? written = null;
        for (var tries = 0; tries < 600 && written is null; tries++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            written = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray()
                .FirstOrDefault(e => (string?)e!["type"] == "requestsRefused" && (string?)e["account"] == account);
        }
        Assert.Equal((KeyOf(account), "permissionHeld", 3), ((string?)written!["data"]!["key"], (string?)written["data"]!["code"], (int?)written["data"]!["count"]));
    }

    private static string KeyOf(string account) => "key-of-" + account;

    private static string Key(string key, string scheme) =>
        $$"""{"op":"addKey","key":"{{key}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"{{scheme}}"} }""";

    private async Task<(string Account, Robot Robot, SigningKey Secret)> JoinAsync(string scheme, string more = "")
    {
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync(
            "/v1/accounts", World.Opening(account, Key(KeyOf(account), scheme) + (more.Length > 0 ? "," + more : "")))).Is(201);
        var given = opened["secrets"]![0]!;
        var secret = SecretOf(scheme, (string)given["secret"]!, (string?)given["passphrase"]);
        await world.AdvanceAsync("PT1S");
        return (account, new Robot(world, scheme, KeyOf(account), secret), secret);
    }

    private static SigningKey SecretOf(string scheme, string text, string? passphrase) => SigningKey.OfSecret(
        Catalog.Named(scheme)!.IsSecretBase64 ? Convert.FromBase64String(text) : Encoding.ASCII.GetBytes(text), passphrase);

    private async Task RefusedAsync(string account, int status, string code, Reply answer)
    {
        // two may come in one millisecond
        var refusals = (await world.Platform.GetAsync($"/v1/accounts/{account}/refusals")).Is(200)["refusals"]!.AsArray();
        string?[] why = [.. refusals.Where(r => (string?)r!["last"] == (string?)refusals[0]!["last"]).Select(r => (string?)r!["code"])];
        Assert.True(answer.Status == status && why.Contains(code), $"expected {status} {code}, was {answer.Status} {string.Join(' ', why)}");
        Assert.Equal("", answer.Body);
        Assert.False(answer.Headers.ContainsKey("X-Holdfast-Account"));
    }

    private async Task<string?> WhyAsync(string account) =>
        (string?)(await world.Platform.GetAsync($"/v1/accounts/{account}/refusals")).Is(200)["refusals"]!.AsArray().FirstOrDefault()?["code"];
}
