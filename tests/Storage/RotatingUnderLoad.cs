using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Backups;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.CutRotations;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>
/// Another key-encryption key for a log that is in use: all stays readable, and what was acknowledged stays, wherever it is cut
/// off. HOLDFAST_SECRETS sets owners and kills, as `100000 200`; `600 6` without it.
/// </summary>
public sealed class RotatingUnderLoad
{
    private static readonly int[] Size =
        [.. (Environment.GetEnvironmentVariable("HOLDFAST_SECRETS") ?? "600 6").Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    [Fact]
    public async Task Leaves_one_key_that_opens_all_and_none_of_the_old()
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 1000);
        var first = Kek(fixture.Folder);
        var stop = false;
        var load = Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop) || i < 50; i++) await fixture.Log.AppendAsync(Append($"new{n}-{i}", 0, $"new {n} {i}"));
            return true;
        })).ToArray();
        await fixture.Log.EraseAsync("owner3");
        Assert.True(await fixture.Log.RotateAsync() >= 999);
        var erased = fixture.Log.EraseAsync("owner4").AsTask();
        Assert.True(await fixture.Log.RotateAsync() >= 998);
        Volatile.Write(ref stop, true);
        await Task.WhenAll([.. load, erased]);

        await fixture.Log.DisposeAsync();
        Assert.Equal(["checkpoint.pem", "kek"], Keys(fixture.Folder));
        Assert.Equal([], LogAudit.Check(fixture.Folder).Findings);
        await fixture.Reopen();
        Assert.Equal("secret of 999", Text(fixture.Log.Load("owner999")!.Events[0].Body));
        Assert.Equal("new 2 49", Text(fixture.Log.Load("new2-49")!.Events[0].Body));
        Assert.Empty(fixture.Log.Load("owner4")!.Events);
        await fixture.Log.DisposeAsync();
        Assert.False(Opens(fixture, first));
    }

    [Fact]
    public async Task Leaves_all_readable_when_it_is_cut_off_at_any_step_and_goes_on_at_the_next_start() =>
        Assert.Empty(await CutEverywhere(RotateLive, ends: true));

    [Fact]
    public async Task Is_finished_by_the_command_that_rotates_a_log_that_nobody_has_open()
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 8);
        await fixture.Log.DisposeAsync();
        Cut(fixture.Folder, RotateLive, step => _ = step == "page" ? throw new CutOffException() : 0);
        Assert.Contains("kek.before", Keys(fixture.Folder));
        Assert.Equal([], LogAudit.Check(fixture.Folder).Findings);
        Assert.Throws<LogUnavailableException>(() => LogBackup.Write(fixture.Folder, fixture.Folder + ".copy"));
        Assert.Equal(8, KeyRotation.Run(fixture.Folder));
        Assert.Equal(["checkpoint.pem", "kek"], Keys(fixture.Folder));
        Assert.True(await IsReadable(fixture.Folder));
        LogBackup.Write(fixture.Folder, fixture.Folder + ".copy");
        File.Delete(fixture.Folder + ".copy");
    }

    [Fact]
    public async Task Is_noticed_between_a_copy_of_the_log_and_a_copy_of_its_keys()
    {
        await using var fixture = new LogFixture();
        await Fill(fixture.Log, 3);
        var (copy, keys) = (fixture.Folder + ".copy", fixture.Folder + "-keys");
        LogBackup.Write(fixture.Folder, copy);
        LogBackup.WriteKeys(fixture.Folder, keys);
        Assert.True(LogBackup.Fits(copy, keys));
        await fixture.Log.RotateAsync();
        Directory.Delete(keys, recursive: true);
        LogBackup.WriteKeys(fixture.Folder, keys);
        Assert.False(LogBackup.Fits(copy, keys));
        Directory.Delete(keys, recursive: true);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(copy)!, Path.GetFileName(copy) + "*")) File.Delete(file);
        File.Delete(LogBackup.CheckpointBeside(copy));
    }

    [Fact]
    public Task Would_be_caught_if_it_forgot_the_old_key_before_all_was_sealed_anew() => IsCaught("forgot", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            place.KeepKeyEncryptionKey();
            Name(database, next);
            NameBefore(database, old);
            place.SettleKeyEncryptionKey(next.Id);
            step("forgot");
            SealAll(database, old, next);
        }));

    [Fact]
    public Task Would_be_caught_if_it_said_that_it_ended_before_the_last_page() => IsCaught("ended", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            place.KeepKeyEncryptionKey();
            Name(database, next);
            place.SettleKeyEncryptionKey(next.Id, old.Id);
            SealAll(database, old, next, () => step("ended"));
        }));

    [Fact]
    public Task Would_be_caught_if_the_old_key_was_not_set_aside_first() => IsCaught("named", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            Name(database, next);
            NameBefore(database, old);
            step("named");
            place.KeepKeyEncryptionKey();
            place.SettleKeyEncryptionKey(next.Id, old.Id);
            SealAll(database, old, next);
        }));

    [Fact]
    public Task Would_be_caught_if_a_page_was_sealed_for_its_neighbours() => IsCaught("moved", (folder, step) =>
        Wrongly(folder, step, (place, database, old, next) =>
        {
            place.KeepKeyEncryptionKey();
            Name(database, next);
            NameBefore(database, old);
            database.Execute("UPDATE owner SET wrapped_key = (SELECT o.wrapped_key FROM owner o WHERE o.no = 3 - owner.no) WHERE no IN (1, 2)");
            step("moved");
        }));

    [Fact]
    public async Task Leaves_all_readable_and_loses_nothing_acknowledged_when_it_is_killed_under_load()
    {
        await using var fixture = new LogFixture();
        var owners = Size[0];
        await Fill(fixture.Log, owners);
        await fixture.Log.DisposeAsync();
        var (whole, run) = (TimeSpan.FromSeconds(1), new Tally());
        for (var kill = 0; kill < Size[1]; kill++)
        {
            var took = await KillOne(fixture.Folder, run, kill == 0 ? null : whole);
            if (kill == 0) whole = took;
            if (Keys(fixture.Folder).Contains("kek.before")) run.Halves++;
            Assert.Equal([], LogAudit.Check(fixture.Folder).Findings);
            await using var log = SqliteLog.Open(fixture.Folder, Quick);
            run.Seen.Add(Convert.ToHexString(Kek(fixture.Folder)));
            for (var i = 0; i < owners; i += Math.Max(1, owners / 1000))
                Assert.Equal($"secret of {i}", Text(log.Load($"owner{i}")!.Events[0].Body));
            foreach (var (owner, version) in run.Appended) Assert.True(log.Load(owner)?.Version >= version, owner);
            run.Total += run.Appended.Count;
            run.Appended.Clear();
            if (kill % 20 == 19) await Console.Error.WriteLineAsync($"{kill + 1} kills, {run.Halves} half-way, {run.Rotated} rotations ended");
        }
        Assert.Empty(run.Wrong);
        Assert.NotEqual(0, run.Total);
        Console.WriteLine(
            $"{owners} owners, {Size[1]} kills under load, {run.Halves} half-way, {run.Seen.Count} keys, {run.Rotated} rotations ended, a whole one took {whole.TotalSeconds:f1} s, all readable, nothing acknowledged lost");
    }

    /// <summary>Kills at a random moment of a rotation, or lets the first one end to see how long it takes.</summary>
    private static async Task<TimeSpan> KillOne(string folder, Tally run, TimeSpan? whole)
    {
        using var child = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, ["--rotate-under-load", folder]) { UseShellExecute = false, RedirectStandardOutput = true },
        };
        var (begun, rotated) = (new TaskCompletionSource(), new TaskCompletionSource());
        child.OutputDataReceived += (_, e) =>
        {
            if (e.Data == "begins") begun.TrySetResult();
            else if (e.Data?.Split(' ') is ["appended", var owner, var version]) run.Appended[owner] = long.Parse(version, CultureInfo.InvariantCulture);
            else if (e.Data?.StartsWith("rotated ", StringComparison.Ordinal) == true && Interlocked.Increment(ref run.Rotated) > 0) rotated.TrySetResult();
            else if (e.Data?.StartsWith("wrong ", StringComparison.Ordinal) == true) run.Wrong.Add(e.Data);
        };
        child.Start();
        child.BeginOutputReadLine();
        await Task.WhenAny(begun.Task, child.WaitForExitAsync());
        var watch = Stopwatch.StartNew();
        if (whole is null) await Task.WhenAny(rotated.Task, child.WaitForExitAsync());
        else await Task.Delay(whole.Value * Random.Shared.NextDouble(), TestContext.Current.CancellationToken);
        var took = watch.Elapsed;
        Assert.False(child.HasExited);
        child.Kill();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        return took;
    }

    private static long RotateLive(string folder, Action<string> step)
    {
        var log = SqliteLog.Open(folder, Quick);
        (log.Rotation.PageSize, log.Rotation.Step) = (3, step);
        try
        {
            return log.RotateAsync().GetAwaiter().GetResult();
        }
        finally
        {
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void NameBefore(Database database, KeyWrap key)
    {
        using var put = database.Prepare("INSERT OR REPLACE INTO meta(name, value) VALUES('kek_before', ?1)");
        put.BindText(1, key.Id).Run();
    }

    private static bool Opens(LogFixture fixture, byte[] kek)
    {
        File.WriteAllBytes(Path.Combine(fixture.Folder, "keys", "kek"), kek);
        try
        {
            return LogAudit.Check(fixture.Folder).Ok;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private sealed class Tally
    {
        public int Rotated;

        public ConcurrentDictionary<string, long> Appended { get; } = new(StringComparer.Ordinal);

        public ConcurrentBag<string> Wrong { get; } = [];

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public int Halves { get; set; }

        public long Total { get; set; }
    }
}
