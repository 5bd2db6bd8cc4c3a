using System.Diagnostics;
using System.Globalization;

namespace Holdfast.System.Tests.Kills;

/// <summary>
/// HOLDFAST_KILLS sets how often the program is killed, 10 without it; HOLDFAST_SEED repeats the moments. A kill shows that
/// nothing is acknowledged before it is written and that nothing is written by halves; what a power cut leaves is
/// another matter.
/// </summary>
[Collection("kills")]
public sealed class KillingTheServer
{
    private static readonly int Kills = Number("HOLDFAST_KILLS", 10);

    [Fact]
    public async Task Loses_no_acknowledged_decision_and_leaves_none_by_halves()
    {
        var seed = Number("HOLDFAST_SEED", Random.Shared.Next());
        using var run = new KillRun(seed);
        var watch = Stopwatch.StartNew();
        Assert.True(await run.StartAsync());
        run.ReadyAfter.Clear();
        run.WorkToReady.Clear();
        var kill = 0;
        while (kill < Kills && run.Faults.None)
        {
            kill++;
            await run.WorkUntilKilledAsync();
            if (kill <= 3 || kill % 10 == 0 || kill == Kills) run.Audit();
            if (kill % 5 == 2) await run.KillWhileStartingAsync();
            if (!await run.StartAsync()) run.Faults.Loses($"all: after kill {kill} it did not start");
            else await run.CheckAsync();
            if (kill % 100 == 0) await Console.Error.WriteLineAsync($"{kill} kills in {watch.Elapsed.TotalSeconds:N0} s: {run.Figures()}");
        }
        run.StopAndVerify();
        await Console.Error.WriteLineAsync($"seed {seed}: {run.Figures()}");
        Console.WriteLine(
            $"{kill} kills, {run.Acknowledgements:N0} requests answered, {run.Faults.Lost} lost, "
            + $"{run.Faults.Contradicted} contradicted, {watch.Elapsed.TotalSeconds:N0} s");
        Assert.True(run.Faults.None, run.Faults.ToString());
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
