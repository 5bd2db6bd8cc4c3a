using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

/// <summary>The test clock of a sandbox.</summary>
public sealed class MovingTheClock
{
    [Fact]
    public async Task Ends_where_no_request_can_name_a_time_any_more()
    {
        await using var world = await World.StartedAsync();
        var account = await world.OpenAsync(World.Bot);
        for (var decades = 0; decades < 17; decades++) await world.AdvanceAsync("P3650D");
        var before = await world.NowAsync();
        (await world.Platform.PostAsync("/sandbox/clock", """{"advance":"P3650D"}""")).Is(422, "spanOutOfRange");
        Assert.InRange(await world.NowAsync(), before, before.AddHours(1));
        (await world.WithdrawAsync(account, "w1")).Is(200);
        (await world.Platform.GetAsync($"/v1/accounts/{account}/withdrawals/w1")).Is(200);
    }
}
