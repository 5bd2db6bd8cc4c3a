using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class Vetoing
{
    [Fact]
    public void Stops_what_waits_and_shuts_what_it_had_opened()
    {
        var given = Given.Aged();
        var change = given.Change(Key("k9", "read", "withdraw"), Rotate(), To("new"));
        given.Veto(change);
        Assert.Null(given.Account.FindKey("k9"));
        Assert.Equal(["c1"], given.Account.Keys[0].Credentials.Select(c => c.Id));
        Assert.Equal(Ending.Vetoed, given.Of(change).Ending);
        Assert.Empty(given.Of(change).Secrets);
        Assert.Equal(Decision.Allow, given.Days(10).Withdraw(1000).Decision);
    }

    [Fact]
    public void Quietly_leaves_it_in_sight_until_it_would_be_in_force()
    {
        var given = Given.Aged();
        var change = given.Change(Rotate(), To("new"));
        var before = (given.Of(change).Parts, given.Effective(change));
        given.Veto(change, quiet: true);
        Assert.Equal(before.Parts, given.Of(change).Parts);
        Assert.Equal(before.Item2, given.Effective(change));
        Assert.Equal(2, given.Account.Keys[0].Credentials.Length);
        Assert.Equal(Decision.Deny, given.Withdraw(1, via: Via("k1", change)).Decision);
        Assert.Equal(Decision.Allow, given.Withdraw(1, via: Via("k1", "c1")).Decision);
        Assert.IsType<Outcome.Nothing>(given.TryVeto(change, quiet: true));
        given.Hours(49);
        Assert.Equal((false, Ending.Vetoed), (given.Of(change).Waits, given.Of(change).Ending!.Value));
        Assert.Equal(["c1"], given.Account.Keys[0].Credentials.Select(c => c.Id));
        Assert.Single(given.Account.Destinations);
    }

    [Fact]
    public void Quietly_before_the_approval_brings_nothing_in_force()
    {
        var given = Given.Aged();
        var change = given.Ask(Key("k9", "read"));
        given.Veto(change, quiet: true);
        given.TryApprove(change);
        Assert.Null(given.Days(3).Account.FindKey("k9"));
    }

    [Fact]
    public void Quietly_of_a_resumed_key_suspends_it_again_and_lets_it_come_back()
    {
        var given = Given.Aged();
        given.Ask(new Edit.SuspendKey("k1"));
        var resumed = given.Change(new Edit.ResumeKey("k1"));
        given.Veto(resumed, quiet: true);
        Assert.True(given.Hours(49).Account.Keys[0].Suspended);
        given.Change(new Edit.ResumeKey("k1"));
        Assert.Equal(Decision.Allow, given.Days(20).Withdraw(1000).Decision);
    }

    [Fact]
    public void By_a_link_reaches_changes_asked_while_its_channel_lasted()
    {
        var given = Given.Aged();
        var before = given.Change(To("a"));
        given.Hours(1).Ask(Webhook("hook"));
        var link = new By(ByKind.Link, "hook");
        Given.Refused("linkHasNoSay", given.TryVeto(before, link));
        given.Veto(given.Change(To("b")), link);
        given.Veto(before, new By(ByKind.Link, Given.Mail));
        Given.Refused("linkMayNotAsk", given.TryAsk(link, [NotTo("home")]));
        Given.Refused("mayNotFreeze", given.TryFreeze(link));
    }

    [Fact]
    public void Cannot_reach_reductions_and_freezes()
    {
        var given = Given.Aged(Guardian("anna"));
        var reduced = given.Ask(NotTo("home"));
        Given.Refused("alreadyInForce", given.TryVeto(reduced, Given.Anna));
        Assert.Empty(given.Account.Destinations);
    }

    [Fact]
    public void Of_a_new_guardian_takes_him_away()
    {
        var given = Given.Aged();
        var change = given.Ask(Guardian("anna"));
        given.Veto(change, new By(ByKind.Link, Given.Mail));
        Assert.Empty(given.Seen.Guardians);
    }

    [Fact]
    public void Of_a_guardian_covers_changes_asked_while_he_has_a_say()
    {
        var given = Given.Aged();
        var before = given.Change(To("a"));
        given.Hours(1).Ask(Guardian("anna"));
        Given.Refused("guardianHasNoSay", given.TryVeto(before, Given.Anna));
        Given.Refused("guardianHasNoSay", given.TryVeto(before, new By(ByKind.Guardian, "nobody")));
    }

    [Fact]
    public void By_staff_is_never_quiet()
    {
        var given = Given.Aged();
        var change = given.Change(To("a"));
        given.Veto(change, Given.StaffOne, quiet: true);
        Assert.Equal(Ending.Vetoed, given.Of(change).Ending);
    }

    [Fact]
    public void An_own_removal_asked_again_can_be_vetoed_by_an_aged_factor_only()
    {
        var given = Given.Aged(Guardian("anna"));
        given.Veto(given.Change(new Edit.RemoveGuardian("anna")), Given.Anna);
        var again = given.Change(new Edit.RemoveGuardian("anna"));
        Assert.Equal(given.Now + TimeSpan.FromDays(7), given.Effective(again));
        Given.Refused("sayDoesNotReach", given.TryVeto(again, Given.Anna));
        Given.Refused("sayDoesNotReach", given.TryVeto(again, Given.StaffOne));
        given.Veto(again);
    }

    [Fact]
    public void Ends_every_envelope()
    {
        var given = Given.Aged().Held(To("new"));
        var request = given.Request(100, "new", envelope: new EnvelopeWish(1000, TimeSpan.FromDays(3)));
        given.Withdraw(request);
        given.ApproveWithdrawalOf(request.Id);
        Assert.Single(given.Seen.Envelopes);
        given.Veto(given.Ask(To("x")));
        Assert.Empty(given.Seen.Envelopes);
        Assert.Equal(Decision.Challenge, given.Withdraw(100, "new").Decision);
    }

    [Fact]
    public void Of_a_part_leaves_the_rest()
    {
        var given = Given.Aged();
        given.Ask(Guardian("rita"));
        var change = given.Change(To("a"), Totp("t1"));
        given.Veto(change, new By(ByKind.Guardian, "rita"));
        Assert.Equal([PartState.Vetoed, PartState.Held], given.Of(change).Parts.Select(p => p.State));
        Assert.NotEqual(Instant.Never, Maturing.Matures(given.Seen, given.Of(change).Parts[1]));
    }
}
