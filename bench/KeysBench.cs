using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.Domain.Time;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// Bringing every key into the ring after a start (its owner's state, its secrets unsealed) against reading the rows that these states
/// are made of; and what a key then takes of memory.
/// </summary>
internal static class KeysBench
{
    private const int Page = 1_000;

    public static async Task RunAsync(string[] args)
    {
        await using var house = await GateHouse.StartAsync(args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000);
        await house.Server.DisposeAsync();
        var (rows, read) = await ReadAsync(house.Folder);
        await house.OpenAsync();
        await house.Server.Gate.Ring.CatchUpAsync(CancellationToken.None);
        var now = house.Server.Now;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < house.Keys; i++) Load(house, i, now);
        var loaded = Stopwatch.GetElapsedTime(started);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)house.Keys;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"keys: ratio {loaded / read:0.00} (aim 2) = {loaded.TotalSeconds:0.0} s to load {house.Keys:N0} keys ÷ {read.TotalSeconds:0.0} s to read their {rows:N0} rows; {bytes:N0} bytes a key, its share of its owner's state included"));
    }

    private static void Load(GateHouse house, int number, Instant now)
    {
        var ring = house.Server.Gate.Ring;
        var key = ring.Find(Encoding.ASCII.GetBytes(GateHouse.Key(number))) ?? throw new InvalidOperationException($"{GateHouse.Key(number)} is not known");
        if (ring.StandingOf(key, now) is not { Power: not null, Credentials.Length: 1 }) throw new InvalidOperationException($"{key.Id} has no credential");
    }

    private static async Task<(long Rows, TimeSpan Time)> ReadAsync(string folder)
    {
        await using var log = SqliteLog.Open(folder, new SqliteLogOptions());
        var started = Stopwatch.GetTimestamp();
        var (position, rows) = (0L, 0L);
        while (log.Read(position, Page) is { Count: > 0 } page)
        {
            position = page[^1].Position;
            rows += page.Count;
        }
        return (rows, Stopwatch.GetElapsedTime(started));
    }
}
