using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>
/// A process to be killed: rotates the key of a log again and again while others append to it, open owners and read. It says
/// each append that was acknowledged, each rotation that ended, and whatever it read wrongly.
/// </summary>
internal static class RotateUnderLoad
{
    public const int Writers = 4;

    public static async Task<int> Run(string folder)
    {
        await using var log = SqliteLog.Open(folder, Quick);
        Console.WriteLine("begins");
        var load = Enumerable.Range(0, Writers).Select(n => Task.Run(() => AppendAsync(log, n))).Append(Task.Run(() => Read(log)));
        await Task.WhenAny([.. load, RotateAsync(log)]);
        return 1;
    }

    public static string Load(int writer, long round) => $"load{writer}-{round / 20}";

    private static async Task RotateAsync(SqliteLog log)
    {
        while (true) Console.WriteLine($"rotated {await log.RotateAsync()}");
    }

    /// <summary>A new owner every twenty appends.</summary>
    private static async Task AppendAsync(SqliteLog log, int writer)
    {
        var round = 0L;
        while (log.Load(Load(writer, round)) is not null) round += 20;
        for (; ; round++)
        {
            var owner = Load(writer, round);
            await log.AppendAsync(Append(owner, round % 20, $"{owner} {round}"));
            Console.WriteLine($"appended {owner} {(round % 20) + 1}");
        }
    }

    private static void Read(SqliteLog log)
    {
        var owners = 0;
        while (log.Load($"owner{owners}") is not null) owners += 50;
        while (true)
        {
            var i = Random.Shared.Next(Math.Max(1, owners - 50));
            if (Text(log.Load($"owner{i}")!.Events[0].Body) != $"secret of {i}") Console.WriteLine($"wrong owner{i}");
            Thread.Sleep(1);
        }
    }
}
