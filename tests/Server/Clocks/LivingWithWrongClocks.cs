using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;

namespace Holdfast.Server.Tests.Clocks;

/// <summary>
/// G20: whatever the wall does, and whenever a server starts anew, no hold ends early and no time goes back. `eng/clocks` lives
/// more lives.
/// </summary>
public sealed class LivingWithWrongClocks
{
    private const int Moves = 60;

    private static int Lives { get; } = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_CLOCKS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public void Ends_no_hold_early()
    {
        var ended = 0;
        for (var seed = 1; seed <= Lives; seed++)
        {
            var run = new ClockRun(seed, (world, mark) => new Real(world, mark));
            run.Live(Moves);
            Assert.True(run.Wrong.Count == 0, $"seed {seed}: {string.Join("; ", run.Wrong)}\n{string.Join("\n", run.Trail)}");
            ended += run.Ended;
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{Lives} lives of {Moves} moves, {ended} holds ended, 0 early");
        Assert.True(ended > Lives / 10, $"only {ended} holds ended");
    }

    public static TheoryData<string> Bugs =>
        ["reads the wall", "trusts the gap of a restart", "goes back", "lets the young age by a gap", "forgets that it slept"];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Finds_a_server_that(string bug)
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var run = new ClockRun(seed, (world, mark) => new Planted(bug, world, mark), follows: bug != "lets the young age by a gap");
            run.Live(Moves);
            if (run.Wrong.Count > 0) return;
        }
        Assert.Fail($"a server that {bug} was not found");
    }

    private class Real(ClockWorld world, string? mark) : IReading
    {
        protected InstallationClock Clock { get; } = new(world, world.Boot, mark);

        public virtual Instant Sure => Clock.Sure();

        public virtual Instant Wall => Clock.Wall();

        public (Instant From, TimeSpan Gap)? Unvouched => Clock.Unvouched;

        public void CatchUp(TimeSpan gap) => Clock.CatchUp(gap);

        public virtual string Mark() => Clock.Mark();
    }

    private sealed class Planted : Real
    {
        private readonly string bug;
        private readonly ClockWorld world;

        public Planted(string bug, ClockWorld world, string? mark)
            : base(world, mark)
        {
            (this.bug, this.world) = (bug, world);
            if (bug == "trusts the gap of a restart") Clock.CatchUp(Clock.Behind);
        }

        public override Instant Sure => bug switch
        {
            "reads the wall" => base.Wall,
            "goes back" => new Instant(world.GetUtcNow().ToUnixTimeMilliseconds()) is var now && now < base.Sure ? now : base.Sure,
            _ => base.Sure,
        };

        public override Instant Wall => bug == "goes back" ? Instant.Max(base.Wall, Sure) : base.Wall;

        /// <summary>The mark as it was before it said since when a gap may be there.</summary>
        public override string Mark() => bug == "forgets that it slept" ? string.Join(' ', base.Mark().Split(' ').Take(4)) : base.Mark();
    }
}
