using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Durability.Stories;

namespace Holdfast.Durability.Faults;

/// <summary>The long run: every kind of fault at every call of every story.</summary>
internal static class FaultsEverywhere
{
    /// <param name="most">Stops after so many points, spread evenly; 0 for all.</param>
    public static async Task<int> RunAsync(int most)
    {
        using var run = new FaultRun();
        var watch = Stopwatch.StartNew();
        var points = await PointsAsync(run);
        var all = points.Count;
        if (most > 0 && most < all) points = [.. Enumerable.Range(0, most).Select(i => points[(int)((long)i * all / most)])];
        var wrong = new ConcurrentBag<string>();
        var (done, reached) = (0, 0);
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (point, _) =>
        {
            if (await run.AtAsync(point) is { } faults)
            {
                Interlocked.Increment(ref reached);
                foreach (var fault in faults) wrong.Add($"{point}: {fault}");
            }
            if (Interlocked.Increment(ref done) % 2_000 == 0)
                await Console.Error.WriteLineAsync($"{done:N0} of {points.Count:N0} points in {watch.Elapsed.TotalSeconds:N0} s, {wrong.Count} wrong");
        });
        var (asked, struck) = await DenyAsync(most, wrong);
        foreach (var one in wrong.Order(StringComparer.Ordinal).Take(100)) Console.WriteLine(one);
        Console.WriteLine(
            $"{reached:N0} points reached of {points.Count:N0} tried, {Core.Names.Count} stories; {struck:N0} of {asked:N0} under a server; {wrong.Count} wrong, {watch.Elapsed.TotalSeconds:N0} s");
        return wrong.IsEmpty ? 0 : 1;
    }

    /// <summary>The same under a server: no answer allows what is not recorded.</summary>
    private static async Task<(int Asked, int Struck)> DenyAsync(int most, ConcurrentBag<string> wrong)
    {
        using var run = new DenyingRun();
        var (asked, struck) = (0, 0);
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var calls = await run.CallsAsync(kind);
            for (var at = 1; at <= calls; at += most > 0 ? 7 : 1)
            {
                asked++;
                if (await run.AtAsync(kind, at) is not { } faults) continue;
                struck++;
                foreach (var fault in faults) wrong.Add($"server, {kind} at call {at}: {fault}");
            }
        }
        return (asked, struck);
    }

    /// <summary>One point again, to look at.</summary>
    public static async Task<int> OneAsync(FaultPoint point)
    {
        using var run = new FaultRun();
        var faults = await run.AtAsync(point);
        Console.WriteLine(faults is null ? "not reached" : $"{faults.Count} wrong");
        foreach (var fault in faults ?? []) Console.WriteLine(fault);
        return faults is [] ? 0 : 1;
    }

    public static async Task<IReadOnlyList<FaultPoint>> PointsAsync(FaultRun run)
    {
        var points = new List<FaultPoint>();
        foreach (var story in Core.Names)
            foreach (var kind in Enum.GetValues<FaultKind>())
                for (var at = await run.CallsAsync(story, kind); at > 0; at--) points.Add(new(story, kind, at));
        return points;
    }
}
