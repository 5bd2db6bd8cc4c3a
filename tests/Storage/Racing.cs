using Holdfast.Storage.Sqlite;
using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>HOLDFAST_RACES sets how many races are run; 2,000 without it, 100,000 to be sure.</summary>
public sealed class Racing
{
    private const int Runners = 4;

    private static readonly int Races = Number("HOLDFAST_RACES", 2_000);

    [Fact]
    public async Task On_one_version_is_won_once()
    {
        await using var at = new LogFixture();
        Assert.Equal(0, await Race(at.Log.AppendAsync, race => Append($"owner{race % 50}", race / 50, "x")));
        Assert.Equal(Races, at.Log.Head);
    }

    [Fact]
    public async Task For_one_claim_is_won_once()
    {
        await using var at = new LogFixture(Quick with { FlushEvery = 500 });
        // each runner for an owner of his own, so that only the claim stands between them
        Assert.Equal(0, await Race(at.Log.AppendAsync, (race, runner) =>
            Append($"owner{race}-{runner}", 0, "x") with { Claims = [LogKey.Of("approval", $"{race}")] }));
        Assert.Equal(Races, at.Log.Head);
    }

    [Fact]
    public async Task With_one_request_is_won_once()
    {
        await using var at = new LogFixture(Quick with { FlushEvery = 500 });
        Assert.Equal(0, await Race(at.Log.AppendAsync, (race, runner) =>
            Append($"owner{race}-{runner}", 0, "x") with { Request = Request($"{race}") }));
        Assert.Equal(Races, at.Log.Head);
    }

    [Fact]
    public async Task Is_seen_to_be_lost_by_a_store_that_looks_before_it_writes()
    {
        await using var at = new LogFixture();
        var careless = new LooksFirst(at.Log);
        Assert.NotEqual(0, await Race(careless.AppendAsync, race => Append($"owner{race % 50}", race / 50, "x")));
    }

    private static Task<int> Race(Func<Append, ValueTask<AppendResult>> append, Func<int, Append> make) =>
        Race(append, (race, _) => make(race));

    /// <summary>How many races were not won exactly once.</summary>
    private static async Task<int> Race(Func<Append, ValueTask<AppendResult>> append, Func<int, int, Append> make)
    {
        var wrong = 0;
        for (var race = 0; race < Races; race++)
        {
            var number = race;
            using var gate = new Barrier(Runners);
            var results = await Task.WhenAll(Enumerable.Range(0, Runners).Select(runner => Task.Run(async () =>
            {
                var mine = make(number, runner);
                gate.SignalAndWait();
                return await append(mine);
            })));
            if (results.Count(result => result is AppendResult.Recorded) != 1) wrong++;
        }
        return wrong;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;

    /// <summary>The planted bug: reads the version, and then writes whatever the version has become.</summary>
    private sealed class LooksFirst(SqliteLog log)
    {
        public async ValueTask<AppendResult> AppendAsync(Append append)
        {
            var version = log.Load(append.Owner)?.Version ?? 0;
            if (version != append.ExpectedVersion) return new AppendResult.VersionConflict(version);
            while (true)
            {
                var result = await log.AppendAsync(append with { At = 1_000_000, ExpectedVersion = version });
                if (result is not AppendResult.VersionConflict conflict) return result;
                version = conflict.Actual;
            }
        }
    }
}
