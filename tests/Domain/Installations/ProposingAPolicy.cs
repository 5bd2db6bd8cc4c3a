using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Installations;

public sealed class ProposingAPolicy
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly House _house = new();

    [Fact]
    public void Strengthens_at_once()
    {
        _house.Waits(TimeSpan.FromDays(1)).Does(_house.Propose(House.Holding(Element.Withdraw, 72)));
        Assert.Equal(TimeSpan.FromHours(72), _house.State.Policy.Hold(Element.Withdraw));
        Assert.Equal(2, _house.State.Policy.Version);
        Assert.Equal(_house.Now, _house.State.PolicySince);
        Assert.Null(_house.State.Pending);
    }

    [Fact]
    public void Weakens_nothing_by_itself_however_long_it_waits()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        _house.Waits(TimeSpan.FromDays(365));
        Assert.Equal(TimeSpan.FromHours(48), _house.State.Policy.Hold(Element.Withdraw));
        Assert.Equal(1, _house.State.Policy.Version);
        Assert.Equal(["/holds/withdraw"], _house.State.Pending!.Waits);
        Assert.False(_house.State.Pending.IsAgreed);
    }

    [Fact]
    public void Weakens_after_two_agreed_and_the_old_hold_passed()
    {
        var proposed = House.Holding(Element.Withdraw, 24);
        _house.Does(_house.Propose(proposed));
        _house.Waits(TimeSpan.FromHours(3)).Agrees();
        var effective = _house.Now + TimeSpan.FromHours(48);
        Assert.Equal(effective, _house.State.Pending!.EffectiveAt);
        Assert.Equal(("staff-1", "staff-2"), (_house.State.Pending.By, _house.State.Pending.SecondedBy));
        _house.Waits(TimeSpan.FromHours(48));
        Assert.Equal(1, _house.State.Policy.Version);
        _house.Waits(Tick);
        Assert.Equal(TimeSpan.FromHours(24), _house.State.Policy.Hold(Element.Withdraw));
        Assert.Equal((2, effective), (_house.State.Policy.Version, _house.State.PolicySince));
        Assert.Null(_house.State.Pending);
        House.NothingBy(_house.Propose(proposed));
    }

    [Fact]
    public void Brings_in_the_strong_half_now_and_the_weak_half_later()
    {
        var proposed = House.Holding(Element.Withdraw, 72) with { Allowance = 100, PlatformTells = true };
        var events = _house.Does(_house.Propose(proposed));
        Assert.Equal(["PolicyStrengthened", "PolicyProposed"], events.Select(e => e.GetType().Name));
        Assert.Equal((50m, false), (_house.State.Policy.Allowance, _house.State.Policy.PlatformTells));
        Assert.Equal(TimeSpan.FromHours(72), _house.State.Policy.Hold(Element.Withdraw));
        Assert.Equal(["/allowance/amount", "/platformTells"], _house.State.Pending!.Waits);
        _house.Agrees().Waits(TimeSpan.FromHours(48) + Tick);
        Assert.Empty(PolicyComparison.Compare(_house.State.Policy, proposed));
        Assert.Equal(3, _house.State.Policy.Version);
    }

    [Theory]
    [InlineData(Element.Withdraw, 96)]
    [InlineData(Element.Trade, 3)]
    public void Waits_the_old_hold_of_the_element_whose_hold_shrinks(Element element, int hours)
    {
        var house = new House(House.Holding(element, hours));
        house.Does(house.Propose(House.Holding(element, element == Element.Trade ? 0 : 24)));
        house.Agrees();
        Assert.Equal(house.Now + TimeSpan.FromHours(hours), house.State.Pending!.EffectiveAt);
    }

    [Fact]
    public void Waits_the_hold_of_holds_for_every_other_value()
    {
        var house = new House(House.Holding(Element.Hold, 120));
        house.Does(house.Propose(house.State.Policy with { Settling = TimeSpan.FromDays(1) }));
        house.Agrees();
        Assert.Equal(house.Now + TimeSpan.FromHours(120), house.State.Pending!.EffectiveAt);
    }

    [Fact]
    public void Waits_the_longest_of_all_that_weakens()
    {
        var house = new House(House.Holding(Element.Manage, 240));
        house.Does(house.Propose(House.Holding(Element.Trade, 1) with { Allowance = 51 }));
        house.Agrees();
        Assert.Equal(house.Now + TimeSpan.FromHours(240), house.State.Pending!.EffectiveAt);
    }

    [Fact]
    public void Again_does_nothing_before_and_after_two_agreed()
    {
        var proposed = House.Holding(Element.Withdraw, 72) with { Allowance = 100 };
        _house.Does(_house.Propose(proposed));
        House.NothingBy(_house.Propose(proposed));
        _house.Agrees();
        var effective = _house.State.Pending!.EffectiveAt;
        House.NothingBy(_house.Waits(TimeSpan.FromHours(1)).Propose(proposed));
        Assert.Equal(effective, _house.State.Pending!.EffectiveAt);
    }

    [Fact]
    public void Of_what_is_in_force_does_nothing() => House.NothingBy(_house.Propose(new Policy()));

    [Fact]
    public void Anew_replaces_what_waits_and_the_agreement_with_it()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        _house.Agrees().Waits(TimeSpan.FromHours(47));
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 25)));
        Assert.False(_house.State.Pending!.IsAgreed);
        _house.Waits(TimeSpan.FromDays(9));
        Assert.Equal(TimeSpan.FromHours(48), _house.State.Policy.Hold(Element.Withdraw));
    }

    [Fact]
    public void Ends_an_act_that_agreed_to_the_older_one()
    {
        var weak = House.Holding(Element.Withdraw, 24);
        _house.Does(_house.Propose(weak));
        var act = _house.Asked(ActKind.Policy, _house.State.Pending!.Digest, House.Staff1);
        _house.Does(_house.Propose(weak with { Allowance = 1000 }));
        _house.Does(_house.Propose(weak));
        Assert.Equal("actUnknown", House.Refused(_house.Second(act, House.Staff2)));
    }

    [Fact]
    public void In_force_takes_back_what_waits()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        _house.Agrees();
        Assert.IsType<InstallationEvent.PolicyDropped>(Assert.Single(_house.Does(_house.Propose(new Policy()))));
        Assert.Null(_house.State.Pending);
    }

    [Fact]
    public void Only_stronger_takes_back_what_waits()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        _house.Agrees();
        _house.Does(_house.Propose(House.Holding(Element.Manage, 72)));
        _house.Waits(TimeSpan.FromDays(30));
        Assert.Equal(TimeSpan.FromHours(48), _house.State.Policy.Hold(Element.Withdraw));
    }

    [Fact]
    public void Has_one_digest_however_its_text_is_spelled()
    {
        var policy = House.Holding(Element.Withdraw, 24) with { GuardianApproves = [Element.Limit, Element.Manage] };
        Assert.Equal(
            new ProposePolicy(policy).Digest,
            new ProposePolicy(policy with { GuardianApproves = [Element.Manage, Element.Limit], Version = 9 }).Digest);
        Assert.NotEqual(new ProposePolicy(policy).Digest, new ProposePolicy(policy with { Allowance = 51 }).Digest);
    }

    [Fact]
    public void Is_refused_where_a_policy_text_could_not_hold_it() =>
        Assert.Equal("tooShort", House.Refused(_house.Propose(House.Holding(Element.Withdraw, 23))));

    [Fact]
    public void Can_be_stopped_by_one_staff_member_up_to_the_moment_it_is_in_force()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        _house.Agrees().Waits(TimeSpan.FromHours(48));
        _house.Does(StopPolicy.Decide(_house.Recorded, new StopPolicy(House.Staff2), _house.Now));
        _house.Waits(TimeSpan.FromDays(30));
        Assert.Equal((1, null), (_house.State.Policy.Version, _house.State.Pending));
        Assert.Equal(1, Assert.Single(_house.State.Counts, c => c.Name == House.Staff2).Alone);
        House.NothingBy(StopPolicy.Decide(_house.Recorded, new StopPolicy(House.Staff2), _house.Now));
        Assert.Equal("staffTokenNeeded", House.Refused(
            StopPolicy.Decide(_house.Recorded, new StopPolicy("platform"), _house.Now)));
    }
}
