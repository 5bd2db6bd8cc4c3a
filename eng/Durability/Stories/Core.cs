using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Stories;

/// <summary>The core stories: each goes one way into the log, and the last goes all of them.</summary>
internal static class Core
{
    private static readonly SqliteLogOptions Plain = new() { CheckpointEvery = TimeSpan.FromMilliseconds(10) };
    private static readonly SqliteLogOptions Flushes = Plain with { FlushEvery = 12 };
    private static readonly SqliteLogOptions Rotates = Plain with { WalBytes = 12 * 4096 };
    private static readonly SqliteLogOptions Both = Plain with { FlushEvery = 9, WalBytes = 16 * 4096 };

    private static readonly (string Name, SqliteLogOptions Options, Action<Teller> Tell)[] All =
    [
        ("one by one", Plain, t => t.Times(8, i => t.Record("a").Next())),
        ("several events", Plain, t => t.Times(6, i => t.Record("a", events: 2 + i).Next())),
        ("large bodies", Plain, t => t.Times(5, i => t.Record("a", size: 3_000 * (i + 1)).Next())),
        ("new owners", Plain, t => t.Times(4, i => t.Times(4, j => t.Record($"o{i}-{j}")).Next())),
        ("one owner in a row", Plain, t => t.Times(4, _ => t.Times(6, _ => t.Record("a")).Next())),
        ("many owners at once", Plain, t => t.Times(5, _ => t.Times(8, j => t.Record($"o{j}", size: 200)).Next())),
        ("claims", Plain, t => t.Times(8, i => t.Record($"o{i % 3}", claims: true).Next())),
        ("requests again", Plain, t => t.Times(6, i => t.Record("a", asks: true).Again().Next())),
        ("refusals", Plain, t => t.Times(4, i => t.Record("a").Refuse("a").Refuse($"new{i}").Next())),
        ("late ones", Plain, t => t.Times(5, _ => t.Record("a").Late().Next())),
        ("snapshots", Plain, t => t.Times(5, _ => t.Record("a", events: 3).Next().Keep("a").Next()).Rest()),
        ("facts", Plain, t => t.Times(6, i => t.Note("clock").Note(i % 2 == 0 ? "cursor" : "clock").Next())),
        ("erasures", Plain, t => t.Times(3, i => t.Record($"o{i}", 3).Next().Keep($"o{i}").Record($"p{i}").Erase($"o{i}").Rest(5))),
        ("runs", Flushes, t => t.Times(10, i => t.Times(6, j => t.Record($"o{i * j % 7}", asks: j == 0)).Next())),
        ("merged runs", Plain with { FlushEvery = 3 }, t => t.Times(36, i => t.Record($"o{i % 9}").Next())),
        ("rotation", Rotates, t => t.Times(16, i => t.Record("a", size: 5_000).Next())),
        ("another key", Plain, t => t.Times(4, i => t.Record($"o{i}").Record("a", asks: true).Rotate().Record($"p{i}").Next().Restart().Again().Next())),
        ("restarts", Plain, t => t.Times(4, i => t.Record("a", asks: true).Restart().Again().Next())),
        ("restarts and runs", Both, t => t.Times(4, i => t.Times(7, j => t.Record($"o{j}", claims: true)).Next().Restart())),
        ("checkpoints", Plain with { CheckpointEvery = TimeSpan.FromMilliseconds(2) }, t => t.Times(7, _ => t.Record("a").Rest(6))),
        ("everything", Both, TellEverything),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(story => story.Name)];

    /// <summary>The same seed tells the same story.</summary>
    public static Story Tell(string name, int seed)
    {
        var (_, options, tell) = Array.Find(All, story => story.Name == name);
        var teller = new Teller(seed);
        tell(teller);
        return new(name, options, teller.End());
    }

    private static void TellEverything(Teller t)
    {
        var random = t.Random;
        for (var round = 0; round < 14; round++)
        {
            for (var i = random.Next(1, 6); i > 0; i--)
                t.Record($"o{random.Next(6)}", random.Next(1, 4), random.Next(4) == 0 ? 6_000 : 100, random.Next(2) == 0, asks: i == 1);
            if (random.Next(3) == 0) t.Again();
            if (random.Next(3) == 0) t.Late();
            if (random.Next(3) == 0) t.Refuse($"o{random.Next(6)}");
            if (random.Next(3) == 0) t.Note("clock");
            t.Next();
            if (random.Next(8) == 0) t.Restart();
            if (random.Next(5) == 0) t.Rest();
            if (random.Next(5) == 0) t.Record($"e{round}", 2).Next().Keep($"e{round}").Erase($"e{round}");
        }
    }
}
