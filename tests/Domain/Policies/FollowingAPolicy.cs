using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Policies;

/// <summary>A running hold keeps the policy that it started under unless the new one is longer.</summary>
public sealed class FollowingAPolicy
{
    [Fact]
    public void A_longer_one_lengthens_what_runs_from_where_it_started()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var start = given.Now;
        given.Hours(40).Follow(With(1, Element.Destination, 72));
        Assert.Equal(start + TimeSpan.FromHours(72), given.Effective(change));
    }

    [Fact]
    public void A_shorter_one_leaves_what_runs()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Hours(1).Follow(With(1, Element.Destination, 24));
        Assert.Equal(given.Now + TimeSpan.FromHours(47), given.Effective(change));
        Assert.Equal(TimeSpan.FromHours(24), given.Of(given.Ask(To("other"))).Parts[0].Hold);
    }

    [Fact]
    public void Is_learned_late_as_of_when_it_came_into_force()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Hours(47);
        var since = given.Now;
        given.Hours(10);
        Assert.Equal(PartState.InForce, given.Of(change).Parts[0].State);
        given.Follow(With(1, Element.Destination, 96), since);
        Assert.True(given.Of(change).Waits);
        Assert.Equal(since + TimeSpan.FromHours(49), given.Effective(change));
        Assert.Null(FollowPolicy.Decide(given.State, given.Policy, since));
    }

    [Fact]
    public void Two_learned_at_once_count_in_their_order()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var start = given.Now;
        var (first, second) = (start + TimeSpan.FromHours(40), start + TimeSpan.FromHours(60));
        given.Hours(80);

        // under the first alone it would have been in force before the second came
        given.Follow(With(1, Element.Destination, 72), first).Follow(With(2, Element.Destination, 96), second);
        Assert.Equal(start + TimeSpan.FromHours(96), given.Effective(change));
        Given.Same(given.State, given.Replayed());
    }

    [Fact]
    public void A_longer_one_that_ruled_for_a_while_has_lengthened_what_ran()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var start = given.Now;
        given.Hours(200);
        given.Follow(With(1, Element.Destination, 96), start + TimeSpan.FromHours(1));
        Assert.Null(FollowPolicy.Decide(given.State, With(2, Element.Destination, 24), start + TimeSpan.FromHours(100)));
        Assert.False(given.Of(change).Waits);
        var age = given.Seen.Ordinary.At(given.Now) - given.Account.Destinations[^1].Since;
        Assert.Equal(TimeSpan.FromHours(200 - 96), TimeSpan.FromMilliseconds(age));
    }

    [Fact]
    public void What_was_in_force_before_it_stays()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        given.Hours(50).Follow(With(1, Element.Destination, 96));
        Assert.False(given.Of(change).Waits);
    }

    [Fact]
    public void Reaches_sources_and_credentials_by_what_they_are_used_for()
    {
        var given = Given.Aged();
        var change = given.Change(AddSource("203.0.113.0/24"), Rotate());
        given.Follow(With(1, Element.Withdraw, 90));
        Assert.All(given.Of(change).Parts.Where(p => p.Hold > TimeSpan.Zero), p => Assert.Equal(90, p.Hold.TotalHours));
        Given.Same(given.State, given.Replayed());
    }

    private static Policy With(int version, Element element, double hours)
    {
        var policy = Policy.Default with { Version = version, Holds = [.. Policy.Default.Holds] };
        policy.Holds[(int)element] = TimeSpan.FromHours(hours);
        return policy;
    }
}
