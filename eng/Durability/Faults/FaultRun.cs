using System.Collections.Concurrent;
using Holdfast.Durability.Stories;
using Holdfast.Storage;

namespace Holdfast.Durability.Faults;

/// <summary>One fault at one call of one story; the same again shows it again, but for what threads did to the order.</summary>
internal sealed record FaultPoint(string Story, FaultKind Kind, int At)
{
    public override string ToString() => $"{Story}, {Kind} at call {At}";
}

/// <summary>Plays stories on a disk that fails, and judges what the next start finds on one that works.</summary>
internal sealed class FaultRun : IDisposable
{
    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "holdfast-fault-" + Guid.NewGuid().ToString("n"))).FullName;

    private int _points;

    /// <summary>Planted: tells before the log has answered.</summary>
    public bool TellsEarly { get; init; }

    /// <summary>Planted: goes over a point's folder before it is opened again.</summary>
    public Action<string> Spoils { get; init; } = _ => { };

    /// <summary>How many calls of a story a kind of fault could hit.</summary>
    public async Task<int> CallsAsync(string story, FaultKind kind)
    {
        var plan = FaultPlan.Counting(kind);
        await RunAsync(story, plan);
        return plan.Calls;
    }

    /// <summary>What is wrong after it; null where the fault was never reached.</summary>
    public async Task<List<string>?> AtAsync(FaultPoint point)
    {
        var plan = new FaultPlan(point.Kind, point.At);
        var faults = await RunAsync(point.Story, plan);
        return plan.HasStruck ? faults : null;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<List<string>> RunAsync(string name, FaultPlan plan)
    {
        var folder = Path.Combine(_root, $"{Interlocked.Increment(ref _points)}");
        var (told, story) = (new ConcurrentDictionary<int, bool>(), Core.Tell(name, 1));
        Checkpoint? seen = null;
        FaultyFiles.Plan(folder, plan);
        try
        {
            var player = new Player(folder, story, no => told[no] = true, checkpoint => seen = checkpoint) { TellsEarly = TellsEarly, Restarting = plan.Restart };
            var faults = new List<string>();
            try
            {
                await player.PlayAsync();
            }
            catch (Exception e) when (e is LogDamagedException or InvalidOperationException)
            {
                faults.Add($"while it failed: {e.Message}");
            }
            plan.End();
            faults.AddRange(plan.TriedAgain.Take(1));
            FaultyFiles.Forget(folder);
            Spoils(folder);
            faults.AddRange(await Judge.CheckAsync(folder, story, new(told.Keys.ToHashSet(), seen), goOn: true));
            return faults;
        }
        finally
        {
            FaultyFiles.Forget(folder);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
