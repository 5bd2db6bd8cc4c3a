using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Tests.Gate.Activity;

/// <summary>What keys are used for, from a request at the gate to the feed and the review.</summary>
public sealed class FollowingKeys : IAsyncLifetime
{
    private const string Read = "/api/v3/account";

    private World world = null!;
    private string lists = null!;

    public async ValueTask InitializeAsync()
    {
        lists = Path.GetTempFileName();
        await File.WriteAllTextAsync(lists, "203.0.113.0/24 # exits");
        world = await World.StartedAsync(change: o => o with { Gate = "binance", Networks = "tor=" + lists });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        File.Delete(lists);
    }

    [Fact]
    public async Task A_first_network_is_told_once_and_one_that_hides_who_calls_too()
    {
        var (account, secret) = await JoinAsync("0.0.0.0/0");
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        (await Robot(account, secret, "192.0.2.1").AskAsync("GET", Read)).Is(200);
        (await Robot(account, secret, "203.0.113.5").AskAsync("GET", Read)).Is(200);
        (await Robot(account, secret, "192.0.2.2").AskAsync("GET", Read)).Is(200);
        var signals = await SignalsAsync(account);
        Assert.Equal(2, signals.Count(s => s == "keyNewNetwork"));
        Assert.Single(signals, s => s == "keyAnonymousNetwork");
    }

    [Fact]
    public async Task What_was_known_is_known_after_a_start()
    {
        var (account, secret) = await JoinAsync("0.0.0.0/0");
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        (await Robot(account, secret, "192.0.2.1").AskAsync("GET", Read)).Is(200);
        var before = await SignalsAsync(account);
        await world.RestartAsync();
        await world.AdvanceAsync("PT10S");
        (await Robot(account, secret, "192.0.2.1").AskAsync("GET", Read)).Is(200);
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        Assert.Equal(before, await SignalsAsync(account));
    }

    /// <summary>Whoever has no key can't make evidence about its owner, however often he tries.</summary>
    [Fact]
    public async Task What_was_not_verified_is_no_evidence()
    {
        var (account, secret) = await JoinAsync("198.51.100.0/24");
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        var before = await SignalsAsync(account);
        using var other = SigningKey.OfSecret("another secret of this length..."u8.ToArray());
        for (var i = 1; i < 10; i++) Assert.Equal(401, (await Robot(account, other, $"203.0.{i}.5").AskAsync("GET", Read)).Status);
        for (var i = 1; i < 10; i++) Assert.Equal(403, (await Robot(account, secret, $"203.0.{i}.5").AskAsync("GET", Read)).Status);
        Assert.Equal(before, await SignalsAsync(account));
    }

    [Fact]
    public async Task A_review_says_what_was_used_and_all_it_offers_is_done_at_once()
    {
        var (account, secret) = await JoinAsync("0.0.0.0/0", World.Place());
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        for (var i = 0; i < 12; i++) await world.AdvanceAsync("P8D");
        (await Robot(account, secret, "198.51.100.9").AskAsync("GET", Read)).Is(200);
        await SignalsAsync(account);
        var key = Assert.Single((await world.Platform.GetAsync($"/v1/accounts/{account}/review")).Is(200)["keys"]!.AsArray())!;
        Assert.Equal(["read"], key["used"]!.AsArray().Select(u => (string?)u!["permission"]));
        Assert.Equal("unlimited", (string?)key["couldLose"]!["bound"]);
        Assert.Equal(["permissionUnused", "permissionUnused", "neverExpires"], key["spare"]!.AsArray().Select(s => (string?)s!["why"]));
        foreach (var edit in key["spare"]!.AsArray().SelectMany(s => s!["edits"]!.AsArray()))
        {
            var change = (await world.AskAsync(account, edit!.ToJsonString())).Is(201);
            Assert.Equal("inForce", change.Text("state"));
        }
    }

    private async Task<(string Account, SigningKey Secret)> JoinAsync(string source, string more = "")
    {
        var account = World.Name("acc");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(account, $$"""
            {"op":"addKey","key":"key-of-{{account}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["{{source}}"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} }
            """ + (more.Length > 0 ? "," + more : "")))).Is(201);
        await world.AdvanceAsync("PT1S");
        return (account, SigningKey.OfSecret(Encoding.ASCII.GetBytes((string)opened["secrets"]![0]!["secret"]!)));
    }

    private Robot Robot(string account, SigningKey secret, string ip) => new(world, "binance", "key-of-" + account, secret) { Ip = ip };

    /// <summary>All signals of an account, once what waits is written.</summary>
    private async Task<string[]> SignalsAsync(string account)
    {
        await world.Server.Gate.Activity.WriteAsync();
        var events = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray();
        return [.. events.Where(e => (string?)e!["type"] == "signalObserved" && (string?)e["account"] == account).Select(Kind)];
    }

    private static string Kind(JsonNode? e) => (string)e!["data"]!["signal"]!["kind"]!;
}
