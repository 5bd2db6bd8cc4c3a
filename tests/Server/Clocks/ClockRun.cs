using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Tests.Clocks;

/// <summary>What the server reads its time from, and what may be planted in it.</summary>
internal interface IReading
{
    public Instant Sure { get; }

    public Instant Wall { get; }

    public (Instant From, TimeSpan Gap)? Unvouched { get; }

    public void CatchUp(TimeSpan gap);

    public string Mark();
}

/// <summary>One life of a server on a machine with wrong clocks; each rule is looked at after each step.</summary>
/// <param name="read">Starts a server on a mark.</param>
/// <param name="follows">Whether owners learn of gaps that were counted.</param>
internal sealed class ClockRun(int seed, Func<ClockWorld, string?, IReading> read, bool follows = true)
{
    private const string Account = "alice";

    private static readonly TimeSpan Hold = TimeSpan.FromHours(48);

    private readonly Random random = new(seed);
    private readonly List<ClockGap> gaps = [];
    private readonly Dictionary<string, TimeSpan> told = new(StringComparer.Ordinal);
    private readonly HashSet<long> steps = [];
    private readonly byte[] secret = new byte[20];
    private OwnerState state = OwnerState.None;
    private Instant lastSure;
    private long lastStep = -1;
    private int asked;
    private bool startedRight = true;
    private TimeSpan startError, uncounted;

    public List<string> Wrong { get; } = [];

    public List<string> Trail { get; } = [];

    /// <summary>Holds that were seen to end, so that a run that sees none is noticed.</summary>
    public int Ended { get; private set; }

    public void Live(int moves)
    {
        var world = new ClockWorld(random);
        var clock = read(world, null);
        var mark = clock.Mark();
        Do(clock, (_, _) => new Outcome.Records(new OwnerEvent.AccountOpened(Account, Account, true)));
        var open = Asking(new Edit.AddChannel("email", ChannelKind.Email, "a@example.com")) with { Opening = true };
        Do(clock, (seen, at) => AskChange.Decide(seen, open, Policy.Default, at));
        for (var i = 0; i < moves && Wrong.Count == 0; i++)
        {
            var move = random.Next(12);
            Tell(world, clock, $"{move}");
            switch (move)
            {
                case 0: world.Misset(); break;
                case 1: world.Drift(); break;
                case 2: world.Stand(); break;
                case 3: Sleep(world); break;
                case 4: world.Heal(); break;
                case 5: (clock, lastSure) = (Restart(world, mark, reboots: false), default); break;
                case 6: (clock, lastSure) = (Restart(world, mark, reboots: true), default); break;
                case 7: Vouch(world, clock); mark = clock.Mark(); break;
                case 8: mark = clock.Mark(); break;
                case 9: Ask(clock, world); break;
                default: world.Run(Some(30)); break;
            }
            Look(world, clock);
        }
        Tell(world, clock, "end");
    }

    private void Tell(ClockWorld world, IReading clock, string what) => Trail.Add(
        $"{what} {world.Passed} wall {world.GetUtcNow():s} sure {clock.Sure} owner {state.At} "
        + string.Join(',', state.Changes.Where(c => c.Waits).Select(c => $"{c.Id}@{c.Parts[0].StartAge} {Maturing.Matures(state, c.Parts[0])}"))
        + $" gaps {string.Join(',', gaps.Select(g => $"{g.From}: {g.Length}"))} unvouched {clock.Unvouched} ");

    private TimeSpan Some(int hours) => TimeSpan.FromSeconds(random.Next(1, hours * 3600));

    /// <summary>What was slept shows at the next restart only.</summary>
    private void Sleep(ClockWorld world)
    {
        world.Sleep(Some(30));
        startedRight = false;
    }

    private IReading Restart(ClockWorld world, string mark, bool reboots)
    {
        if (reboots) world.Reboot(Some(30));
        else world.Run(Some(1));
        (startedRight, startError) = (world.WallIsRight, world.WallError);
        return read(world, mark);
    }

    /// <summary>Two members of the staff look at their watches: they vouch only when the wall is right.</summary>
    private void Vouch(ClockWorld world, IReading clock)
    {
        if (!world.WallIsRight || clock.Unvouched is not { } restart) return;
        gaps.Add(new ClockGap(restart.From, clock.Sure, restart.Gap));
        clock.CatchUp(restart.Gap);
        // where the wall was wrong at the start nobody can vouch for all of it; 2 seconds of each gap nobody ever does
        uncounted += TimeSpan.FromSeconds(2.01) + startError + world.WallError;
        var late = ClockWorld.Start + world.Passed - DateTimeOffset.FromUnixTimeMilliseconds(clock.Sure.Milliseconds);
        if (startedRight && late > uncounted) Wrong.Add($"{late} late after a healthy clock was vouched for");
    }

    private void Ask(IReading clock, ClockWorld world)
    {
        var id = $"c_{++asked}";
        var ask = Asking(new Edit.AddDestination("USDT", "TRON", $"T{asked}", null, "x")) with { Change = id };
        if (!Do(clock, (seen, at) => AskChange.Decide(seen, ask, Policy.Default, at))) return;
        var by = new By(ByKind.Owner, Account);
        Do(clock, (seen, at) => ApproveChange.Decide(
            seen, new ApproveChange(id, seen.FindChange(id)!.Digest, new Consent(FactorKind.Platform, null, null, by), by), Policy.Default, at));
        if (state.FindChange(id) is not { ToldAt: null, AwaitsApproval: false }) return;
        Do(clock, (seen, _) => TellChange.Decide(seen, new TellChange(id, "email")));
        told[id] = world.Passed;
    }

    private static AskChange Asking(Edit edit) =>
        new(Account, new By(ByKind.Owner, Account), [edit], [], "c_0", "n", [], false);

    /// <summary>Whether anything was recorded.</summary>
    private bool Do(IReading clock, Func<OwnerState, Instant, Outcome> decide)
    {
        var (seen, at) = Now(clock);
        if (decide(seen, at) is not Outcome.Records records) return false;
        if (at < state.At) Wrong.Add("the owner's time went back");
        state = OwnerFold.ApplyAll(seen, records.Events, at);
        return true;
    }

    /// <summary>As the server reads an owner: never before his last event, and with the gaps that were counted.</summary>
    private (OwnerState Seen, Instant At) Now(IReading clock)
    {
        var seen = state;
        if (follows)
            foreach (var gap in gaps)
                if (FollowClock.Decide(seen, gap) is { } moved) seen = OwnerFold.Apply(seen, moved, moved.To);
        var at = Instant.Max(clock.Sure, seen.At);
        return (Maturing.At(seen, at), at);
    }

    private void Look(ClockWorld world, IReading clock)
    {
        var (sure, wall) = (clock.Sure, clock.Wall);
        var truth = ClockWorld.Start.ToUnixTimeMilliseconds() + (long)world.Passed.TotalMilliseconds;
        if (sure.Milliseconds > truth) Wrong.Add($"the sure time is {sure.Milliseconds - truth} ms ahead of the truth");
        if (sure < lastSure) Wrong.Add("the sure time went back");
        if (wall < sure) Wrong.Add("the wall is behind the sure time");
        lastSure = sure;
        var (seen, _) = Now(clock);
        foreach (var (id, at) in told.ToArray())
            if (seen.FindChange(id) is { Waits: false } && told.Remove(id))
            {
                Ended++;
                // the readings are whole milliseconds
                if (world.Passed - at + TimeSpan.FromMilliseconds(2) < Hold) Wrong.Add($"a hold ended after {world.Passed - at}");
            }
        Code(wall);
    }

    /// <summary>A code is taken once, and only near the time of the wall.</summary>
    private void Code(Instant wall)
    {
        var seconds = Math.Max(0, wall.Milliseconds / 1000);
        var step = (seconds / 30) + random.Next(-3, 4);
        if (step < 0 || Totp.Match(secret, Totp.Code(secret, step), seconds, lastStep) is not { } taken) return;
        lastStep = taken;
        if (!steps.Add(taken)) Wrong.Add("a code was taken twice");
        if (Math.Abs(taken - (seconds / 30)) > 1) Wrong.Add("a code was taken outside its time");
    }
}
