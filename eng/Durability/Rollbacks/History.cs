using Holdfast.Durability.Faults;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Rollbacks;

/// <summary>The log and its witness as they were at one moment, as somebody could have copied them.</summary>
internal sealed record Moment(byte[] Database, byte[] WriteAhead, byte[]? Witness, long Head, long Witnessed);

/// <summary>A server's life in moments: between commands, after a stop, and of a second life that went another way.</summary>
internal sealed class History
{
    public required IReadOnlyList<Moment> Moments { get; init; }

    /// <summary>Lives that branched off from one of the moments and never saw what came after it.</summary>
    public required IReadOnlyList<(Moment From, Moment Moment)> Branches { get; init; }

    public static async Task<History> LiveAsync(string folder, int starts, Random random)
    {
        var moments = new List<Moment>();
        for (var start = 0; start < starts; start++)
        {
            await using (var server = await Platform.StartAsync(folder))
            {
                if (start == 0) await server.PostAsync("/v1/accounts", """{"id":"alice"}""");
                for (var i = random.Next(1, 6); i > 0; i--)
                {
                    await WithdrawAsync(server, $"w{start}-{i}");
                    if (random.Next(3) == 0) await Task.Delay(700);
                    if (random.Next(2) == 0) moments.Add(await CopyAsync(folder));
                }
            }
            moments.Add(await CopyAsync(folder));
        }
        var branches = new List<(Moment, Moment)>();
        foreach (var from in random.GetItems(moments.ToArray(), starts / 3))
        {
            // without the witness: whoever lives on from an old copy has none of what came after
            await ShowAsync(folder, from, witness: null);
            await using (var server = await Platform.StartAsync(folder))
                for (var i = 0; i < 40; i++) await WithdrawAsync(server, $"b{i}");
            branches.Add((from, await CopyAsync(folder)));
        }
        return new() { Moments = moments, Branches = branches };
    }

    /// <summary>Puts a log in the folder, with a witness of whatever time.</summary>
    public static async Task ShowAsync(string folder, Moment moment, byte[]? witness)
    {
        foreach (var file in Directory.GetFiles(folder, "log.db*")) File.Delete(file);
        await File.WriteAllBytesAsync(Path.Combine(folder, "log.db"), moment.Database);
        if (moment.WriteAhead.Length > 0) await File.WriteAllBytesAsync(Path.Combine(folder, "log.db-wal"), moment.WriteAhead);
        File.Delete(Path.Combine(folder, "witness"));
        if (witness is not null) await File.WriteAllBytesAsync(Path.Combine(folder, "witness"), witness);
    }

    private static async Task<Moment> CopyAsync(string folder)
    {
        // the witness first: it may be older than the log that is copied with it, never newer
        var witness = await ReadAsync("witness");
        var (database, writeAhead) = ((await ReadAsync("log.db"))!, await ReadAsync("log.db-wal") ?? []);
        var aside = Directory.CreateDirectory(folder + "-aside").FullName;
        CopyKeys(folder, aside);
        var moment = new Moment(
            database, writeAhead, witness, 0, witness is null ? 0 : Checkpoint.FromJson(System.Text.Encoding.UTF8.GetString(witness)).Position);
        await ShowAsync(aside, moment, null);
        await using (var log = SqliteLog.Open(aside)) moment = moment with { Head = log.Head };
        Directory.Delete(aside, recursive: true);
        return moment;

        async Task<byte[]?> ReadAsync(string name)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path)) return null;
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            return bytes;
        }
    }

    private static void CopyKeys(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(from, "keys")))
            File.Copy(key, Path.Combine(to, "keys", Path.GetFileName(key)), overwrite: true);
    }

    private static Task<Answer> WithdrawAsync(Platform server, string id) => server.PostAsync("/v1/accounts/alice/withdrawals", Withdrawal(id));

    public static string Withdrawal(string id) =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"INTERNAL","amount":"0.01","address":"elsewhere","via":{"session":"s1","ip":"203.0.113.7","device":"d1","factorAt":"2190-01-01T00:00:00Z"} }""";
}
