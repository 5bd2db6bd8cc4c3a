using System.Diagnostics;
using System.Text.Json;
using Holdfast.Server.Gate;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests.Gate;

/// <summary>The stock client that bots are written with, for five exchanges, through the real nginx: nothing in it knows of Holdfast.</summary>
public sealed class StockClient
{
    private const string Version = "4.5.84";

    private static readonly Lazy<string?> Folder = new(Install);

    public static TheoryData<string, string, string, string> Exchanges => new()
    {
        {
            "binance", """["privateGetAccount",{}]""", """["privatePostOrder",{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","quantity":"1"}]""",
            """["sapiPostCapitalWithdrawApply",{"coin":"USDT","network":"TRX","amount":"100","address":"ADDRESS","withdrawOrderId":"ID"}]"""
        },
        {
            "bybit", """["privateGetV5AccountWalletBalance",{"accountType":"UNIFIED"}]""",
            """["privatePostV5OrderCreate",{"category":"spot","symbol":"BTCUSDT","side":"Buy","orderType":"Market","qty":"1"}]""",
            """["privatePostV5AssetWithdrawCreate",{"coin":"USDT","chain":"TRX","amount":"100","address":"ADDRESS","requestId":"ID","timestamp":1,"accountType":"FUND"}]"""
        },
        {
            "okx", """["privateGetAccountBalance",{"ccy":"USDT"}]""",
            """["privatePostTradeOrder",{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"1"}]""",
            """["privatePostAssetWithdrawal",{"ccy":"USDT","chain":"TRX","amt":"100","toAddr":"ADDRESS","clientId":"ID","dest":"4"}]"""
        },
        {
            "kraken", """["privatePostBalance",{}]""", """["privatePostAddOrder",{"pair":"XBTUSDT","type":"buy","ordertype":"market","volume":"1"}]""",
            """["privatePostWithdraw",{"asset":"USDT","method":"TRX","key":"savings","amount":"100","address":"ADDRESS"}]"""
        },
        {
            "kucoin", """["privateGetAccounts",{"currency":"USDT"}]""",
            """["privatePostOrders",{"clientOid":"o1","symbol":"BTC-USDT","side":"buy","type":"market","size":"1"}]""",
            """["privatePostWithdrawals",{"currency":"USDT","chain":"TRX","amount":"100","toAddress":"ADDRESS","withdrawType":"ADDRESS"}]"""
        },
    };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task Trades_and_withdraws_as_before_and_not_with_new_power(string exchange, string read, string order, string withdrawal)
    {
        Assert.SkipWhen(RealProxy.Missing("nginx") is not null, RealProxy.Missing("nginx") ?? "");
        Assert.SkipWhen(Folder.Value is null, $"the client ccxt {Version} could not be installed with npm");
        await using var world = await World.StartedAsync(change: o => o with { Gate = string.Join(',', PermissionMap.Presets), Proxies = "127.0.0.3/32" });
        await using var behind = await Exchange.StartAsync();
        await using var proxy = await RealProxy.StartAsync("nginx/whole-request.conf", world.Address.Port, behind.Port, bind: "127.0.0.3");
        var bot = await JoinAsync(world, exchange, "127.0.0.0/8", World.Place());
        string Asked(string id) => withdrawal.Replace("ADDRESS", World.Tron, StringComparison.Ordinal).Replace("ID", id, StringComparison.Ordinal);

        // only reading is in force at first
        await SaysAsync(["200", "403", "403"], world, proxy, bot, read, order, Asked("early"));
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("P8D");
        await SaysAsync(["200", "200", "200"], world, proxy, bot, read, order, Asked("w1"));
        Assert.Equal(4, behind.Got.Count);
        Assert.All(behind.Got, g => Assert.Equal(bot.Account, g.Account));
        var decided = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray()
            .Where(e => (string?)e!["type"] == "withdrawalDecided").Select(e => (string?)e!["data"]!["withdrawal"]!["decision"]);
        Assert.Equal("allow", Assert.Single(decided));

        await SaysAsync(["401"], world, proxy, bot with { Secret = Other(bot.Secret) }, read);
        var elsewhere = await JoinAsync(world, exchange, "198.51.100.0/24");
        await SaysAsync(["403"], world, proxy, elsewhere, read);
        (await world.FreezeAsync(bot.Account)).Is(200);
        await SaysAsync(["200", "403"], world, proxy, bot, order, Asked("frozen"));
        var change = (await world.AskAsync(elsewhere.Account, $$"""{"op":"rotateKey","key":"{{elsewhere.Key}}","credential":{"kind":"shared","scheme":"{{exchange}}"},"overlap":"PT0S"}""")).Is(201);
        (await world.ApproveAsync(elsewhere.Account, change)).Is(200);
        await SaysAsync(["401"], world, proxy, elsewhere, read);
        Assert.Equal(5, behind.Got.Count);
    }

    private static string Other(string secret) => (secret[0] == 'A' ? 'B' : 'A') + secret[1..];

    private static async Task<Bot> JoinAsync(World world, string exchange, string source, string more = "")
    {
        var account = World.Name("acc");
        var key = "bot-" + account;
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account,
            $$"""{"op":"addKey","key":"{{key}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["{{source}}"],"expiresAt":null,"credential":{"kind":"shared","scheme":"{{exchange}}"} }"""
            + (more.Length > 0 ? "," + more : "")))).Is(201);
        await world.AdvanceAsync("PT1S");
        var given = opened["secrets"]![0]!;
        return new Bot(account, exchange, key, (string)given["secret"]!, (string?)given["passphrase"]);
    }

    private static async Task SaysAsync(string[] said, World world, RealProxy proxy, Bot bot, params string[] calls)
    {
        var ahead = (await world.NowAsync() - DateTimeOffset.UtcNow).TotalMilliseconds;
        var told = JsonSerializer.Serialize(new
        {
            exchange = bot.Exchange,
            key = bot.Key,
            secret = bot.Secret,
            password = bot.Passphrase,
            @base = $"http://127.0.0.1:{proxy.Port}",
            ahead = Math.Round(ahead),
            calls = calls.Select(c => JsonSerializer.Deserialize<JsonElement>(c)),
        });
        var script = Path.Combine(Repository.Root, "tests", "Server", "Gate", "stock-client.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, Folder.Value!, told]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = node.StandardError.ReadToEndAsync();
        var lines = (await node.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(said.SequenceEqual(lines), $"{bot.Exchange}: {string.Join(" | ", lines)} {await error}; refused: {(await world.Platform.GetAsync($"/v1/accounts/{bot.Account}/refusals")).Body}");
    }

    /// <summary>Once for all runs on this machine.</summary>
    private static string? Install()
    {
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-ccxt-" + Version);
        if (Directory.Exists(Path.Combine(folder, "node_modules", "ccxt"))) return folder;
        try
        {
            Directory.CreateDirectory(folder);
            using var npm = Process.Start(new ProcessStartInfo(
                "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, "ccxt@" + Version])
            { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            _ = npm.StandardOutput.ReadToEndAsync();
            _ = npm.StandardError.ReadToEndAsync();
            npm.WaitForExit(TimeSpan.FromMinutes(3));
            return npm is { HasExited: true, ExitCode: 0 } ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private sealed record Bot(string Account, string Exchange, string Key, string Secret, string? Passphrase);
}
