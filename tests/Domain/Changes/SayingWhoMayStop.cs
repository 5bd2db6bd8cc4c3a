using Holdfast.Domain.Changes;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class SayingWhoMayStop
{
    [Fact]
    public void Names_everybody_with_a_say()
    {
        var given = Given.Aged(Guardian("anna"), Guardian("bert"), Webhook("hook"));
        Assert.Equal("You, from any of your channels; your guardians anna and bert; our staff", Of(given, To("new")).ToOwner());
        Assert.Equal("You; the owner, from any of his channels; his guardian bert; our staff", Of(given, To("new2")).ToGuardian("anna"));
    }

    [Fact]
    public void Leaves_out_who_came_after_it_was_asked()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Hours(1).Ask(Webhook("hook"), Guardian("anna"));
        Assert.Equal("You, from mail; our staff", WhoMayStop.Of(given.Seen, given.Of(change), given.Policy, given.Now).ToOwner());
        Assert.Equal("The owner, from mail; our staff", WhoMayStop.Of(given.Seen, given.Of(change), given.Policy, given.Now).ToGuardian("anna"));
    }

    [Fact]
    public void Leaves_out_a_say_in_its_own_hold_where_it_does_not_reach()
    {
        var given = Given.Aged();
        given.Ask(Guardian("anna"));
        Assert.Equal("You, from any of your channels; our staff", Of(given.Hours(1), new Edit.SetAllowance(100)).ToOwner());
        Assert.Equal("You, from any of your channels; your guardian anna; our staff", Of(given, To("new")).ToOwner());
    }

    [Fact]
    public void Says_that_one_who_kept_himself_in_once_can_not_again()
    {
        var given = Given.Aged(Guardian("anna"));
        given.Veto(given.Change(new Edit.RemoveGuardian("anna")), Given.Anna);
        Assert.Equal("You", Of(given.Hours(1), new Edit.RemoveGuardian("anna")).ToOwner());
    }

    [Fact]
    public void Names_nobody_once_it_is_in_force()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        Assert.Equal("Nobody any more", WhoMayStop.Of(given.Hours(49).Seen, given.Of(change), given.Policy, given.Now).ToOwner());
    }

    [Fact]
    public void Agrees_with_what_a_veto_is_answered()
    {
        var given = Given.Aged(Guardian("anna"), Webhook("hook"));
        var change = given.Hours(1).Change(new Edit.RemoveGuardian("anna"));
        given.Ask(Guardian("bert"), Email("second"));
        var may = WhoMayStop.Of(given.Seen, given.Of(change), given.Policy, given.Now);
        Assert.Equal(may.Owner, Stops(given, change, Given.Owner));
        Assert.Equal(may.Staff, Stops(given, change, Given.StaffOne));
        foreach (var channel in given.Seen.Channels)
            Assert.Equal(may.Channels.Contains(channel.Id), Stops(given, change, new By(ByKind.Link, channel.Id)));
        foreach (var guardian in given.Seen.Guardians)
            Assert.Equal(may.Guardians.Contains(guardian.Name), Stops(given, change, new By(ByKind.Guardian, guardian.Id)));
    }

    private static bool Stops(Given given, string change, By by) => VetoChange.Decide(
        given.Seen, new VetoChange(change, by, false), given.Policy, given.Now) is Domain.Decisions.Outcome.Records;

    private static WhoMayStop Of(Given given, Edit edit) =>
        WhoMayStop.Of(given.Seen, given.Of(given.Change(edit)), given.Policy, given.Now);
}
