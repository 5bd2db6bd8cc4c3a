using System.Diagnostics;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>
/// HOLDFAST_KILLS sets how often the process is killed; 10 without it. This shows that nothing is acknowledged early
/// within the process; what a power cut leaves is another matter.
/// </summary>
public sealed class Killing
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_KILLS"), out var number) ? number : 10;

    [Fact]
    public async Task Loses_nothing_that_was_acknowledged()
    {
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"));
        var acknowledged = new Dictionary<string, long>();
        Checkpoint? held = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await KillOnce(folder, acknowledged, TimeSpan.FromMilliseconds(20 + kill * 37 % 200));
            await using (var log = SqliteLog.Open(folder, Quick))
            {
                foreach (var (owner, version) in acknowledged) Check(log, owner, version);
                if (log.LatestCheckpoint is { } latest) held = latest;
            }
            Assert.Equal([], LogAudit.Check(folder, held).Findings);
        }
        Assert.NotEmpty(acknowledged);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Or_a_full_disk_ends_all_appending_at_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("limits file sizes with ulimit");
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"));
        var acknowledged = new Dictionary<string, long>();
        // a file that may not grow past 2 MiB fails the write as a full disk does
        using var child = Start("bash", ["-c", $"ulimit -f 2048; trap '' XFSZ; DOTNET_EnableWriteXorExecute=0 exec '{Environment.ProcessPath}' --append-until-killed '{folder}'"]);
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Read(child, acknowledged);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 3, await error);
        await using (var log = SqliteLog.Open(folder, Quick))
            foreach (var (owner, version) in acknowledged) Check(log, owner, version);
        Assert.Equal([], LogAudit.Check(folder).Findings);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>All of the owner's events up to there, each whole, and nothing of an append without its rest.</summary>
    private static void Check(SqliteLog log, string owner, long version)
    {
        var loaded = log.Load(owner)!;
        Assert.True(loaded.Version >= version, $"{owner} {version} was acknowledged, {loaded.Version} is there");
        Assert.Equal(0, loaded.Version % 2);
        Assert.All(loaded.Events, e => Assert.Equal($"{owner} {e.Version}", Text(e.Body)));
        if (loaded.Snapshot is not null) Assert.Equal($"{owner} {loaded.SnapshotVersion}", Text(loaded.Snapshot));
        Assert.NotNull(log.Find(AppendUntilKilled.ClaimOf(owner, version)));
        Assert.NotNull(log.FindRequest(LogKey.Of("request", $"{owner} {version}")));
        Assert.Null(log.Find(AppendUntilKilled.ClaimOf(owner, loaded.Version + 2)));
    }

    private static async Task KillOnce(string folder, Dictionary<string, long> acknowledged, TimeSpan after)
    {
        using var child = Start(Environment.ProcessPath!, ["--append-until-killed", folder]);
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var reading = Read(child, acknowledged, () =>
        {
            if (after > TimeSpan.Zero) Thread.Sleep(after);
            child.Kill();
        });
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        await reading;
        Assert.Equal("", await error);
    }

    private static async Task Read(Process child, Dictionary<string, long> acknowledged, Action? first = null)
    {
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            // the last line may be cut short by the kill
            if (line.Split(' ') is not [var owner, var version]) continue;
            acknowledged[owner] = Math.Max(long.Parse(version), acknowledged.GetValueOrDefault(owner));
            if (first is not null) _ = Task.Run(first);
            first = null;
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
