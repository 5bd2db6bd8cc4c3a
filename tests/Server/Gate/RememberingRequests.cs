using System.Buffers.Binary;
using System.Globalization;
using Holdfast.Server.Gate;
using Holdfast.Signing.Claims;

namespace Holdfast.Server.Tests.Gate;

/// <summary>
/// G31: requests that are sent again at any time, over restarts and over clocks that are set back, next to the rule of freshness that
/// stands before it: no request is taken twice.
/// </summary>
public sealed class RememberingRequests
{
    private const long Life = 121_000;

    private static int Replays { get; } = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_REPLAYS") ?? "200000", CultureInfo.InvariantCulture);

    [Fact]
    public void Takes_none_of_them_twice()
    {
        var (replayed, twice) = Live(Replays, "");
        TestContext.Current.TestOutputHelper!.WriteLine($"{replayed} replays, {twice} taken");
        Assert.Equal(0, twice);
    }

    /// <summary>G45.</summary>
    [Theory]
    [InlineData("begins anew at a start")]
    [InlineData("knows no floor")]
    [InlineData("trusts the clock of a start")]
    [InlineData("believes a window that nobody signed")]
    public void A_window_is_found_that(string bug) => Assert.NotEqual(0, Live(20_000, bug).Twice);

    [Fact]
    public void Takes_nothing_where_it_has_no_room()
    {
        var window = new ReplayWindow(0, new Remembered(Life, 64 * 64)) { UpTo = long.MaxValue };
        var seen = Enumerable.Range(1, 10_000).Select(i => window.Take(Id(i), 1000, 1000, Life)).ToArray();
        Assert.Contains(Seen.NoRoom, seen);
        Assert.DoesNotContain(Seen.Never, Enumerable.Range(1, 10_000).Where(i => seen[i - 1] == Seen.Never).Select(i => window.Take(Id(i), 1000, 1000, Life)));
    }

    /// <summary>Where a request was signed without its window, it may come again with another.</summary>
    [Fact]
    public void Knows_a_request_that_comes_as_one_of_another_kind()
    {
        var window = new ReplayWindow(0, new(6_000, 64), new(61_000, 64), new(Life, 64)) { UpTo = long.MaxValue };
        Assert.Equal(Seen.Never, window.Take(Id(1), 1000, 1000, 61_000));
        Assert.Equal(Seen.Before, window.Take(Id(1), 1000, 1500, 6_000));
        Assert.Equal(Seen.NoRoom, window.Take(Id(2), 1000, 1500, Life + 1));
        Assert.Equal(Freshness.Default.LongestWindow + Freshness.Default.MostAhead, Freshness.Default.LifeOf(new StatedTime(1, 0, IsWindowFree: true)));
    }

    [Fact]
    public void Allocates_nothing_in_its_steady_state()
    {
        var window = new ReplayWindow(0, new Remembered(Life, 1 << 16)) { UpTo = long.MaxValue };
        var id = new byte[Claim.ReplayIdBytes];
        for (var i = 1; i < 5000; i++) Take(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 5000; i < 15_000; i++) Take(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Take(int i)
        {
            BinaryPrimitives.WriteInt64LittleEndian(id, i * 7919L);
            BinaryPrimitives.WriteInt64LittleEndian(id.AsSpan(8), i * 104_729L);
            window.Take(id, 1000 + i, 1000 + i, Life);
        }
    }

    /// <summary>A life of requests, replays, restarts and clocks; how many replays there were, and how many of them were taken.</summary>
    private static (int Replayed, int Twice) Live(int replays, string bug)
    {
        var random = new Random(7);
        var (sure, wall) = (1_780_000_000_000L, 1_780_000_000_000L);
        var (window, mark, marked) = (Fresh(bug, wall), 0L, 0L);
        var taken = new List<(int Id, long SignedAt)>();
        var (next, replayed, twice) = (0, 0, 0);
        while (replayed < replays)
        {
            var passed = random.Next(20) == 0 ? random.Next(200_000) : random.Next(400);
            (sure, wall) = (sure + passed, wall + passed);
            if (sure - marked >= 1000)
            {
                (marked, mark) = (sure, Math.Max(mark, Math.Max(sure, wall) + 3000));
                window.UpTo = mark;
            }
            switch (random.Next(40))
            {
                case 0:
                    wall += random.Next(-200_000, 200_000);
                    break;
                case 1:
                    // the sure time of a start may be what it was a minute ago
                    sure -= random.Next(60_000);
                    marked = 0;
                    window = Fresh(bug, Math.Max(bug == "trusts the clock of a start" ? 0 : mark, Math.Max(wall, sure)));
                    break;
                default:
                    break;
            }
            if (random.Next(3) == 0)
            {
                var signedAt = wall - random.Next(4000) + 500;
                if (Takes(window, bug, ++next, signedAt, sure, wall)) taken.Add((next, signedAt));
            }
            else if (taken.Count > 0)
            {
                var (id, signedAt) = taken[random.Next(Math.Max(0, taken.Count - 300), taken.Count)];
                replayed++;
                if (Takes(window, bug, id, signedAt, sure, wall)) twice++;
            }
        }
        return (replayed, twice);
    }

    private static bool Takes(ReplayWindow window, string bug, int id, long signedAt, long sure, long wall)
    {
        var now = Math.Max(sure, wall);
        var stated = (id % 3) switch
        {
            0 => new StatedTime(signedAt),
            1 => new StatedTime(signedAt, 60_000),
            _ => new StatedTime(signedAt, 120_000, IsToken: true),
        };
        var life = bug == "believes a window that nobody signed" && sure % 2 == 0 ? 6_000 : Freshness.Default.LifeOf(stated);
        return Freshness.Default.Judge(stated, now) == Refusal.None
            && window.Take(Id(id), bug == "knows no floor" ? window.UpTo : signedAt, sure, life) == Seen.Never;
    }

    private static ReplayWindow Fresh(string bug, long from) =>
        new(bug is "begins anew at a start" or "knows no floor" ? 0 : from, new(6_000, 1 << 14), new(61_000, 1 << 14), new(Life, 1 << 14));

    private static byte[] Id(int number) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number));
}
