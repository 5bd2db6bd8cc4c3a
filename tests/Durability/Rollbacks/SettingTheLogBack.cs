using Holdfast.Durability.Rollbacks;

namespace Holdfast.Durability.Tests.Rollbacks;

/// <summary>A few rollbacks to earlier moments; `eng/rollbacks` makes 1,000.</summary>
public sealed class SettingTheLogBack
{
    [Fact]
    public async Task Is_always_noticed_and_nothing_else_is()
    {
        var run = new RollbackRun(seed: 5);
        await run.RunAsync(rollbacks: 25, starts: 6);
        Assert.Empty(run.Wrong);
        Assert.Equal((25, 25, 25, 0), (run.Rollbacks, run.Noticed, run.Honest, run.FalseAlarms));
    }

    /// <summary>G45: what the run is there to find.</summary>
    [Fact]
    public async Task Is_missed_without_a_witness_and_found_by_the_run()
    {
        var run = new RollbackRun(seed: 6) { Witnesses = _ => null };
        await run.RunAsync(rollbacks: 5, starts: 4);
        Assert.Equal((0, 5), (run.Noticed, run.Wrong.Count));
    }

    [Fact]
    public async Task Is_missed_where_the_witness_stays_the_first_one_and_found_by_the_run()
    {
        byte[]? first = null;
        var run = new RollbackRun(seed: 8) { Witnesses = witness => first ??= witness };
        await run.RunAsync(rollbacks: 12, starts: 4);
        Assert.NotEmpty(run.Wrong);
    }

    [Fact]
    public async Task That_did_not_happen_is_found_where_it_alarms()
    {
        byte[]? newest = null;
        var run = new RollbackRun(seed: 7) { Witnesses = witness => newest = witness is { } w && w.Length >= (newest?.Length ?? 0) ? w : newest };
        await run.RunAsync(rollbacks: 12, starts: 4);
        Assert.NotEqual(0, run.FalseAlarms);
    }
}
