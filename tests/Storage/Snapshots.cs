using System.Text;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

public sealed class Snapshots
{
    [Fact]
    public async Task Are_due_after_sixty_four_events()
    {
        await using var at = new LogFixture();
        var due = new List<long>();
        for (var version = 0; version < 130; version++)
        {
            var recorded = (AppendResult.Recorded)await at.Log.AppendAsync(Append("alice", version, "x"));
            if (!recorded.SnapshotDue) continue;
            due.Add(recorded.Version);
            at.Log.OfferSnapshot("alice", recorded.Version, new byte[10]);
        }
        Assert.Equal([64, 128], due);
    }

    [Fact]
    public async Task Spare_the_events_before_them()
    {
        await using var at = await With(version: 2);
        for (var round = 0; round < 2; round++)
        {
            var loaded = at.Log.Load("alice")!;
            Assert.Equal((4, 2, "state 2"), (loaded.Version, loaded.SnapshotVersion, Text(loaded.Snapshot)));
            Assert.Equal(["c", "d"], loaded.Events.Select(e => Text(e.Body)));
            await at.Reopen();
        }
    }

    [Fact]
    public async Task May_stand_for_all_events()
    {
        await using var at = await With(version: 4);
        var loaded = at.Log.Load("alice")!;
        Assert.Equal((4, 4, 0), (loaded.Version, loaded.SnapshotVersion, loaded.Events.Count));
    }

    [Fact]
    public async Task Of_an_older_or_an_unknown_version_are_not_taken()
    {
        await using var at = await With(version: 3);
        at.Log.OfferSnapshot("alice", 2, "older"u8.ToArray());
        at.Log.OfferSnapshot("alice", 5, "not yet"u8.ToArray());
        at.Log.OfferSnapshot("nobody", 1, "nobody"u8.ToArray());
        await at.Log.SetMetaAsync("after", "that");
        await at.Reopen();
        Assert.Equal("state 3", Text(at.Log.Load("alice")!.Snapshot));
    }

    [Fact]
    public async Task That_are_newer_than_the_log_are_damage_and_nobody_waits_for_the_rest()
    {
        await using var at = await With(version: 4);
        await at.TamperClosed("DELETE FROM event WHERE version = 4; DELETE FROM checkpoint");
        await at.Reopen();
        var loading = Task.Run(() => at.Log.Load("alice"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<LogDamagedException>(
            () => loading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static async Task<LogFixture> With(long version)
    {
        var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "a", "b", "c", "d"));
        at.Log.OfferSnapshot("alice", version, Encoding.UTF8.GetBytes($"state {version}"));
        for (var i = 0; i < 500 && at.Log.Load("alice")!.SnapshotVersion != version; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        return at;
    }
}
