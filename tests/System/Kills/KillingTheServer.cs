using System.Diagnostics;
using System.Globalization;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>
/// HOLDFAST_KILLS sets how often the program is killed, 5 without it; HOLDFAST_SEED repeats the moments. A kill shows that
/// nothing is acknowledged before it is written and that nothing is written by halves; what a power cut leaves is
/// another matter.
/// </summary>
public sealed class KillingTheServer
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static readonly int Kills = Number("HOLDFAST_KILLS", 5);

    [Fact]
    public async Task Loses_no_acknowledged_decision_and_leaves_none_by_halves()
    {
        var seed = Number("HOLDFAST_SEED", Random.Shared.Next());
        using var run = new KillRun(seed);
        var watch = Stopwatch.StartNew();
        Assert.True(await run.StartAsync());
        run.ReadyAfter.Clear();
        run.WorkToReady.Clear();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await run.WorkUntilKilledAsync();
            if (kill <= 20 || kill % 10 == 0 || kill == Kills) run.Audit();
            if (kill % 5 == 2) await run.KillWhileStartingAsync();
            if (!await run.StartAsync()) run.Wrong.Add($"after kill {kill} it did not start");
            else await run.CheckAsync();
            if (kill % 50 == 0 || kill == Kills || run.Wrong.Count > 0)
                Console.WriteLine($"{kill} kills (seed {seed}) in {watch.Elapsed.TotalSeconds:N0} s: {run.Figures()}");
            if (kill % 100 == 0 || kill == Kills) Console.WriteLine("python: " + PythonVerifier.Run(run.Folder, run.Feed.Checkpoint));
            Assert.Empty(run.Wrong);
        }
        // on a machine that does much else the wall clock says little about the program
        Assert.True(run.WorkToReady.Max() <= Soon, run.Figures());
    }

    [Fact]
    public async Task Is_seen_to_lose_what_was_only_pretended()
    {
        using var run = new KillRun(7);
        await run.StartAsync();
        await run.WorkUntilKilledAsync();
        await run.StartAsync();
        await run.CheckAsync();
        Assert.Empty(run.Wrong);
        const string Path = "/v1/accounts/never/withdrawals";
        var never = new Sent(Act.Withdraw, "never", "w1", Path, Bodies.Withdrawal("w1", "1"), "a-key-that-was-never-sent");
        var pretended = new Acknowledged(never, new Reply(200, """{"withdrawal":"w1","decision":"allow"}""", false));
        await run.CheckAsync(pretended);
        Assert.Contains(run.Wrong, wrong => wrong.Contains("0 times in the feed", StringComparison.Ordinal));
        Assert.Contains(run.Wrong, wrong => wrong.Contains("and again 404", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DELETE FROM checkpoint WHERE position >= (SELECT max(position) FROM event);")]
    public async Task Is_seen_to_lose_the_last_row_when_it_is_cut_off(string more)
    {
        using var run = new KillRun(8);
        await run.StartAsync();
        await run.WorkThenKillAsync(TimeSpan.FromSeconds(1));
        run.Audit();
        Assert.Empty(run.Wrong);
        PythonVerifier.Execute(run.Folder, more + "DELETE FROM event WHERE position = (SELECT max(position) FROM event);");
        var held = Checkpoint.FromJson(run.Feed.Checkpoint!);
        Assert.NotEmpty(LogAudit.Check(run.Folder, held).Findings);
        Assert.StartsWith("bad", PythonVerifier.Run(run.Folder, run.Feed.Checkpoint), StringComparison.Ordinal);
        if (!await run.StartAsync()) return;
        await run.CheckAsync();
        Assert.Contains(run.Wrong, wrong => wrong.Contains("before the kill", StringComparison.Ordinal));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
