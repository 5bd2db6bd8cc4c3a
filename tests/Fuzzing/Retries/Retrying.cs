using Holdfast.Fuzz.Retries;

namespace Holdfast.Fuzzing.Tests.Retries;

/// <summary>The small form of `eng/retries`.</summary>
public sealed class Retrying
{
    public static TheoryData<string> Planted => [.. ForgettingLogs.All.Keys];

    [Fact]
    public async Task Is_answered_the_same_over_every_fault_and_restart()
    {
        var report = await new RetryRun(new RetryOptions { BetweenRestarts = 500 }).RunAsync(2_000);
        Assert.True(report.Divergent.IsEmpty, report.ToString());
        Assert.True(report is { Injections: >= 2_000, Restarts: >= 4, Deeds: > 500, Events: > 500 }, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task Shows_a_log_that_is_planted(string name)
    {
        var run = new RetryRun(new RetryOptions { BetweenRestarts = 400, Plant = ForgettingLogs.All[name] });
        var report = await run.RunAsync(2_000);
        Assert.False(report.Divergent.IsEmpty, report.ToString());
    }
}
