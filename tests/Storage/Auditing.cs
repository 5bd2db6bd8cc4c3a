using System.Text;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>Each tampering by itself; the log has 40 events of 5 owners, flushed up to 30, and two checkpoints.</summary>
public sealed class Auditing
{
    [Fact]
    public async Task Finds_nothing_wrong_with_a_log_that_nobody_touched()
    {
        await using var at = await Made();
        var report = LogAudit.Check(at.Folder, await at.Checkpointed(), Fold);
        Assert.Equal([], report.Findings);
        Assert.Equal((40, 5, 1), (report.Events, report.Owners, report.Snapshots));
        Assert.InRange(report.Checkpoints, 2, 40);
        Assert.Null(report.FirstBadPosition);
        Assert.Equal($"ok 40 events, {report.Checkpoints} checkpoints", PythonVerifier.Run(at.Folder, Hold(at)));
    }

    [Theory]
    [InlineData("a flipped byte of a body", "UPDATE event SET body = unhex(iif(hex(body) LIKE '00%', 'ff', '00') || substr(hex(body), 3)) WHERE position = 17", 17)]
    [InlineData("a removed event", "DELETE FROM event WHERE position = 17", 17)]
    [InlineData("a changed account", "UPDATE event SET account = 'other' WHERE position = 17", 17)]
    [InlineData("a changed owner", "UPDATE event SET owner = 4 WHERE position = 17", 17)]
    [InlineData("a changed time", "UPDATE event SET at = at + 1 WHERE position = 17", 17)]
    [InlineData("a changed type", "UPDATE event SET type = 'Else' WHERE position = 17", 17)]
    [InlineData("a changed claim", "UPDATE event SET keys = unhex('01' || hex(zeroblob(16))) WHERE position = 17", 17)]
    [InlineData("a changed answer", "UPDATE event SET answer = zeroblob(40) WHERE position = 17", 17)]
    [InlineData("a changed hash", "UPDATE event SET hash = zeroblob(32) WHERE position = 17", 17)]
    [InlineData("a renamed owner", "UPDATE owner SET id = 'mallory' WHERE no = 2", 2)]
    [InlineData("two events swapped", "UPDATE event SET position = -1 WHERE position = 17;"
        + "UPDATE event SET position = 17 WHERE position = 22; UPDATE event SET position = 22 WHERE position = -1", 17)]
    [InlineData("a checkpoint of another root", "UPDATE checkpoint SET root = zeroblob(32) WHERE position = 20", 20)]
    [InlineData("a checkpoint of another time", "UPDATE checkpoint SET at = at + 1 WHERE position = 20", 20)]
    [InlineData("a checkpoint of another position", "DELETE FROM checkpoint WHERE position = 21;"
        + "UPDATE checkpoint SET position = 21 WHERE position = 20", 21)]
    [InlineData("a tail cut below a checkpoint", "DELETE FROM event WHERE position > 35", 36)]
    public async Task Names_the_first_bad_position_as_the_other_verifier_does(string what, string sql, long position)
    {
        await using var at = await Made();
        await at.TamperClosed(sql);
        Assert.True(position == LogAudit.Check(at.Folder).FirstBadPosition, what);
        Assert.StartsWith($"bad position {position}:", PythonVerifier.Run(at.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misses_a_tail_cut_with_its_checkpoints_only_without_a_held_checkpoint()
    {
        await using var at = await Made();
        var (receipt, held) = (Hold(at), await at.Checkpointed());
        await at.TamperClosed("DELETE FROM event WHERE position > 35; DELETE FROM checkpoint WHERE position > 35");
        Assert.True(LogAudit.Check(at.Folder).Ok);
        var report = LogAudit.Check(at.Folder, held);
        Assert.Equal(36, report.FirstBadPosition);
        Assert.Contains("its tail was cut, or an older copy was restored", report.Findings[0].What, StringComparison.Ordinal);
        Assert.StartsWith("bad position 36:", PythonVerifier.Run(at.Folder, receipt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_a_restored_older_copy_that_went_on()
    {
        await using var at = await Made();
        await at.Log.DisposeAsync();
        File.Copy(at.Database, at.Database + ".old");
        await at.Reopen();
        await at.Log.AppendAsync(Append("owner1", 8, "what really happened"));
        var (held, receipt) = (await at.Checkpointed(), Hold(at));
        await at.Log.DisposeAsync();
        File.Move(at.Database + ".old", at.Database, overwrite: true);
        await at.Reopen();
        await at.Log.AppendAsync(Append("owner1", 8, "what is said to have happened"));
        await at.Checkpointed();

        Assert.True(LogAudit.Check(at.Folder).Ok);
        Assert.Equal(41, LogAudit.Check(at.Folder, held).FirstBadPosition);
        Assert.StartsWith("bad position 41:", PythonVerifier.Run(at.Folder, receipt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_held_checkpoint_that_this_log_never_signed()
    {
        await using var at = await Made();
        await using var other = await Made();
        var held = await other.Checkpointed();
        Assert.Equal(40, LogAudit.Check(at.Folder, held).FirstBadPosition);
        Assert.StartsWith("bad position 40:", PythonVerifier.Run(at.Folder, Hold(other)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE snapshot SET state = zeroblob(60)", "does not open")]
    [InlineData("UPDATE snapshot SET version = version - 1", "does not open")]
    [InlineData("UPDATE snapshot SET version = 99", "is of a version that is not there")]
    [InlineData("UPDATE snapshot SET owner = 77", "is of a version that is not there")]
    public async Task Notices_an_altered_snapshot(string sql, string what)
    {
        await using var at = await Made();
        await at.TamperClosed(sql);
        var report = LogAudit.Check(at.Folder, null, Fold);
        Assert.Contains(what, Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_a_snapshot_that_is_not_what_the_events_give()
    {
        await using var at = await Made();
        var report = LogAudit.Check(at.Folder, null, history => Fold(history with { Version = 99 }));
        Assert.Contains("is not what his events give", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_an_owner_s_head_that_was_set_back()
    {
        await using var at = await Made();
        await at.TamperClosed(SetPlace(at, OwnerHead.KeyOf("owner1"), 2));
        Assert.Equal("the index has a wrong head of owner `owner1`: 2",
            Assert.Single(LogAudit.Check(at.Folder).Findings).What);
    }

    [Fact]
    public async Task Notices_a_claim_that_leads_elsewhere_and_one_that_was_taken_out()
    {
        await using var at = await Made();
        var claim = LogKey.Of("claim", "17");
        await at.TamperClosed(SetPlace(at, claim, 3));
        Assert.Equal(17, LogAudit.Check(at.Folder).FirstBadPosition);

        await using var other = await Made();
        await other.TamperClosed("DELETE FROM page; DELETE FROM run");
        Assert.Contains(LogAudit.Check(other.Folder).Findings, f => f.Position == 17 && f.What.Contains("lacks"));
    }

    [Theory]
    [InlineData("DELETE FROM answer")]
    [InlineData("UPDATE answer SET answer = zeroblob(40)")]
    [InlineData("UPDATE answer SET owner = 3")]
    public async Task Notices_an_altered_answer_without_events(string sql)
    {
        await using var at = await Made();
        await at.TamperClosed(sql);
        var report = LogAudit.Check(at.Folder);
        // the table's last row leaves no gap when it goes, but the index knew it
        Assert.NotEmpty(report.Findings);
    }

    [Theory]
    [InlineData("UPDATE owner SET wrapped_key = zeroblob(60) WHERE no = 2")]
    [InlineData("UPDATE owner SET wrapped_key = (SELECT wrapped_key FROM owner WHERE no = 1) WHERE no = 2")]
    public async Task Notices_a_key_that_is_not_the_owner_s(string sql)
    {
        await using var at = await Made();
        await at.TamperClosed(sql);
        Assert.Equal(2, LogAudit.Check(at.Folder).FirstBadPosition);
    }

    [Fact]
    public async Task Runs_beside_a_log_at_work()
    {
        await using var at = await Made();
        var stop = false;
        var work = Task.Run(async () =>
        {
            for (long version = 8; !Volatile.Read(ref stop); version++)
                Assert.IsType<AppendResult.Recorded>(await at.Log.AppendAsync(Append("owner1", version, "x")));
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal([], LogAudit.Check(at.Folder, at.Log.LatestCheckpoint).Findings);
            Assert.StartsWith("ok ", PythonVerifier.Run(at.Folder), StringComparison.Ordinal);
        }
        Volatile.Write(ref stop, true);
        await work;
    }

    [Fact]
    public async Task Opening_refuses_a_log_whose_tail_is_not_what_its_checkpoint_signed()
    {
        await using var at = await Made();
        await at.TamperClosed("UPDATE event SET hash = zeroblob(32) WHERE position = 39");
        Assert.Throws<LogDamagedException>(() => SqliteLog.Open(at.Folder));
        await at.TamperClosed("DELETE FROM event WHERE position > 35");
        Assert.Throws<LogDamagedException>(() => SqliteLog.Open(at.Folder));
    }

    private static byte[] Fold(OwnerHistory history) =>
        Encoding.UTF8.GetBytes($"{history.Version}:{string.Join(',', history.Events.Select(e => Text(e.Body)))}");

    private static async Task<LogFixture> Made()
    {
        var at = new LogFixture(Quick with { FlushEvery = 30 });
        for (var n = 0; n < 40; n++)
        {
            await at.Log.AppendAsync(Append($"owner{n % 5}", n / 5, $"{n}") with
            {
                Claims = [LogKey.Of("claim", $"{n + 1}")],
                Request = Request($"{n}"),
            });
            if (n == 19) await at.Checkpointed();
            if (n == 24) await at.Log.AppendAsync(Append("owner0", 5) with { Request = Request("refused", status: 409) });
        }
        at.Log.OfferSnapshot("owner0", 7, Encoding.UTF8.GetBytes("7:0,5,10,15,20,25,30"));
        for (var i = 0; i < 500 && (at.Log.Load("owner0")!.SnapshotVersion != 7 || at.Runs.Count == 0); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await at.Checkpointed();
        return at;
    }

    /// <summary>The newest checkpoint as a file.</summary>
    private static string Hold(LogFixture at)
    {
        var file = Path.Combine(at.Folder, "held.json");
        File.WriteAllText(file, at.Log.LatestCheckpoint!.ToJson());
        Assert.Equal(at.Log.LatestCheckpoint.ToJson(), Checkpoint.FromJson(File.ReadAllText(file)).ToJson());
        return file;
    }

    /// <summary>An index entry that leads somewhere else.</summary>
    private static string SetPlace(LogFixture at, LogKey key, long position)
    {
        var page = at.Blob("SELECT entries FROM page LIMIT 1");
        for (var i = 0; i < page.Length / Index.Page.EntrySize; i++)
            if (Index.Page.At(page, i).Key == key) Index.Page.Put(page, i, new(key, Index.Place.Event(position)));
        return $"UPDATE page SET entries = x'{Convert.ToHexString(page)}'";
    }
}
