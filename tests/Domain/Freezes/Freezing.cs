using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Freezes;

public sealed class Freezing
{
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Wins_up_to_the_instant_of_maturity(int milliseconds, bool lands)
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.WaitUntil(given.Effective(change) + TimeSpan.FromMilliseconds(milliseconds)).Freeze();
        given.Days(9);
        Assert.Equal(lands, given.Account.Destinations.Any(d => d.Address == "new"));
    }

    [Fact]
    public void Stops_the_clock_of_what_is_held_and_gives_it_back()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Hours(10).Freeze(length: TimeSpan.FromDays(5));
        Assert.Equal(given.Now + TimeSpan.FromDays(5) + TimeSpan.FromHours(38), given.Effective(change));
        given.Days(5).Hours(38);
        Assert.True(given.Of(change).Waits);
        Assert.False(given.Wait(TimeSpan.FromMilliseconds(1)).Of(change).Waits);
    }

    [Fact]
    public void Without_an_end_leaves_no_time_to_what_is_held()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Freeze();
        Assert.Equal(Instant.Never, given.Effective(change));
        Assert.True(given.Days(300).Of(change).Waits);
    }

    [Fact]
    public void Stands_up_to_its_end()
    {
        var given = Given.Aged().Freeze(length: TimeSpan.FromHours(5));
        var denied = given.Withdraw(1);
        Assert.Equal((Decision.Deny, given.Now + TimeSpan.FromHours(5)), (denied.Decision, denied.Until));
        given.Hours(5).Signal("newDevice");
        Assert.Equal(Decision.Deny, given.Withdraw(1).Decision);
        Assert.Equal(Decision.Allow, given.Wait(TimeSpan.FromMilliseconds(1)).Withdraw(1).Decision);
    }

    [Fact]
    public void Lets_what_undoes_it_go_on_ageing()
    {
        var given = Given.Aged(Guardian("anna"), Webhook("hook")).Freeze();
        var lift = given.Change(new Edit.LiftFreeze(null));
        given.Change(new Edit.RemoveGuardian("anna"));
        given.Change(new Edit.RemoveChannel("hook"));
        given.Change(new Edit.RemoveFactor("p1"));
        var grant = given.Change(Grant("transfer"));
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Effective(lift));
        Assert.Equal(Instant.Never, given.Effective(grant));
        given.Hours(49);
        Assert.Empty(given.Seen.Freezes);
        Assert.Empty(given.Seen.Guardians);
        Assert.DoesNotContain(given.Seen.Factors, f => f.Id == "p1");
        Assert.True(given.Of(grant).Waits);
    }

    [Fact]
    public void By_a_guardian_ends_after_7_days_and_with_his_say()
    {
        var given = Given.Aged(Guardian("anna")).Freeze(Given.Anna);
        Assert.Equal(given.Now + TimeSpan.FromDays(7), given.Seen.Freezes[0].Ends);
        Given.Refused("notFrozen", given.TryAsk(Given.Owner, [new Edit.LiftFreeze(null)]));
        given.Approve(given.AskBy(Given.Anna, new Edit.LiftFreeze(null)), Given.Anna);
        Assert.Empty(given.Hours(49).Seen.Freezes);
        given.Freeze(Given.Anna).Change(new Edit.RemoveGuardian("anna"));
        Assert.Empty(given.Hours(49).Seen.Freezes);
    }

    [Fact]
    public void Stands_side_by_side_with_those_of_others()
    {
        var given = Given.Aged(Guardian("anna")).Freeze().Freeze(Given.Anna).Freeze(Given.StaffOne);
        given.Change(new Edit.LiftFreeze(null));
        given.Hours(49);
        Assert.Equal([ByKind.Guardian, ByKind.Staff], given.Seen.Freezes.Select(f => f.By.Kind));
        Assert.Equal(Decision.Deny, given.Withdraw(1).Decision);
    }

    [Fact]
    public void Twice_is_once_unless_it_is_wider()
    {
        var given = Given.Aged().Freeze(length: TimeSpan.FromDays(3));
        Assert.IsType<Outcome.Nothing>(given.TryFreeze(length: TimeSpan.FromDays(2)));
        Given.Recorded(given.TryFreeze(length: TimeSpan.FromDays(4)));
        Given.Recorded(given.TryFreeze(all: true));
    }

    [Fact]
    public void Does_not_stop_a_recovery_but_a_reset()
    {
        var given = Given.Aged();
        var reset = given.Change(new Edit.ResetFactors());
        given.Freeze();
        Assert.Equal(Instant.Never, given.Effective(reset));
        given.Veto(reset);
        var recovery = given.Approve(
            given.AskBy(Given.StaffOne, new Edit.Recover("new", FactorKind.Totp, "new")), Given.StaffOne);
        Assert.Equal(given.Now + TimeSpan.FromDays(14), given.Effective(recovery));
    }

    [Fact]
    public void A_waiting_recovery_stops_the_clock_of_all_else()
    {
        var given = Given.Aged().Freeze();
        var lift = given.Change(new Edit.LiftFreeze(null));
        var recovery = given.Hours(10).Approve(
            given.AskBy(Given.StaffOne, new Edit.Recover("new", FactorKind.Passkey, "new")), Given.StaffOne);
        Assert.Equal(given.Now + TimeSpan.FromDays(14) + TimeSpan.FromHours(38), given.Effective(lift));
        given.Veto(recovery);
        Assert.Equal(given.Now + TimeSpan.FromHours(38), given.Effective(lift));
    }
}
