using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Alerting(World world) : IClassFixture<World>
{
    private const string Default = """{"above":null,"digest":false,"quiet":null}""";

    [Fact]
    public async Task Tells_more_at_once_and_less_after_a_hold()
    {
        var account = await world.OpenAsync();
        Assert.Equal(Default, await AlertsAsync(account));
        Assert.Equal("inForce", (await world.AskAsync(account, Set("\"100\"", "true"))).Is(201).Text("state"));
        Assert.Equal("""{"above":"100","digest":true,"quiet":null}""", await AlertsAsync(account));
        var less = (await world.AskAsync(account, Set("\"50\"", "true", """{"from":"22:00","to":"07:00","zone":"Europe/Berlin"}"""))).Is(201);
        Assert.Equal("awaitingApproval", less.Text("state"));
        (await world.ApproveAsync(account, less)).Is(200);
        await world.AdvanceAsync("PT47H");
        Assert.Equal("""{"above":"100","digest":true,"quiet":null}""", await AlertsAsync(account));
        await world.AdvanceAsync("PT2H");
        Assert.Equal("""{"above":"50","digest":true,"quiet":{"from":"22:00","to":"07:00","zone":"Europe/Berlin"}}""", await AlertsAsync(account));
        Assert.Null((await world.AskAsync(account, Set("\"50.0\"", "true", """{"from":"22:00","to":"07:00","zone":"Europe/Berlin"}"""))).Is(200)["change"]);
    }

    [Fact]
    public async Task Of_a_channel_that_is_not_there_is_refused()
    {
        var account = await world.OpenAsync();
        (await world.AskAsync(account, Set("null", "true").Replace("email", "fax", StringComparison.Ordinal))).Is(422, "channelUnknown");
    }

    [Fact]
    public async Task Raises_an_alert_right_before_the_withdrawal_that_it_is_about()
    {
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "quiet", "200")).Is(200);
        (await world.WithdrawAsync(account, "young", "10", World.TronOther, key: account)).Is(200);
        Assert.True((await world.WithdrawAsync(account, "young", "10", World.TronOther, key: account)).Is(200).IsReplayed);
        (await world.WithdrawAsync(account, "young", "10", World.TronOther)).Is(200);
        (await world.AskAsync(account, Set("\"100\"", "false"))).Is(201);
        (await world.WithdrawAsync(account, "small", "99")).Is(200);
        (await world.WithdrawAsync(account, "large", "100")).Is(200);
        (await world.ContinueAsync(account, "large", "permit")).Is(200);
        Assert.Equal("allow", (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/large")).Is(200).Text("decision"));
        Assert.Equal(
            [
                "withdrawalDecided quiet", "alertRaised young young", "withdrawalDecided young", "withdrawalDecided small",
                "alertRaised large size", "withdrawalDecided large", "withdrawalDecided large",
            ],
            await WithdrawalEventsAsync(account));
    }

    private async Task<string[]> WithdrawalEventsAsync(string account)
    {
        var events = (await world.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray();
        return
        [
            .. events.Where(e => (string?)e!["account"] == account).Select(e => (string?)e!["type"] switch
            {
                "alertRaised" => $"alertRaised {e["data"]!["withdrawal"]} {e["data"]!["reason"]}",
                "withdrawalDecided" => $"withdrawalDecided {e["data"]!["withdrawal"]!["request"]!["id"]}",
                _ => "",
            }).Where(e => e.Length > 0),
        ];
    }

    private async Task<string> AlertsAsync(string account) =>
        (await world.Platform.GetAsync("/v1/accounts/" + account)).Is(200)["channels"]![0]!["alerts"]!.ToJsonString();

    private static string Set(string above, string digest, string quiet = "null") =>
        $$"""{"op":"setAlerts","channel":"email","above":{{above}},"digest":{{digest}},"quiet":{{quiet}} }""";
}
