using System.Diagnostics;
using Holdfast.Durability.Faults;

namespace Holdfast.Durability.Rollbacks;

/// <summary>
/// G19: a server is started over a log of one time with a witness of another. Where the witness knows an event that the log
/// lacks, nothing is allowed; where it does not, nobody is alarmed.
/// </summary>
internal sealed class RollbackRun(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Planted: the witness that is there instead of the one that should be.</summary>
    public Func<byte[]?, byte[]?> Witnesses { get; init; } = witness => witness;

    public int Rollbacks { get; private set; }

    public int Noticed { get; private set; }

    public int Honest { get; private set; }

    public int FalseAlarms { get; private set; }

    public List<string> Wrong { get; } = [];

    /// <summary>Goes on until the log was set back so many times, and started honestly as often.</summary>
    public async Task RunAsync(int rollbacks, int starts)
    {
        var folder = Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "holdfast-back-" + Guid.NewGuid().ToString("n"));
        try
        {
            var history = await History.LiveAsync(folder, starts, _random);
            while (Rollbacks < rollbacks || Honest < rollbacks) await TryAsync(folder, history, rollbacks);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<int> MainAsync(int rollbacks)
    {
        var (run, watch) = (new RollbackRun(seed: 1), Stopwatch.StartNew());
        await run.RunAsync(rollbacks, starts: 40);
        foreach (var wrong in run.Wrong.Take(50)) Console.WriteLine(wrong);
        Console.WriteLine(
            $"{run.Rollbacks:N0} rollbacks, {run.Noticed:N0} noticed; {run.Honest:N0} honest starts, {run.FalseAlarms} false alarms; {watch.Elapsed.TotalSeconds:N0} s");
        return run.Wrong.Count == 0 ? 0 : 1;
    }

    private async Task TryAsync(string folder, History history, int most)
    {
        var (log, witness, isBack) = Draw(history);
        if (isBack ? Rollbacks >= most : Honest >= most) return;
        await History.ShowAsync(folder, log, Witnesses(witness.Witness));
        await using var server = await Platform.StartAsync(folder);
        var (ready, asked) = (await server.GetAsync("/readyz"), await server.PostAsync("/v1/accounts/alice/withdrawals", History.Withdrawal($"t{Rollbacks + Honest}")));
        var alarmed = ready is { Status: 503 } && ready["log"] == "rolledBack" && asked is { Status: 503 } && asked["code"] == "rolledBack";
        var calm = ready.Status == 200 && asked is { Status: 200 } && asked["decision"] == "allow";
        if (isBack) Rollbacks++;
        else Honest++;
        if (isBack && alarmed) Noticed++;
        if (!isBack && alarmed) FalseAlarms++;
        if (isBack ? !alarmed : !calm)
            Wrong.Add($"a log of {log.Head} events with a witness of {witness.Witnessed}: readyz {ready.Status}, withdrawal {asked.Status} {asked["code"]}");
    }

    /// <summary>A log, a witness, and whether the witness knows what the log lacks.</summary>
    private (Moment Log, Moment Witness, bool IsBack) Draw(History history)
    {
        var moments = history.Moments;
        var (one, other) = (_random.Next(moments.Count), _random.Next(moments.Count));
        if (_random.Next(6) == 0)
        {
            var (from, branch) = history.Branches[_random.Next(history.Branches.Count)];
            return (branch, moments[other], moments[other].Witnessed > from.Head);
        }
        return (moments[one], moments[other], moments[other].Witnessed > moments[one].Head);
    }
}
