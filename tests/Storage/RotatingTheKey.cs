using System.Diagnostics;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>
/// Another key-encryption key: all stays readable wherever it is cut off. HOLDFAST_SECRETS sets owners and kills, as
/// `100000 200`; `300 6` without it.
/// </summary>
public sealed class RotatingTheKey
{
    private static readonly int[] Size =
        [.. (Environment.GetEnvironmentVariable("HOLDFAST_SECRETS") ?? "300 6").Split(' ').Select(int.Parse)];

    private static readonly string[] Steps = ["settled", "drafted", "begun", "sealed", "committed", "taken"];

    [Fact]
    public async Task Changes_the_key_and_nothing_else()
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 20);
        await fixture.Log.EraseAsync("owner3");
        await fixture.Log.DisposeAsync();
        var before = Kek(fixture.Folder);
        Assert.Equal(19, KeyRotation.Run(fixture.Folder));
        Assert.NotEqual(before, Kek(fixture.Folder));
        Assert.Equal(["checkpoint.pem", "kek"], Directory.GetFiles(Path.Combine(fixture.Folder, "keys")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([], LogAudit.Check(fixture.Folder).Findings);
        await fixture.Reopen();
        Assert.Empty(fixture.Log.Load("owner3")!.Events);
        foreach (var i in Enumerable.Range(0, 20).Where(i => i != 3))
            Assert.Equal($"secret of {i}", Text(fixture.Log.Load($"owner{i}")!.Events[0].Body));
        await fixture.Log.DisposeAsync();
        File.WriteAllBytes(Path.Combine(fixture.Folder, "keys", "kek"), before);
        Assert.Throws<LogUnavailableException>(() => SqliteLog.Open(fixture.Folder));
    }

    [Fact]
    public async Task Is_refused_while_the_log_is_open()
    {
        await using var fixture = new LogFixture();
        Assert.Throws<LogUnavailableException>(() => KeyRotation.Run(fixture.Folder));
        await Fill(fixture.Log, 1);
    }

    [Fact]
    public async Task Leaves_all_readable_when_it_is_cut_off_at_any_step()
    {
        var broken = await CutEverywhere(KeyRotation.Run);
        Assert.Empty(broken);
    }

    [Fact]
    public Task Would_be_caught_if_it_took_the_new_key_before_the_log_knew_it() => IsCaught("early", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            File.Move(Path.Combine(folder, "keys", "kek.next"), Path.Combine(folder, "keys", "kek"), overwrite: true);
            step("early");
            SealAll(database, old, next);
            Name(database, next);
        }));

    [Fact]
    public Task Would_be_caught_if_it_named_the_key_apart_from_sealing_with_it() => IsCaught("apart", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            Name(database, next);
            step("apart");
            SealAll(database, old, next);
            place.SettleKeyEncryptionKey(next.Id);
        }));

    [Fact]
    public Task Would_be_caught_if_it_sealed_owner_by_owner() => IsCaught("half", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            SealAll(database, old, next, () => step("half"));
            Name(database, next);
            place.SettleKeyEncryptionKey(next.Id);
        }));

    [Fact]
    public Task Would_be_caught_if_the_new_key_was_only_in_memory() => IsCaught("forgot", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            var key = File.ReadAllBytes(Path.Combine(folder, "keys", "kek.next"));
            File.Delete(Path.Combine(folder, "keys", "kek.next"));
            database.Execute("BEGIN");
            SealAll(database, old, next);
            Name(database, next);
            database.Execute("COMMIT");
            step("forgot");
            File.WriteAllBytes(Path.Combine(folder, "keys", "kek"), key);
        }));

    [Fact]
    public async Task Leaves_all_readable_when_it_is_killed()
    {
        await using var fixture = new LogFixture();
        var owners = Size[0];
        await Fill(fixture.Log, owners);
        await fixture.Log.DisposeAsync();
        var (whole, keys) = (TimeSpan.FromSeconds(1), new HashSet<string>(StringComparer.Ordinal));
        for (var kill = 0; kill < Size[1]; kill++)
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--rotate-until-killed", fixture.Folder])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
            // the first line says that it begins, the second how it goes on
            Assert.NotNull(await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            if (kill == 0)
            {
                var watch = Stopwatch.StartNew();
                await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                whole = watch.Elapsed;
            }
            await Task.Delay(whole * 2 * Random.Shared.NextDouble(), TestContext.Current.CancellationToken);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal([], LogAudit.Check(fixture.Folder).Findings);
            await using var log = SqliteLog.Open(fixture.Folder, Quick);
            keys.Add(Convert.ToHexString(Kek(fixture.Folder)));
            for (var i = 0; i < owners; i += Math.Max(1, owners / 1000))
                Assert.Equal($"secret of {i}", Text(log.Load($"owner{i}")!.Events[0].Body));
        }
        Console.WriteLine($"{owners} owners, {Size[1]} kills, {keys.Count} keys, all readable");
    }

    private static async Task IsCaught(string at, Func<string, Action<string>, long> rotate)
    {
        var broken = await CutEverywhere(rotate);
        Assert.Contains(at, broken);
    }

    /// <summary>Rotates in copies of a log, cut off at each step; the steps after which not all could be read.</summary>
    private static async Task<string[]> CutEverywhere(Func<string, Action<string>, long> rotate)
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 8);
        await fixture.Log.DisposeAsync();
        var (broken, seen) = (new List<string>(), new List<string>());
        Cut(fixture.Folder, rotate, seen.Add);
        foreach (var at in seen.Concat(Steps).Distinct().ToArray())
        {
            var copy = fixture.Folder + "-" + at;
            Copy(fixture.Folder, copy);
            Cut(copy, rotate, step =>
            {
                if (step == at) throw new CutOffException();
            });
            if (!await IsReadable(copy)) broken.Add(at);
            Directory.Delete(copy, recursive: true);
        }
        return [.. broken];
    }

    private static void Cut(string folder, Func<string, Action<string>, long> rotate, Action<string> step)
    {
        try
        {
            rotate(folder, step);
        }
        catch (CutOffException)
        {
            // no line of the rotation runs after it but those that close its files, as the system would
        }
    }

    private static async Task<bool> IsReadable(string folder)
    {
        try
        {
            if (!LogAudit.Check(folder).Ok) return false;
            await using var log = SqliteLog.Open(folder, Quick);
            return Enumerable.Range(0, 8).All(i => Text(log.Load($"owner{i}")!.Events[0].Body) == $"secret of {i}");
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException)
        {
            return false;
        }
    }

    private static long Wrongly(string folder, Action<string> step, Action<LogFolder, Database, KeyWrap, KeyWrap> rest)
    {
        var place = new LogFolder(folder);
        using var held = place.Lock();
        using var database = Database.OpenWriter(place.Database);
        using var old = place.KeyEncryptionKey(mayCreate: false, Start.Meta(database, "kek"));
        using var next = place.DraftKeyEncryptionKey();
        rest(place, database, old, next);
        step("done");
        return 0;
    }

    private static void SealAll(Database database, KeyWrap old, KeyWrap next, Action? each = null)
    {
        using var get = database.Prepare("SELECT id, wrapped_key FROM owner WHERE no = ?1");
        using var put = database.Prepare("UPDATE owner SET wrapped_key = ?2 WHERE no = ?1");
        var owners = database.Number("SELECT max(no) FROM owner");
        for (var no = 1; no <= owners; no++)
        {
            get.Bind(1, no).Step();
            var wrapped = next.Wrap(old.Unwrap(get.Blob(1), no, get.Text(0)), no, get.Text(0));
            get.Reset();
            put.Bind(1, no).Bind(2, wrapped).Run();
            each?.Invoke();
        }
    }

    private static void Name(Database database, KeyWrap key)
    {
        using var name = database.Prepare("UPDATE meta SET value = ?1 WHERE name = 'kek'");
        name.BindText(1, key.Id).Run();
    }

    private static async Task Fill(SqliteLog log, int owners)
    {
        foreach (var page in Enumerable.Range(0, owners).Chunk(500))
            await Task.WhenAll(page.Select(i => log.AppendAsync(Append($"owner{i}", 0, $"secret of {i}")).AsTask()));
    }

    private static byte[] Kek(string folder) => File.ReadAllBytes(Path.Combine(folder, "keys", "kek"));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private sealed class CutOffException : Exception;
}
