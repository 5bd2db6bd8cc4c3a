using System.Diagnostics;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests;

/// <summary>
/// Figures to tune by, not a test: durable events a second through the log, and the same rows by bare grouped SQLite.
/// <c>--probe DIR [events 100000] [owners 10000] [in flight 256]</c>
/// </summary>
internal static class Probe
{
    public static async Task<int> Run(string folder, string[] args)
    {
        var events = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var owners = args.Length > 1 ? int.Parse(args[1]) : 10_000;
        var inFlight = args.Length > 2 ? int.Parse(args[2]) : 256;
        var bodies = Bodies();
        var store = await Store(Path.Combine(folder, "log"), events, owners, inFlight, bodies);
        var started = Stopwatch.GetTimestamp();
        await using (var log = SqliteLog.Open(Path.Combine(folder, "log")))
            Console.WriteLine($"ready with {log.Head} events after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:f0} ms");
        var bare = Bare(Path.Combine(folder, "log", "log.db"), Path.Combine(folder, "bare.db"), events, 32);
        Console.WriteLine($"ratio {store / bare:f2}");
        return 0;
    }

    private static byte[][] Bodies()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 64).Select(_ => { var body = new byte[300]; random.NextBytes(body); return body; })];
    }

    private static async Task<double> Store(string folder, int events, int owners, int inFlight, byte[][] bodies)
    {
        await using var log = SqliteLog.Open(folder);
        var first = log.Head;
        var next = 0;
        var slowest = TimeSpan.Zero;
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(lane => Task.Run(async () =>
        {
            var versions = new Dictionary<int, long>();
            for (var n = Interlocked.Increment(ref next); n <= events; n = Interlocked.Increment(ref next))
            {
                var owner = lane + inFlight * (n % Math.Max(1, owners / inFlight));
                if (!versions.TryGetValue(owner, out var version)) version = log.Load($"owner-{owner}")?.Version ?? 0;
                var id = $"{first}/{n}";
                var asked = Stopwatch.GetTimestamp();
                var result = await log.AppendAsync(new(
                    $"owner-{owner}", version, 1_700_000_000_000 + first + n, [new("WithdrawalDecided", $"account-{owner}", bodies[n % 64])],
                    new(LogKey.Of("request", id), LogKey.Of("content", id), 200, bodies[n % 64].AsMemory(0, 150)),
                    [], [LogKey.Of("withdrawal", id)]));
                versions[owner] = ((AppendResult.Recorded)result).Version;
                var took = Stopwatch.GetElapsedTime(asked);
                if (took > slowest) slowest = took;
            }
        })));
        var rate = events / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"log  {rate,8:f0} durable events/s, {Processor(processor, events)}, {log.Batches} batches, slowest {slowest.TotalMilliseconds:f0} ms");
        return rate;
    }

    private static double Bare(string from, string to, int events, int group)
    {
        using var database = Database.OpenWriter(to);
        database.Execute(Schema.Create);
        database.Execute("PRAGMA wal_autocheckpoint=1000");
        using var source = Database.OpenReader(from);
        using var rows = source.Prepare($"SELECT * FROM event ORDER BY position LIMIT {events}");
        var read = new List<EventRow>(events);
        while (rows.Step())
        {
            read.Add(new(rows.Int(0), (int)rows.Int(1), rows.Bytes(2)!, rows.Int(3), rows.Int(4), rows.Int(5), rows.Bytes(6)!, rows.Bytes(7)!,
                new(LogKey.Read(rows.Blob(9)), LogKey.Read(rows.Blob(10)), (int)rows.Int(11), rows.Bytes(12)!), rows.Bytes(13))
            { Hash = rows.Bytes(8)! });
        }
        var statements = new Statements(database);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        foreach (var chunk in read.Chunk(group))
        {
            statements.Begin.Run();
            foreach (var row in chunk) statements.InsertEvent(row);
            statements.Commit.Run();
        }
        var rate = read.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"bare {rate,8:f0} events/s, {Processor(processor, read.Count)}, in groups of {group}");
        return rate;
    }

    /// <summary>Tells more than the rate does where others use the machine too.</summary>
    private static string Processor(TimeSpan before, int events) =>
        $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / events:f1} µs of processor each";
}
