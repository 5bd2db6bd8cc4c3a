using System.Diagnostics;
using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Server.Passkeys;

namespace Holdfast.System.Tests.Races;

/// <summary>HOLDFAST_CEREMONIES sets how many ceremonies are raced, 64 finishes each; 200 without it.</summary>
public sealed class RegisteringOnePasskey
{
    /// <summary>Rounds on one server; then the next begins, so that no log grows large.</summary>
    private const int OnOneServer = 500;

    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("HOLDFAST_CEREMONIES"), CultureInfo.InvariantCulture, out var asked) ? asked : 200;

    [Fact]
    public async Task Makes_one_change_of_64_finishes_over_http()
    {
        var watch = Stopwatch.StartNew();
        var (done, changes) = (0, 0);
        while (done < Rounds)
        {
            await using var house = await HttpHouse.OpenAsync();
            var rounds = Math.Min(OnOneServer, Rounds - done);
            Assert.Empty(await RaceAsync(house, rounds));
            var oracle = await ReadAsync(house);
            Assert.Empty(oracle.Wrong);
            Assert.Equal(rounds, oracle.Changes);
            (done, changes) = (done + rounds, changes + oracle.Changes);
        }
        Console.WriteLine($"{done} rounds, {(long)done * PasskeyBurst.Width} finishes, {changes} changes, 0 more than one, {watch.Elapsed.TotalSeconds:F0} s");
    }

    public static TheoryData<string> Planted => ["ended after the answer", "not ended", "found and taken apart", "a passkey looked up and not claimed"];

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task Finds_a_guard_that_is_missing(string bug)
    {
        for (var rounds = 0; rounds < 200; rounds += 8)
        {
            await using var house = InProcessHouse.Open(
                faulty: bug == "a passkey looked up and not claimed" ? log => new FaultyLog(log, Missing.Passkeys) : null, ceremonies: Ceremonies(bug));
            List<string> wrong = [.. await RaceAsync(house, 8, onePasskey: bug.StartsWith("a passkey", StringComparison.Ordinal)), .. (await ReadAsync(house)).Wrong];
            if (wrong.Count == 0) continue;
            Console.WriteLine($"{bug}: found within {rounds + 8} rounds: {wrong[0]}");
            return;
        }
        Assert.Fail($"200 rounds did not show: {bug}");
    }

    /// <summary>Three of four rounds race for a ceremony, one for a passkey; or all for a passkey.</summary>
    private static async Task<List<string>> RaceAsync(House house, int rounds, bool onePasskey = false)
    {
        using var burst = new PasskeyBurst(house);
        for (var i = 0; i < rounds; i++)
            await (onePasskey || i % 4 == 3 ? burst.OnePasskeyAsync($"many-{i}") : burst.OneCeremonyAsync($"one-{i}"));
        return burst.Wrong;
    }

    private static async Task<PasskeyOracle> ReadAsync(House house)
    {
        var oracle = new PasskeyOracle();
        oracle.Read(await house.EndAsync());
        return oracle;
    }

    private static Ceremonies? Ceremonies(string bug) => bug switch
    {
        "ended after the answer" => new EndedAfterTheAnswer(),
        "not ended" => new NotEnded(),
        "found and taken apart" => new FoundAndTakenApart(),
        _ => null,
    };

    /// <summary>Anybody may be at it until one is done.</summary>
    private sealed class EndedAfterTheAnswer : Ceremonies
    {
        public override Ceremony? Take(string account, string id, Instant now)
        {
            var taken = base.Take(account, id, now);
            if (taken is not null) GiveBack(taken);
            return taken;
        }
    }

    /// <summary>It is given back, whatever came of it.</summary>
    private sealed class NotEnded : Ceremonies
    {
        public override void End(Ceremony ceremony) => GiveBack(ceremony);
    }

    /// <summary>Whether it is taken is looked at first, and noted in a second step.</summary>
    private sealed class FoundAndTakenApart : Ceremonies
    {
        public override Ceremony? Take(string account, string id, Instant now)
        {
            var found = base.Take(account, id, now);
            if (found is null) return null;
            GiveBack(found);
            Thread.Sleep(1);
            found.IsTaken = true;
            return found;
        }
    }
}
