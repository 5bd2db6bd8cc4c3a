using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Clocks;

public sealed class ShowingTimes
{
    /// <summary>A key ends by the calendar; what runs on ages ends later by a gap that nobody vouched for.</summary>
    [Fact]
    public async Task The_end_of_a_key_is_shown_as_it_was_set_also_after_a_gap()
    {
        var time = new MovableTime();
        await using var server = await RunningServer.ProductionAsync(o => o with { Time = time });
        const string Ends = "2031-05-01T12:30:00.000Z";
        var key = World.Bot.Replace("\"expiresAt\":null", $"\"expiresAt\":\"{Ends}\"", StringComparison.Ordinal);
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", key))).Is(201);
        await server.StopAsync();
        time.Pass(TimeSpan.FromDays(3));
        await server.StartAsync();
        Assert.Equal("behind", (await server.Nobody.GetAsync("/readyz")).Is(200).Text("clock"));
        Assert.Equal(Ends, (string?)(await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["keys"]![0]!["expiresAt"]);
    }
}
