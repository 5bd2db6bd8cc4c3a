using System.Diagnostics;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.CutRotations;
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
        var broken = await CutEverywhere(KeyRotation.Run, ends: true);
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
}
