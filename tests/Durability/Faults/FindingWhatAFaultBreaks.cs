using Holdfast.Durability.Faults;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Tests.Faults;

/// <summary>G45: each careless way with a failing disk is planted and found.</summary>
public sealed class FindingWhatAFaultBreaks
{
    [Fact]
    public async Task An_answer_before_the_commit_is_missed() =>
        Assert.Contains(await FaultsAsync(FaultKind.Full, new FaultRun { TellsEarly = true }), f => f.Contains("was told and is lost", StringComparison.Ordinal));

    [Fact]
    public async Task An_event_that_is_lost_is_missed() =>
        Assert.NotEmpty(await FaultsAsync(FaultKind.WriteFails, new FaultRun { Spoils = Cut }));

    [Fact]
    public async Task A_body_that_changed_is_missed() => Assert.NotEmpty(await FaultsAsync(
        FaultKind.ReadFails, new FaultRun { Spoils = folder => Execute(folder, "UPDATE event SET at = at + 1 WHERE position = 1") }));

    /// <summary>As a connection does that is closed as usual: it moves the write-ahead log, and syncs it once more.</summary>
    [Fact]
    public void A_sync_that_is_tried_again_is_noticed()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-fault-").FullName;
        try
        {
            var plan = new FaultPlan(FaultKind.SyncFails, at: 8);
            FaultyFiles.Plan(folder, plan);
            using (var database = Database.OpenWriter(Path.Combine(folder, "log.db")))
            {
                database.Execute("CREATE TABLE t(x)");
                Assert.ThrowsAny<IOException>(() => InsertMany(database));
                Assert.Empty(plan.TriedAgain);
                database.TidyOnClose(true);
            }
            Assert.NotEmpty(plan.TriedAgain);
        }
        finally
        {
            FaultyFiles.Forget(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void InsertMany(Database database)
    {
        for (var i = 0; i < 20; i++) database.Execute("INSERT INTO t VALUES(1)");
    }

    private static void Cut(string folder) => Execute(folder, "DELETE FROM event WHERE position = (SELECT max(position) FROM event)");

    private static void Execute(string folder, string sql)
    {
        if (!File.Exists(Path.Combine(folder, "log.db"))) return;
        using var database = Database.OpenWriter(Path.Combine(folder, "log.db"));
        database.Execute(sql);
    }

    private static async Task<List<string>> FaultsAsync(FaultKind kind, FaultRun planted)
    {
        using var run = planted;
        var found = new List<string>();
        var calls = await run.CallsAsync("one by one", kind);
        for (var at = calls / 2; at <= calls && found.Count == 0; at++)
            if (await run.AtAsync(new("one by one", kind, at)) is { } faults) found.AddRange(faults);
        return found;
    }
}
