using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class Bounding
{
    [Fact]
    public void Twenty_changes_are_held_and_what_protects_is_never_refused()
    {
        var given = Given.Aged(Guardian("anna"), Webhook("hook"));
        for (var i = 0; i < Crowd.MostHeld; i++) given.Change(To("a" + i));
        Given.Refused("tooManyHeldChanges", given.TryApprove(given.Ask(To("more"))));
        given.Freeze();
        given.Ask(NotTo("home"), Revoke("withdraw"), Limit(5), new Edit.SetAllowance(1));
        given.Change(new Edit.LiftFreeze(null));
        given.Change(new Edit.RemoveGuardian("anna"));
        given.Change(new Edit.RemoveChannel("hook"));
        given.Change(new Edit.RemoveFactor("p1"));
        given.Approve(given.AskBy(Given.StaffOne, new Edit.Recover("new", FactorKind.Passkey, "new")), Given.StaffOne);
        Given.Refused("tooManyHeldChanges", given.TryApprove(given.Ask(To("more"))));
    }

    [Fact]
    public void Of_the_unapproved_the_newest_twenty_of_each_asker_stay()
    {
        var given = Given.Aged();
        var staffs = given.AskBy(Given.StaffOne, To("staff"));
        var first = given.Ask(To("first"));
        for (var i = 0; i < 20; i++) given.Ask(To("a" + i));
        Assert.Equal(Ending.Expired, given.Of(first).Ending);
        Assert.True(given.Of(staffs).AwaitsApproval);
        var second = given.Seen.Changes.First(c => c.AwaitsApproval && c.By.Kind == ByKind.Owner).Id;
        given.Ask(NotTo("home"));
        Assert.True(given.Of(second).AwaitsApproval);
        Assert.Equal(20, given.Seen.Changes.Count(c => c.AwaitsApproval && c.By.Kind == ByKind.Owner));
    }

    [Fact]
    public void One_that_is_crowded_out_keeps_what_of_it_waits_for_no_approval()
    {
        var given = Given.Aged();
        var mixed = given.Ask(Guardian("anna"), To("x"));
        for (var i = 0; i < 20; i++) given.Ask(To("a" + i));
        Assert.Equal([PartState.Held, PartState.Voided], given.Of(mixed).Parts.Select(p => p.State));
        Assert.Null(given.Of(mixed).Ending);
        Given.Recorded(given.TryTell(mixed, Given.Mail));
        Assert.NotNull(given.Hours(49).Seen.Guardians[0].Since);
    }

    [Fact]
    public void Fifty_keys_also_when_many_were_asked_at_once()
    {
        var given = Given.Aged();
        var first = given.Ask([.. Enumerable.Range(0, 40).Select(i => UnboundKey("a" + i, "read"))]);
        var second = given.Ask([.. Enumerable.Range(0, 40).Select(i => UnboundKey("b" + i, "read"))]);
        given.Approve(first);
        Given.Refused("tooManyKeys", given.TryApprove(second));
        Given.Refused("tooManyKeys", given.TryAsk(Given.Owner, [.. Enumerable.Range(0, 10).Select(i => UnboundKey("c" + i, "read"))]));
    }

    [Fact]
    public void One_key_id_is_used_once_also_when_two_changes_ask_for_it()
    {
        var given = Given.Aged();
        var (one, two) = (given.Ask(UnboundKey("k9", "read")), given.Ask(Key("k9", "withdraw")));
        given.Approve(one);
        Given.Refused("keyIdUsed", given.TryApprove(two));
    }

    [Fact]
    public void Two_credentials_a_key_also_when_two_rotations_were_asked()
    {
        var given = Given.Aged();
        var (one, two) = (given.Ask(Rotate()), given.Ask(Rotate(overlap: TimeSpan.FromDays(1))));
        given.Approve(one);
        Given.Refused("keyHasTwoCredentials", given.TryApprove(two));
        Given.Refused("keyHasTwoCredentials", given.TryAsk(Given.Owner, [Rotate()]));
        var leak = given.Change(Rotate(overlap: TimeSpan.Zero));
        Assert.Equal([leak], given.Account.Keys[0].Credentials.Select(c => c.Id));
        Assert.Equal([leak], given.Days(30).Account.Keys[0].Credentials.Select(c => c.Id));
    }

    [Fact]
    public void Thirty_sources_five_hundred_destinations_five_channels()
    {
        var given = Given.Aged();
        Given.Refused("tooManySources", given.TryAsk(
            Given.Owner, [.. Enumerable.Range(0, 30).Select(i => AddSource($"192.0.2.{i}/32"))]));
        for (var i = 0; i < 10; i++) given.Held([.. Enumerable.Range(0, 49).Select(n => To($"a{i}-{n}"))]);
        Given.Refused("tooManyDestinations", given.TryAsk(Given.Owner, [.. Enumerable.Range(0, 10).Select(n => To($"b{n}"))]));
        given.Ask([.. Enumerable.Range(0, 4).Select(i => Webhook("h" + i))]);
        Given.Refused("tooManyChannels", given.TryAsk(Given.Owner, [Webhook("more")]));
    }

    [Fact]
    public void Ended_changes_are_forgotten_and_their_secrets_before()
    {
        var given = Given.Aged();
        for (var i = 0; i < 60; i++) given.Ask(Limit(1000 - i));
        Assert.Equal(20, given.Seen.Changes.Length);
        var change = given.TryAsk(Given.Owner, [Totp("t1")], secrets: [new SecretPart("factor/t1", "sealed")]);
        var id = ((Domain.Decisions.Outcome.Records)change).Events.OfType<Domain.Accounts.OwnerEvent.ChangeAsked>().Single().Change;
        Assert.Single(given.Of(id).Secrets);
        given.Approve(id);
        given.Hours(49);
        Assert.Equal(("sealed", 0), (given.Seen.Factors.Single(f => f.Id == "t1").SealedSecret, given.Of(id).Secrets.Length));
    }

    [Theory]
    [InlineData(7, 14)]
    [InlineData(30, 30)]
    public void An_ended_change_is_kept_while_anything_of_it_is_young(int settling, int kept)
    {
        var given = Given.Aged(Policy.Default with { Settling = TimeSpan.FromDays(settling) });
        var change = given.Change(To("new"));
        given.Hours(49);
        given.Days(kept - 1).Ask(Limit(1000));
        Assert.NotNull(given.Seen.FindChange(change));
        given.Days(1).Ask(Limit(999));
        Assert.Null(given.Seen.FindChange(change));
        Given.Same(given.State, given.Replayed());
    }

    [Fact]
    public void A_change_names_each_thing_once()
    {
        var given = Given.Aged();
        Given.Refused("sameThingTwice", given.TryAsk(Given.Owner, [Grant("transfer"), Revoke("transfer")]));
        Given.Refused("sameThingTwice", given.TryAsk(Given.Owner, [new Edit.RemoveKey("k1"), UnboundKey("k1", "read")]));
        Given.Refused("keyUnknown", given.TryAsk(Given.Owner, [Grant("read", "none")]));
    }
}
