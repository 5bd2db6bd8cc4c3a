using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

public sealed class Appending
{
    private static readonly LogKey Claim = LogKey.Of("account", "a1");

    [Fact]
    public async Task Gives_positions_and_versions_in_order()
    {
        await using var at = new LogFixture();
        Assert.Equal(new AppendResult.Recorded(1, 2, false), await at.Log.AppendAsync(Append("alice", 0, "a", "b")));
        Assert.Equal(new AppendResult.Recorded(3, 1, false), await at.Log.AppendAsync(Append("bob", 0, "c")));
        Assert.Equal(new AppendResult.Recorded(4, 3, false), await at.Log.AppendAsync(Append("alice", 2, "d")));
        Assert.Equal(4, at.Log.Head);
    }

    [Fact]
    public async Task Returns_what_was_put_in()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "a", "b"));
        await at.Log.AppendAsync(Append("bob", 0, "c"));
        await at.Reopen();

        var all = at.Log.Read(0, 100);
        Assert.Equal(["a", "b", "c"], all.Select(e => Text(e.Body)));
        Assert.Equal([1L, 2L, 3L], all.Select(e => e.Position));
        Assert.Equal(["c"], at.Log.Read(2, 100).Select(e => Text(e.Body)));
        Assert.Equal(["a"], at.Log.Read(0, 1).Select(e => Text(e.Body)));
        var second = at.Log.ReadAt(2)!;
        Assert.Equal(("alice", "main", 2L, 1000L, "ThingHappened"), (second.Owner, second.Account, second.Version, second.At, second.Type));
        Assert.Null(at.Log.ReadAt(4));
        Assert.Null(at.Log.ReadAt(0));
        var alice = at.Log.Load("alice")!;
        Assert.Equal(2, alice.Version);
        Assert.Equal(["a", "b"], alice.Events.Select(e => Text(e.Body)));
        Assert.Null(at.Log.Load("carol"));
    }

    [Fact]
    public async Task Tells_an_owners_history_from_its_end_and_nobody_elses()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "a", "b"));
        await at.Log.AppendAsync(Append("bob", 0, "c"));
        await at.Log.AppendAsync(Append("alice", 2, "d"));

        Assert.Equal(["d", "b"], at.Log.History("alice", null, 2).Select(e => Text(e.Body)));
        Assert.Equal(["a"], at.Log.History("alice", 2, 9).Select(e => Text(e.Body)));
        Assert.Empty(at.Log.History("alice", 1, 9));
        Assert.Empty(at.Log.History("alice", 3, 9));
        Assert.Empty(at.Log.History("alice", 99, 9));
        Assert.Empty(at.Log.History("carol", null, 9));
        await at.Log.EraseAsync("alice");
        Assert.Empty(at.Log.History("alice", null, 9));
    }

    [Fact]
    public async Task Conflicts_on_any_other_version()
    {
        await using var at = new LogFixture();
        Assert.Equal(new AppendResult.VersionConflict(0), await at.Log.AppendAsync(Append("alice", 1, "x")));
        await at.Log.AppendAsync(Append("alice", 0, "a"));
        Assert.Equal(new AppendResult.VersionConflict(1), await at.Log.AppendAsync(Append("alice", 0, "x")));
        await at.Reopen();
        Assert.Equal(new AppendResult.VersionConflict(1), await at.Log.AppendAsync(Append("alice", 2, "x")));
        Assert.Equal(1, at.Log.Head);
    }

    [Fact]
    public async Task Refuses_what_was_decided_behind_a_refused_append()
    {
        await using var at = new LogFixture();
        var (ours, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        await at.Log.AppendAsync(Append("alice", 0, "a") with { Name = theirs });
        Assert.IsType<AppendResult.VersionConflict>(await at.Log.AppendAsync(Append("alice", 0, "x") with { Name = ours }));

        // the version is there, but it is another's
        Assert.Equal(
            new AppendResult.VersionConflict(1), await at.Log.AppendAsync(Append("alice", 1, "y") with { Behind = ours }));
        Assert.IsType<AppendResult.Recorded>(await at.Log.AppendAsync(Append("alice", 1, "b") with { Behind = theirs }));
        Assert.Equal(["a", "b"], at.Log.Load("alice")!.Events.Select(e => Text(e.Body)));
    }

    [Fact]
    public async Task Reads_only_the_types_asked_for()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "a"));
        var other = Append("alice", 1, "b");
        await at.Log.AppendAsync(other with { Events = [other.Events[0] with { Type = "ThingHappenedAgain" }] });

        Assert.Equal(["a"], at.Log.Read(0, 9, ["ThingHappened"]).Select(e => Text(e.Body)));
        Assert.Equal(["b"], at.Log.Read(0, 9, ["Nothing", "ThingHappenedAgain"]).Select(e => Text(e.Body)));
        Assert.Empty(at.Log.Read(0, 9, ["Thing"]));
    }

    [Fact]
    public async Task May_expect_the_version_of_one_still_queued()
    {
        await using var at = new LogFixture();
        var first = at.Log.AppendAsync(Append("alice", 0, "a"));
        var second = at.Log.AppendAsync(Append("alice", 1, "b"));
        var third = at.Log.AppendAsync(Append("alice", 1, "lost"));
        var fourth = at.Log.AppendAsync(Append("alice", 3, "built on the lost one"));
        Assert.Equal(new AppendResult.Recorded(1, 1, false), await first);
        Assert.Equal(new AppendResult.Recorded(2, 2, false), await second);
        Assert.Equal(new AppendResult.VersionConflict(2), await third);
        Assert.Equal(new AppendResult.VersionConflict(2), await fourth);
    }

    [Fact]
    public async Task Makes_a_claim_once()
    {
        await using var at = new LogFixture();
        var claim = Append("alice", 0, "a") with { Claims = [Claim] };
        await at.Log.AppendAsync(claim);
        Assert.Equal(new AppendResult.AlreadyClaimed(Claim), await at.Log.AppendAsync(claim with { Owner = "bob" }));
        await at.Reopen();
        Assert.Equal(new AppendResult.AlreadyClaimed(Claim), await at.Log.AppendAsync(claim with { Owner = "bob" }));
        Assert.Equal(1, at.Log.Find(Claim));
        Assert.Equal(1, at.Log.Head);
        Assert.Null(at.Log.Load("bob"));
    }

    [Fact]
    public async Task Finds_a_claim_that_is_still_queued()
    {
        await using var at = new LogFixture();
        var queued = at.Log.AppendAsync(Append("alice", 0, "a") with { Claims = [Claim] });
        Assert.Equal(1, at.Log.Find(Claim));
        await queued;
    }

    [Fact]
    public async Task Moves_a_point_to_the_newest_append()
    {
        await using var at = new LogFixture();
        var point = LogKey.Of("withdrawal", "w1");
        await at.Log.AppendAsync(Append("alice", 0, "a") with { Points = [point] });
        await at.Log.AppendAsync(Append("alice", 1, "b", "c") with { Points = [point] });
        Assert.Equal(2, at.Log.Find(point));
        await at.Reopen();
        Assert.Equal(2, at.Log.Find(point));
        Assert.Null(at.Log.Find(LogKey.Of("withdrawal", "w2")));
    }

    [Fact]
    public async Task Replays_the_answer_of_a_request_seen_before()
    {
        await using var at = new LogFixture();
        var append = Append("alice", 0, "a") with { Request = Request("r1") };
        await at.Log.AppendAsync(append);
        for (var round = 0; round < 2; round++)
        {
            var seen = Assert.IsType<AppendResult.RequestSeen>(await at.Log.AppendAsync(append)).Request;
            Assert.Equal((201, "answer", LogKey.Of("content", "body")), (seen.Status, Text(seen.Answer), seen.Content));
            await at.Reopen();
        }
        Assert.Equal(1, at.Log.Head);
    }

    [Fact]
    public async Task Waits_with_a_replay_until_the_first_answer_is_durable()
    {
        await using var at = new LogFixture();
        var append = Append("alice", 0, "a") with { Request = Request("r1") };
        var first = at.Log.AppendAsync(append);
        var second = at.Log.AppendAsync(append);
        Assert.Equal("answer", Text(Assert.IsType<AppendResult.RequestSeen>(await second).Request.Answer));
        Assert.IsType<AppendResult.Recorded>(await first);
    }

    [Fact]
    public async Task Keeps_the_answer_of_a_refused_request()
    {
        await using var at = new LogFixture();
        var known = Append("alice", 0, "a");
        await at.Log.AppendAsync(known);
        var refused = known with { ExpectedVersion = 1, Events = [], Request = Request("r1", status: 409) };
        var stranger = refused with { Owner = "stranger", ExpectedVersion = 0, Request = Request("r2", status: 404) };
        Assert.Equal(new AppendResult.Recorded(0, 1, false), await at.Log.AppendAsync(refused));
        Assert.Equal(new AppendResult.Recorded(0, 0, false), await at.Log.AppendAsync(stranger));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(409, Assert.IsType<AppendResult.RequestSeen>(await at.Log.AppendAsync(refused)).Request.Status);
            Assert.Equal(404, at.Log.FindRequest(LogKey.Of("request", "r2"))!.Status);
            await at.Reopen();
        }
        Assert.Equal(new AppendResult.Recorded(2, 1, false), await at.Log.AppendAsync(Append("stranger", 0, "s")));
    }

    [Fact]
    public async Task Refuses_a_time_before_the_last_one()
    {
        await using var at = new LogFixture();
        await at.Log.AppendAsync(Append("alice", 0, "a"));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await at.Log.AppendAsync(Append("alice", 1, "b") with { At = 999 }));
    }

    [Fact]
    public async Task Commits_many_in_few_transactions()
    {
        await using var at = new LogFixture();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 2_000).Select(n => at.Log.AppendAsync(Append($"o{n}", 0, "x")).AsTask()));
        Assert.All(results, result => Assert.IsType<AppendResult.Recorded>(result));
        Assert.Equal(2_000, at.Log.Head);
        Assert.InRange(at.Log.Batches, 1, 1_000);
    }

    [Fact]
    public async Task Wakes_those_who_wait_for_something_new()
    {
        await using var at = new LogFixture();
        var waiting = at.Log.WaitAsync(0, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        await at.Log.AppendAsync(Append("alice", 0, "a"));
        await waiting;
        await at.Log.WaitAsync(1, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(1, at.Log.Head);
    }

    [Fact]
    public async Task Keeps_the_host_s_facts()
    {
        await using var at = new LogFixture();
        Assert.Null(at.Log.Meta("mode"));
        await at.Log.SetMetaAsync("mode", "sandbox");
        Assert.Equal("sandbox", at.Log.Meta("mode"));
        await at.Reopen();
        Assert.Equal("sandbox", at.Log.Meta("mode"));
    }

    [Fact]
    public async Task Refuses_a_second_process_on_the_same_folder()
    {
        await using var at = new LogFixture();
        var refusal = Assert.Throws<LogUnavailableException>(() => SqliteLog.Open(at.Folder));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
    }
}
