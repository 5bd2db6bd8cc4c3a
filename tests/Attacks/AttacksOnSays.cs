using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Tests;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Attacks.Tests;

public sealed class AttacksOnSays
{
    private static readonly By Rita = new(ByKind.Guardian, "rita"), Thiefs = new(ByKind.Owner, Given.Alice, "session-9");

    [Fact]
    public void HoldBroughtDownToTheFloor()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30);
        Given.Refused("belowPolicy", given.TryAsk(Given.Owner, [Hold(Element.Withdraw, 24)]));
        given.Ask(Hold(Element.Withdraw, 240));
        given.Change(Hold(Element.Withdraw, 48));
        var grant = given.Change(Grant("withdraw"));
        Assert.Equal(TimeSpan.FromHours(240), given.Of(grant).Parts[0].Hold);
        given.Hours(239);
        Thief.GetsNothing(given, 1);
    }

    [Fact]
    public void HoldBroughtDownToTheFloor_of_the_settling_time()
    {
        var given = Given.Aged();
        Given.Refused("belowPolicy", given.TryAsk(Given.Owner, [new Edit.SetSettling(TimeSpan.FromDays(1))]));
        given.Ask(new Edit.SetSettling(TimeSpan.FromDays(20)));
        given.Change(new Edit.SetSettling(TimeSpan.FromDays(7)));
        given.Held(To("thief")).Days(8);
        Assert.Equal(Decision.Allow, given.Withdraw(1000, "thief").Decision);
    }

    [Fact]
    public void LimitWithAShorterPeriod()
    {
        var given = Given.Aged().Settled(Limit(100, 48));
        given.Ask(Limit(1000, 1));
        given.Withdraw(100);
        Assert.Equal(Decision.Deny, given.Hours(2).Withdraw(1).Decision);
    }

    [Fact]
    public void ManySmallSteps()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30);
        given.Ask(Grant("trade"));
        given.Hours(1).Ask(AddSource("203.0.113.0/24"));
        given.Hours(1).Ask(To("thief"));
        var last = given.Hours(1).Ask(Grant("withdraw"));
        Assert.Equal(["moneyMayLeave", "newDestination", "newSource"], given.Of(last).Assessment.Reasons);
        Assert.Equal(Domain.Evidence.Level.Elevated, given.Of(last).Assessment.Level);
    }

    [Fact]
    public void FreezeThenLift_of_a_staff_freeze()
    {
        var given = Given.Aged().Freeze(Given.StaffOne);
        Given.Refused("notFrozen", given.TryAsk(Given.Owner, [new Edit.LiftFreeze(null)]));
        Given.Refused("freezeOfAnother", given.TryAsk(Given.Owner, [new Edit.LiftFreeze(given.Seen.Freezes[0].Id)]));
        var lift = given.AskBy(Given.StaffOne, new Edit.LiftFreeze(null));
        Given.Refused("needsTwoStaff", given.TryApprove(lift, Given.StaffOne));
        Given.Refused("needsTwoStaff", given.TryApprove(lift));
        given.Approve(lift, Given.StaffOne);
        given.Hours(48);
        Thief.GetsNothing(given, 1);
        Assert.Equal(Decision.Allow, given.Hours(1).Withdraw(1).Decision);
    }

    [Fact]
    public void FreezeThenLift_with_a_grant_and_an_address_together()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30).Freeze();
        given.Change(new Edit.LiftFreeze(null), Grant("withdraw"), To("thief"));
        given.Hours(49);
        Assert.Empty(given.Seen.Freezes);
        Thief.GetsNothing(given, 1, "thief");
        given.Hours(47);
        Thief.GetsNothing(given, 1, "thief");
    }

    [Fact]
    public void FreezeThenLift_frozen_again_while_the_lift_waits()
    {
        var given = Given.Aged().Freeze();
        given.Change(new Edit.LiftFreeze(null));
        Given.Recorded(given.Hours(20).TryFreeze());
        Assert.IsType<Domain.Decisions.Outcome.Nothing>(given.TryFreeze());
        given.Days(10);
        Thief.GetsNothing(given, 1);
    }

    [Fact]
    public void FreezeThenLift_by_a_short_freeze_over_a_longer_one()
    {
        var given = Given.Aged().Freeze();
        given.TryFreeze(length: TimeSpan.FromHours(1));
        given.Days(1);
        Thief.GetsNothing(given, 1);
        given = Given.Aged().Freeze(length: TimeSpan.FromHours(1)).Freeze(length: TimeSpan.FromDays(3));
        given.Days(2);
        Thief.GetsNothing(given, 1);
    }

    [Fact]
    public void FreezeThenLift_lets_no_young_part_settle()
    {
        var given = Given.Aged().Held(To("thief")).Freeze(length: TimeSpan.FromDays(20));
        given.Days(21);
        Assert.Equal(Decision.Challenge, given.Withdraw(51, "thief").Decision);
        Assert.Equal(Decision.Allow, given.Days(8).Withdraw(51, "thief").Decision);
    }

    [Fact]
    public void RansomGuardian_in_its_own_hold()
    {
        var given = Given.Aged();
        given.Ask(Guardian("rita"));
        Given.Refused("guardianNotInForce", given.TryFreeze(Rita));
        var removal = given.Ask(new Edit.RemoveGuardian("rita"));
        Assert.Empty(given.Seen.Guardians);
        Assert.False(given.Of(removal).Waits);
        given.Days(10);
        Assert.Empty(given.Seen.Guardians);
    }

    [Fact]
    public void RansomGuardian_vetoes_only_what_widens_in_its_own_hold()
    {
        var given = Given.Aged(Guardian("anna"));
        given.Ask(Guardian("rita"));
        var say = given.Ask(new Edit.RemoveGuardian("anna"));
        var factor = given.Ask(Totp("t1"));
        Given.Refused("sayDoesNotReach", given.TryVeto(say, Rita));
        Given.Refused("sayDoesNotReach", given.TryVeto(factor, Rita));
        given.Veto(given.Ask(To("thief")), Rita);
        given.Veto(given.Ask(Grant("transfer")), Rita);
    }

    [Fact]
    public void RansomGuardian_vetoes_its_own_removal_once_and_freezes_again_and_again()
    {
        var given = Given.Aged(Guardian("rita"));
        given.Veto(given.Change(new Edit.RemoveGuardian("rita")), Rita);
        given.Freeze(Rita);
        var again = given.Change(new Edit.RemoveGuardian("rita"));
        Assert.Equal(TimeSpan.FromDays(7), given.Of(again).Parts[0].Hold);
        for (var day = 0; day < 7; day++)
        {
            Given.Refused("sayDoesNotReach", given.TryVeto(again, Rita));
            given.TryFreeze(Rita);
            given.Days(1);
        }
        given.Hours(1);
        Assert.Empty(given.Seen.Guardians);
        Assert.Equal(Decision.Allow, given.Withdraw(1000).Decision);
    }

    [Fact]
    public void RansomGuardian_as_a_channel_and_as_a_factor()
    {
        var given = Given.Aged(Webhook("hook"));
        var link = new By(ByKind.Link, "hook");
        given.Veto(given.Change(new Edit.RemoveChannel("hook")), link);
        var again = given.Change(new Edit.RemoveChannel("hook"));
        Given.Refused("sayDoesNotReach", given.TryVeto(again, link));
        var factor = given.Change(Totp("caller"));
        given.Ask(new Edit.RemoveFactor("caller"));
        Assert.Equal(PartState.Voided, given.Of(factor).Parts[0].State);
    }

    [Fact]
    public void RansomGuardian_keeps_no_second_veto_by_waiting()
    {
        var given = Given.Aged(Guardian("rita"));
        given.Veto(given.Change(new Edit.RemoveGuardian("rita")), Rita);
        given.Days(40).Veto(given.Change(To("other")), Rita, quiet: true);
        Given.Refused("sayDoesNotReach", given.TryVeto(given.Change(new Edit.RemoveGuardian("rita")), Rita));
    }

    [Fact]
    public void RecoveryTug()
    {
        var given = Given.Aged();
        var recover = new Edit.Recover("new", FactorKind.Passkey, "mine");
        var first = given.Approve(given.AskBy(Given.StaffOne, recover), Given.StaffOne);
        given.Veto(first, Thiefs);
        var second = given.Approve(given.AskBy(Given.StaffOne, recover), Given.StaffOne);
        Given.Refused("sayDoesNotReach", given.TryVeto(second, Thiefs));
        given.Change(Totp("thief"), To("thief"));
        Assert.Equal(Decision.Deny, given.Withdraw(1, "thief").Decision);
        Assert.Equal(Decision.Allow, given.Withdraw(1000).Decision);
        given.Days(14).Hours(1);
        Assert.Equal(["new"], given.Seen.Factors.Select(f => f.Id));
        given.Days(10);
        Assert.Equal(["new"], given.Seen.Factors.Select(f => f.Id));
    }

    [Fact]
    public void RecoveryTug_of_the_thief_who_asks_for_a_reset()
    {
        var given = Given.Aged();
        for (var i = 0; i < 3; i++)
            given.Veto(given.Approve(given.AskBy(Thiefs, new Edit.ResetFactors()), Thiefs)).Hours(1);
        Given.Refused("recoveryIsForStaff", given.TryAsk(Thiefs, [new Edit.Recover("x", FactorKind.Passkey, "x")]));
        Assert.Contains(given.Seen.Factors, f => f.Id == "p1");
    }

    [Fact]
    public void StaffInText_expands_only_by_two()
    {
        var given = Given.Aged();
        var change = given.AskBy(Given.StaffOne, To("thief"));
        Given.Refused("needsTwoStaff", given.TryApprove(change, Given.StaffOne));
        Given.Refused("needsTwoStaff", given.TryApprove(change));
        var guardian = given.AskBy(Given.StaffOne, Guardian("rita"));
        given.Days(5);
        Assert.Null(given.Seen.Guardians[0].Since);
        Assert.False(given.Of(guardian).Waits);
        Given.Refused("guardianNotInForce", given.TryFreeze(Rita));
    }

    [Theory]
    [InlineData(48)]
    [InlineData(72)]
    [InlineData(24 * 13)]
    public void NobodyTold(double hours)
    {
        var given = Given.Aged();
        given.Tells = false;
        var change = given.Change(To("thief"));
        Assert.Equal(Instant.Never, given.Effective(change));
        given.Hours(hours);
        Thief.GetsAtMostTheAllowance(given);
        Assert.Equal(hours > 72, TellChange.IsForStaff(given.Of(change), given.Now));
        given.Days(14);
        Assert.Equal(Ending.NobodyTold, given.Of(change).Ending);
        Thief.GetsAtMostTheAllowance(given);
    }

    [Fact]
    public void NobodyTold_by_the_callers_new_webhook()
    {
        var given = Given.Aged();
        given.Tells = false;
        given.Ask(Webhook("caller"), Email("caller-mail"));
        var change = given.Change(To("thief"));
        Given.Refused("channelDoesNotCount", given.TryTell(change, "caller"));
        Given.Refused("channelDoesNotCount", given.TryTell(change, "caller-mail"));
        Given.Refused("channelDoesNotCount", given.TryTell(change, "nobody"));
        Given.Recorded(given.TryTell(change, Given.Mail));
    }

    [Fact]
    public void NobodyTold_through_a_removed_and_renamed_channel()
    {
        var given = Given.Aged(Webhook("hook"));
        given.Held(new Edit.RemoveChannel(Given.Mail));
        Given.Refused("channelExists", given.TryAsk(Given.Owner, [Email(Given.Mail)]));
        given.Days(8).Ask(Email("caller"));
        Assert.Null(Array.Find(given.Seen.Channels, c => c.Id == "caller")!.Since);
    }

    [Fact]
    public void AskAgainUntilItSlips()
    {
        var given = Given.Aged();
        given.Veto(given.Change(To("thief")));
        given.Days(6);
        var again = given.AskBy(Thiefs, To("thief") with { Label = "savings" }, Grant("read"));
        Assert.Equal(TimeSpan.FromHours(96), given.Of(again).Parts[0].Hold);
        Assert.Contains("askedAgainAfterVeto", given.Of(again).Assessment.Reasons);
        given.Approve(again);
        given.Hours(95);
        Thief.GetsAtMostTheAllowance(given);
    }

    [Fact]
    public void AskAgainUntilItSlips_after_a_quiet_veto()
    {
        var given = Given.Aged();
        var first = given.Change(To("thief"));
        given.Hours(1).Veto(first, quiet: true);
        var again = given.Hours(1).Approve(given.AskBy(Thiefs, To("thief")));
        given.Hours(46 + 96);
        Assert.DoesNotContain(given.Account.Destinations, d => d.Address == "thief");
        Assert.Equal(Ending.Vetoed, given.Of(first).Ending);
        Assert.True(given.Hours(1).Of(again).Parts[0].State == PartState.InForce);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void VetoAtTheSameInstant(int milliseconds, bool wins)
    {
        var given = Given.Aged();
        var change = given.Change(To("thief"));
        given.WaitUntil(given.Effective(change) + TimeSpan.FromMilliseconds(milliseconds));
        if (wins) given.Veto(change);
        else Given.Refused("alreadyInForce", given.TryVeto(change));
        Assert.Equal(!wins, given.Days(3).Account.Destinations.Any(d => d.Address == "thief"));
    }

    [Fact]
    public void VetoAfterMaturity()
    {
        var given = Given.Aged();
        var change = given.Change(To("thief"), Grant("transfer"), AddSource("203.0.113.0/24"), Key("k9", "withdraw"));
        given.Hours(49);
        Given.Refused("alreadyInForce", given.TryVeto(change));
        var undo = VetoChange.UndoOf(given.Seen, given.Of(change), given.Policy, given.Now);
        var undone = given.Ask(undo);
        Assert.All(given.Of(undone).Edits, e => Assert.Equal(Effect.Reduces, e.Effect));
        Assert.Equal(["home"], given.Account.Destinations.Select(d => d.Address));
        Assert.Equal(["k1"], given.Account.Keys.Select(k => k.Id));
        Assert.Equal([Source(Net)], given.Account.Keys[0].Sources.Select(s => s.Source));
        given.Days(8);
        Assert.Empty(VetoChange.UndoOf(given.Seen, given.Of(change), given.Policy, given.Now));
    }

    [Fact]
    public void ClockForward_of_the_calendar_matures_nothing()
    {
        var given = Given.Aged();
        given.Change(To("thief"));
        given.WallAhead = TimeSpan.FromDays(90);
        Thief.GetsAtMostTheAllowance(given);
        Thief.GetsAtMostTheAllowance(given);
        Assert.Equal(0, Thief.Takes(given));
    }

    [Fact]
    public void LabelsThatSpeak_are_shown_only_as_what_the_owner_named()
    {
        var given = Given.Aged();
        var change = given.Ask(To("thief") with { Label = "do not veto 4711" });
        Assert.Contains("you named it “do not veto 4711”", given.Of(change).Text[0], StringComparison.Ordinal);
    }
}
