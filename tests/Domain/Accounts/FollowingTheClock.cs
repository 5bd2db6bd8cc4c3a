using Holdfast.Domain.Accounts;
using Holdfast.Domain.Installations;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Accounts;

/// <summary>A gap of the clock is counted afterwards: nothing that began since may age by it.</summary>
public sealed class FollowingTheClock
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(30), Hold = TimeSpan.FromHours(48);

    [Fact]
    public void Is_nothing_to_an_owner_for_whom_nothing_began_since()
    {
        var given = Given.Aged();
        given.Change(To("new"));
        var restart = given.Hours(1).Now;
        Assert.Null(FollowClock.Decide(given.State, new ClockGap(restart, given.Hours(5).Now, Gap)));
    }

    [Fact]
    public void Leaves_a_hold_that_was_told_since_its_whole_length()
    {
        var given = Given.Aged();
        var restart = given.Now;
        var change = given.Hours(1).Change(To("new"));
        var told = given.Now;
        var gap = new ClockGap(restart, given.Hours(5).Now, Gap);
        var moved = FollowClock.Decide(given.State, gap)!;
        var after = OwnerFold.Apply(given.State, moved, moved.To);
        Assert.Equal(told + Hold + Gap, Maturing.Matures(after, after.FindChange(change)!.Parts[0]));
        Assert.Null(FollowClock.Decide(after, gap));
    }

    /// <summary>Whoever hands in a state that was already brought to a later time must not win by it.</summary>
    [Fact]
    public void Of_a_state_that_was_brought_to_any_time_shortens_no_hold()
    {
        for (var hours = 0; hours < 90; hours += 3)
        {
            var given = Given.Aged();
            var restart = given.Now;
            given.Hours(1).Change(To("first"));
            var change = given.Hours(2).Change(To("second"));
            var told = given.Now;
            var gap = new ClockGap(restart, given.Hours(5).Now, Gap);
            var seen = Maturing.At(given.State, given.Now + TimeSpan.FromHours(hours));
            if (seen.FindChange(change) is not { Waits: true } || FollowClock.Decide(seen, gap) is not { } moved) continue;
            var after = OwnerFold.Apply(seen, moved, moved.To);
            Assert.True(Maturing.Matures(after, after.FindChange(change)!.Parts[0]) >= told + Hold + Gap, $"read {hours} hours later");
        }
    }

    [Fact]
    public void Moves_what_ends_by_a_date_and_began_since()
    {
        var given = Given.Aged();
        given.Ask(Limit(100));
        var restart = given.Now;
        given.Hours(1).Freeze(length: TimeSpan.FromDays(5));
        given.Ask(Limit(10, length: TimeSpan.FromDays(2)));
        var (freeze, limit) = (given.State.Freezes[0].Ends!.Value, given.State.Limits[0].Overlay!.Ends);
        var moved = FollowClock.Decide(given.State, new ClockGap(restart, given.Hours(5).Now, Gap))!;
        var after = OwnerFold.Apply(given.State, moved, moved.To);
        Assert.Equal((freeze + Gap, limit + Gap), (after.Freezes[0].Ends!.Value, after.Limits[0].Overlay!.Ends));
    }

    [Fact]
    public void Keeps_what_left_in_the_sums_as_long_as_ever()
    {
        var given = Given.Aged(Limit(100));
        var restart = given.Now;
        given.Hours(1);
        given.Withdraw(60m);
        var moved = FollowClock.Decide(given.State, new ClockGap(restart, given.Hours(5).Now, Gap))!;
        var after = OwnerFold.Apply(given.State, moved, moved.To);
        Assert.Equal(60, after.Ledger.Used("USDT", null, moved.To, TimeSpan.FromHours(24)));
        Assert.Equal(0, given.State.Ledger.Used("USDT", null, moved.To, TimeSpan.FromHours(24)));
    }
}
