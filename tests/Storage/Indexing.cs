using Holdfast.Storage.Auditing;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

public sealed class Indexing
{
    private static readonly SqliteLogOptions Small = Quick with { FlushEvery = 100 };

    [Fact]
    public async Task Knows_every_key_after_flushes_and_merges_and_a_restart()
    {
        await using var at = new LogFixture(Small);
        await Fill(at, 5_000);
        await CheckAll(at, 5_000);
        await at.Reopen();
        await CheckAll(at, 5_000);
        await Fill(at, 6_000, 5_000);
        await CheckAll(at, 6_000);
        var report = LogAudit.Check(at.Folder);
        Assert.Equal([], report.Findings);
        Assert.Equal(6_000, report.Events);
    }

    [Fact]
    public async Task Merges_runs_so_that_few_remain()
    {
        await using var at = new LogFixture(Small);
        await Fill(at, 10_000);
        var isSettled = false;
        for (var i = 0; i < 1_000 && !(isSettled = IsEveryPageOfARun(at)); i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(isSettled, "pages of no run stay");
        Assert.InRange(at.Runs.Count, 2, 20);
        Assert.Contains(at.Runs, run => run.Level >= 1);
    }

    [Fact]
    public async Task Reads_only_a_bounded_tail_at_the_start()
    {
        await using var at = new LogFixture(Small);
        await Fill(at, 10_000);
        for (var i = 0; i < 500 && at.Number("SELECT value FROM meta WHERE name = 'flushed_position'") < 9_000; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.InRange(at.Number("SELECT value FROM meta WHERE name = 'flushed_position'"), 9_000, 10_000);
    }

    [Fact]
    public async Task Removes_pages_of_a_run_that_was_never_finished()
    {
        await using var at = new LogFixture(Small);
        await Fill(at, 2_000);
        await at.Tamper("INSERT INTO page(id, entries) VALUES(999 << 24, x'00'), ((999 << 24) + 1, x'00')");
        Assert.Equal(0, at.Number("SELECT count(*) FROM page WHERE id >= 999 << 24"));
        await CheckAll(at, 2_000);
    }

    [Fact]
    public void Leads_a_place_back_to_what_it_was_made_from()
    {
        Assert.True(Place.Event(1) is { IsEvent: true, IsAnswer: false, IsOwner: false, Number: 1 });
        Assert.True(Place.Answer(1) is { IsEvent: false, IsAnswer: true, IsOwner: false, Number: 1 });
        Assert.True(Place.Owner(1) is { IsEvent: false, IsAnswer: false, IsOwner: true, Number: 1 });
        Assert.True(Place.Owner(7) is { IsOwner: true, Number: 7 });
    }

    [Fact]
    public void Has_a_filter_that_never_denies_what_is_there_and_seldom_affirms_what_is_not()
    {
        var filter = new Bloom(10_000);
        for (var n = 0; n < 10_000; n++) filter.Add(LogKey.Of("in", n.ToString()));
        Assert.All(Enumerable.Range(0, 10_000), n => Assert.True(filter.MayHold(LogKey.Of("in", n.ToString()))));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(n => filter.MayHold(LogKey.Of("out", n.ToString()))), 0, 200);
    }

    [Fact]
    public void Tells_lists_of_parts_apart()
    {
        Assert.NotEqual(LogKey.Of("k", "ab", "c"), LogKey.Of("k", "a", "bc"));
        Assert.NotEqual(LogKey.Of("k", "a"), LogKey.Of("k", "a", ""));
        Assert.NotEqual(LogKey.Of("ka"), LogKey.Of("k", "a"));
        Assert.Equal(LogKey.Of("k", new string('é', 2_000)), LogKey.Of("k", new string('é', 2_000)));
    }

    private static bool IsEveryPageOfARun(LogFixture at) => at.Runs.Sum(run => run.Pages) == at.Number("SELECT count(*) FROM page");

    private static Append Numbered(int n, long expected) =>
        Append($"owner{n % 100}", expected, $"{n}") with
        {
            Claims = [LogKey.Of("claim", n.ToString())],
            Points = [LogKey.Of("point", (n % 500).ToString())],
            Request = Request($"{n}", answer: $"answer {n}"),
        };

    private static async Task Fill(LogFixture at, int to, int from = 0)
    {
        foreach (var chunk in Enumerable.Range(from, to - from).Chunk(100))
        {
            var results = await Task.WhenAll(chunk.Select(n => at.Log.AppendAsync(Numbered(n, n / 100)).AsTask()));
            Assert.All(results, result => Assert.IsType<AppendResult.Recorded>(result));
        }
    }

    private static async Task CheckAll(LogFixture at, int count)
    {
        for (var n = 0; n < count; n += 7)
        {
            Assert.Equal(n + 1, at.Log.Find(LogKey.Of("claim", n.ToString())));
            Assert.Equal($"answer {n}", Text(at.Log.FindRequest(LogKey.Of("request", $"{n}"))!.Answer));
            Assert.Null(at.Log.Find(LogKey.Of("claim", $"not {n}")));
        }
        for (var n = 0; n < 500; n++)
            Assert.Equal(count - 500 + n + 1, at.Log.Find(LogKey.Of("point", n.ToString())));
        Assert.Equal(count / 100, at.Log.Load("owner42")!.Version);
        var seen = await at.Log.AppendAsync(Numbered(3, 0));
        Assert.Equal("answer 3", Text(Assert.IsType<AppendResult.RequestSeen>(seen).Request.Answer));
        Assert.IsType<AppendResult.AlreadyClaimed>(
            await at.Log.AppendAsync(Numbered(3, count / 100) with { Request = null }));
    }
}
