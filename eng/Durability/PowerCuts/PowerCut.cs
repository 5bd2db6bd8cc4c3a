using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Durability.Migrations;
using Holdfast.Durability.Stories;

namespace Holdfast.Durability.PowerCuts;

/// <summary>The long run: the core stories, told anew with other seeds, until so many images were looked at.</summary>
internal static class PowerCut
{
    private const int ImagesOfOne = 1_000;

    public static async Task<int> RunAsync(int images)
    {
        if (!Tracing.IsPossible)
        {
            await Console.Error.WriteLineAsync("strace is needed");
            return 2;
        }
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 1;
        var (done, moments, stories, watch) = (0, 0, 0, Stopwatch.StartNew());
        var losses = new ConcurrentBag<Loss>();
        string[] names = [.. Core.Names, RelyingOnFiles.Name, Upgrade.Name];
        var next = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2), async (_, _) =>
        {
            while (Volatile.Read(ref done) < images && losses.IsEmpty)
            {
                var no = Interlocked.Increment(ref next) - 1;
                var run = await OneAsync(names[no % names.Length], seed + no, Math.Min(ImagesOfOne, images));
                foreach (var loss in run.Losses) losses.Add(loss);
                Interlocked.Add(ref moments, run.Moments);
                var sum = Interlocked.Add(ref done, run.Images);
                if (Interlocked.Increment(ref stories) % 20 == 0)
                    await Console.Error.WriteLineAsync($"{sum:N0} images of {stories} stories in {watch.Elapsed.TotalSeconds:N0} s");
            }
        });
        foreach (var loss in losses.Take(50)) Console.WriteLine(loss);
        Console.WriteLine(
            $"{done:N0} images, {stories:N0} stories, {moments:N0} moments of acknowledgement, {losses.Count} losses, {watch.Elapsed.TotalSeconds:N0} s");
        return losses.IsEmpty ? 0 : 1;
    }

    /// <summary>Tells one story and cuts it; two names stand for the server's first start and for an upgrade.</summary>
    public static async Task<CuttingRun> OneAsync(string name, int seed, int images)
    {
        (string[] Writer, Func<string, Witnessed, Task<List<string>>>? Judges) who = name switch
        {
            RelyingOnFiles.Name => (["serve"], RelyingOnFiles.JudgeAsync),
            Upgrade.Name => (["upgrade"], Upgrade.JudgeAsync),
            _ => (["play", name, seed.ToString(CultureInfo.InvariantCulture), ""], null),
        };
        var (steps, root) = Tracing.Trace(who.Writer);
        using var run = new CuttingRun(name, seed, steps, root) { Judges = who.Judges };
        await run.RunAsync(images);
        return run is { Images: > 0, Moments: > 0 } ? run : throw new InvalidOperationException($"the trace of `{name}` says nothing");
    }
}
