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

    private async Task<string> AlertsAsync(string account) =>
        (await world.Platform.GetAsync("/v1/accounts/" + account)).Is(200)["channels"]![0]!["alerts"]!.ToJsonString();

    private static string Set(string above, string digest, string quiet = "null") =>
        $$"""{"op":"setAlerts","channel":"email","above":{{above}},"digest":{{digest}},"quiet":{{quiet}} }""";
}
