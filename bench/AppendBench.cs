using System.Diagnostics;
using Holdfast.Domain.Json;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>Durable events per second through the store, against grouped inserts of the same rows by bare SQLite.</summary>
internal static class AppendBench
{
    private const int Owners = 10_000, Under = 128, Events = 120_000;

    public static async Task RunAsync(string[] args)
    {
        var ratios = new List<(double Store, double Bare)>();
        for (var round = 0; round < 3; round++)
        {
            var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
            var store = await StoreAsync(folder);
            ratios.Add((store, BareSqlite.Rate(Path.Combine(folder, "log.db"), Under, Events)));
            Directory.Delete(folder, recursive: true);
        }
        var median = ratios.OrderBy(r => r.Store / r.Bare).ElementAt(1);
        Console.WriteLine(
            $"append: ratio {median.Store / median.Bare:0.00} (aim 0.6) = store {median.Store:N0} events/s ÷ bare SQLite by {Under} {median.Bare:N0} rows/s "
            + $"({Owners:N0} owners, {Under} under way, with idempotency row)");
    }

    private static async Task<double> StoreAsync(string folder)
    {
        await using var log = SqliteLog.Open(folder);
        var body = DomainJson.Write(Shapes.Events("x").Last().Event);
        byte[] plain = [.. body, .. new byte[Math.Max(0, 600 - body.Length)]];
        var versions = new long[Owners];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Owners / 10).Select(i => Append(log, i * 10, versions, plain, -1 - i)));
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Under).Select(worker => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < Events)
                await Append(log, (worker + (n / Under * Under)) % Owners, versions, plain, n + 1);
        })));
        return Events / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task Append(SqliteLog log, int owner, long[] versions, byte[] body, int n)
    {
        while (true)
        {
            var name = $"owner-{owner}";
            var request = new Request(LogKey.Of("request", $"{n}"), LogKey.Of("body", $"{n}"), 200, body.AsMemory(0, 300));
            var result = await log.AppendAsync(new Append(
                name, versions[owner], 1, [new NewEvent("benched", name, body)], request, [], [LogKey.Of("withdrawal", name, $"{n}")]));
            if (result is AppendResult.Recorded recorded)
            {
                versions[owner] = recorded.Version;
                return;
            }
            if (result is AppendResult.VersionConflict conflict) versions[owner] = conflict.Actual;
            else throw new InvalidOperationException($"{result}");
        }
    }
}
