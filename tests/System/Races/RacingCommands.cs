using System.Diagnostics;
using System.Globalization;

namespace Holdfast.System.Tests.Races;

/// <summary>HOLDFAST_RACES sets how many races are run; 3,000 without it. HOLDFAST_RACES_ON names another folder for the data.</summary>
public sealed class RacingCommands
{
    /// <summary>Races on one log; then the next begins, so that none grows large.</summary>
    private const int OnOneLog = 20_000;

    /// <summary>Only kinds with this in their names; for looking closer.</summary>
    private static readonly string Only = Environment.GetEnvironmentVariable("HOLDFAST_RACES_OF") ?? "";

    private static readonly int Races = int.TryParse(
        Environment.GetEnvironmentVariable("HOLDFAST_RACES"), CultureInfo.InvariantCulture, out var asked) ? asked : 3_000;

    [Fact]
    public async Task Leaves_a_log_in_which_every_guard_held()
    {
        var watch = Stopwatch.StartNew();
        var total = new RaceReport();
        while (total.Races < Races && total.Wrong.Count == 0)
        {
            await using var house = InProcessHouse.Open();
            total.Add(await RaceAll(house, [.. RaceKinds.All.Where(k => k.Name.Contains(Only, StringComparison.Ordinal))], Math.Min(OnOneLog, Races - (int)total.Races), 170));
            total.Say(watch.Elapsed);
            total.SayWrong();
        }
        total.SayKinds();
        Assert.Empty(total.Wrong);
    }

    [Fact]
    public async Task On_two_nodes_leaves_it_to_the_log_alone()
    {
        // no gate and no memory between the two: what holds here, the log's own guards hold
        await using var house = InProcessHouse.Open(nodes: 2);
        var report = await RaceAll(house, [.. RaceKinds.All.Where(k => !k.AtTheInstant)], Math.Max(400, Races / 8), 16);
        report.SayWrong();
        Assert.Empty(report.Wrong);
    }

    [Fact]
    public async Task Over_sockets_leaves_such_a_log_too()
    {
        await using var house = await HttpHouse.OpenAsync();
        var report = await RaceAll(house, [.. RaceKinds.All.Where(k => !k.AtTheInstant)], Math.Clamp(Races / 30, 95, 20_000), 5);
        report.SayWrong();
        Assert.Empty(report.Wrong);
    }

    [Theory]
    [InlineData(Missing.Claims, 1, "open twice")]
    [InlineData(Missing.Requests, 1, "same key twice")]
    [InlineData(Missing.Versions, 2, "approve approve")]
    [InlineData(Missing.Versions, 2, "approve approve one code")]
    [InlineData(Missing.Versions, 2, "approve veto")]
    [InlineData(Missing.Versions, 2, "withdraw withdraw two accounts")]
    [InlineData(Missing.Versions, 2, "withdraw freeze")]
    [InlineData(Missing.Versions, 2, "permit cancel")]
    [InlineData(Missing.Versions, 2, "permit veto")]
    [InlineData(Missing.Versions, 2, "same withdrawal twice")]
    [InlineData(Missing.Versions, 2, "remove key approve")]
    [InlineData(Missing.Versions, 2, "limit withdraw")]
    [InlineData(Missing.Versions, 2, "cancel cancel")]
    internal async Task Finds_a_guard_that_is_missing(Missing missing, int nodes, string kind)
    {
        const int Most = 2_000;
        var races = 0L;
        while (races < Most)
        {
            await using var house = InProcessHouse.Open(nodes, log => new FaultyLog(log, missing));
            var report = await RaceAll(house, [RaceKinds.Named(kind)], 32, 32);
            races += report.Races;
            if (report.Wrong.Count == 0) continue;
            Console.WriteLine($"without {missing}, {nodes} node(s), `{kind}`: found within {races} races: {report.Wrong[0]}");
            return;
        }
        Assert.Fail($"{Most} races of `{kind}` showed nothing");
    }

    private static async Task<RaceReport> RaceAll(House house, IReadOnlyList<RaceKind> kinds, int races, int stage)
    {
        var report = new RaceReport();
        var each = Math.Max(1, (races + kinds.Count - 1) / kinds.Count);
        foreach (var kind in kinds)
        {
            var runner = new RaceRunner(house, stage);
            var watch = Stopwatch.StartNew();
            await runner.RunAsync(kind, each);
            report.Add(kind, runner, watch.Elapsed);
        }
        var oracle = new LogOracle();
        oracle.Read(await house.EndAsync());
        if (house.Nodes == 1) oracle.Compare(house);
        report.Add(oracle);
        return report;
    }
}
