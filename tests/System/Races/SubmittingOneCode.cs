using System.Diagnostics;
using System.Globalization;

namespace Holdfast.System.Tests.Races;

/// <summary>HOLDFAST_CODES sets how many codes are raced, 64 submissions each; 300 without it.</summary>
public sealed class SubmittingOneCode
{
    /// <summary>Rounds on one log; then the next begins, so that none grows large.</summary>
    private const int OnOneLog = 500;

    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("HOLDFAST_CODES"), CultureInfo.InvariantCulture, out var asked) ? asked : 300;

    [Fact]
    public async Task Takes_it_once_of_64_and_looks_at_five_more()
    {
        var watch = Stopwatch.StartNew();
        var (done, events) = (0, 0L);
        while (done < Rounds)
        {
            await using var house = InProcessHouse.Open();
            var rounds = Math.Min(OnOneLog, Rounds - done);
            Assert.Empty(await RightAsync(house, rounds));
            var oracle = await ReadAsync(house);
            Assert.Empty(oracle.Wrong);
            (done, events) = (done + rounds, events + oracle.Events);
        }
        Console.WriteLine($"{done} codes, {(long)done * CodeBurst.Width} submissions, {events} events read, 0 taken twice, {watch.Elapsed.TotalSeconds:F0} s");
    }

    [Fact]
    public async Task On_two_nodes_takes_it_once_too()
    {
        await using var house = InProcessHouse.Open(nodes: 2);
        Assert.Empty(await RightAsync(house, Math.Clamp(Rounds / 10, 10, 500)));
        Assert.Empty((await ReadAsync(house)).Wrong);
    }

    [Theory]
    [InlineData("totp")]
    [InlineData("recovery")]
    public async Task Looks_at_five_wrong_ones_and_at_one_after_each_pause(string factor)
    {
        await using var house = InProcessHouse.Open();
        var burst = new CodeBurst(house, "guessed");
        await burst.OpenAsync();
        for (var round = 0; round < 4; round++) await burst.WrongAsync(round, factor, round == 0 ? 5 : 1);
        Assert.Empty(burst.Wrong);
        Assert.Empty((await ReadAsync(house)).Wrong);
    }

    [Theory]
    [InlineData(Missing.Versions)]
    [InlineData(Missing.Steps)]
    [InlineData(Missing.Failures)]
    internal async Task Finds_a_guard_that_is_missing(Missing missing)
    {
        for (var rounds = 0; rounds < 200; rounds += 5)
        {
            await using var house = InProcessHouse.Open(2, log => new FaultyLog(log, missing));
            var wrong = await RightAsync(house, 5);
            if (wrong.Count == 0) continue;
            Console.WriteLine($"without {missing}: found within {rounds + 5} codes: {wrong[0]}");
            return;
        }
        Assert.Fail($"200 codes without {missing} showed nothing");
    }

    private static async Task<List<string>> RightAsync(House house, int rounds)
    {
        var wrong = new List<string>();
        for (var done = 0; done < rounds;)
        {
            var burst = new CodeBurst(house, $"owner-{done}");
            await burst.OpenAsync();
            for (var round = 0; round < CodeBurst.MostRounds && done < rounds; round++, done++)
                await burst.RightAsync(round, done % 2 == 0 ? "totp" : "recovery");
            wrong.AddRange(burst.Wrong);
        }
        return wrong;
    }

    private static async Task<LogOracle> ReadAsync(House house)
    {
        var oracle = new LogOracle();
        oracle.Read(await house.EndAsync());
        if (house.Nodes == 1) oracle.Compare(house);
        return oracle;
    }
}
