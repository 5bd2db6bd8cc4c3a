using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Installations;

public sealed class AgreeingByTwo
{
    private static readonly string Digest = House.Hash('d');

    private readonly House _house = new();

    [Theory]
    [InlineData(ActKind.Recovery)]
    [InlineData(ActKind.Change)]
    [InlineData(ActKind.Tell)]
    public void Is_done_when_another_staff_member_seconds(ActKind kind)
    {
        var act = _house.Asked(kind, Digest, House.Staff1);
        Assert.False(_house.State.FindAct(act)!.IsDone);
        _house.Waits(TimeSpan.FromHours(2)).Does(_house.Second(act, House.Staff2));
        var done = _house.State.FindAct(act)!;
        Assert.Equal((kind, Digest, "staff-1", "staff-2", _house.Now), (done.Kind, done.Digest, done.By, done.SecondedBy, done.SecondedAt));
        Assert.Equal(act, House.NothingBy(_house.Second(act, House.Staff2)));
    }

    [Fact]
    public void Ends_after_24_hours_without_a_second()
    {
        var act = _house.Asked(ActKind.Recovery, Digest, House.Staff1);
        _house.Waits(TimeSpan.FromHours(24));
        Assert.IsType<InstallationOutcome.Records>(_house.Second(act, House.Staff2));
        _house.Waits(TimeSpan.FromMilliseconds(1));
        Assert.Equal("actUnknown", House.Refused(_house.Second(act, House.Staff2)));
        Assert.Empty(_house.State.Acts);
        Assert.NotEqual(act, _house.Asked(ActKind.Recovery, Digest, House.Staff1));
    }

    [Fact]
    public void Is_remembered_for_30_days()
    {
        var act = _house.Asked(ActKind.Recovery, Digest, House.Staff1);
        _house.Does(_house.Second(act, House.Staff2));
        Assert.NotNull(_house.Waits(TimeSpan.FromDays(30)).State.FindAct(act));
        Assert.Null(_house.Waits(TimeSpan.FromMilliseconds(1)).State.FindAct(act));
    }

    [Fact]
    public void Is_proposed_once()
    {
        var act = _house.Asked(ActKind.Recovery, Digest, House.Staff1);
        Assert.Equal(act, House.NothingBy(_house.Ask(ActKind.Recovery, Digest, House.Staff1)));
        Assert.Equal("actAlreadyProposed", House.Refused(_house.Ask(ActKind.Recovery, Digest, House.Staff2)));
        _house.Asked(ActKind.Change, Digest, House.Staff2);
    }

    [Fact]
    public void Keeps_the_newest_twenty_that_one_member_proposed()
    {
        var others = _house.Asked(ActKind.Change, House.Hash('f'), House.Staff2);
        string[] acts = [.. Enumerable.Range(0, 21).Select(i => _house.Asked(ActKind.Change, $"{i:x64}", House.Staff1))];
        Assert.Null(_house.State.FindAct(acts[0]));
        Assert.All(acts[1..].Append(others), act => Assert.NotNull(_house.State.FindAct(act)));
    }

    [Fact]
    public void Vouches_for_the_clock_with_its_digest_and_time()
    {
        var act = _house.Asked(ActKind.Clock, Digest, House.Staff2);
        Assert.Null(_house.State.ClockVouched);
        _house.Waits(TimeSpan.FromMinutes(1)).Does(_house.Second(act, House.Staff1));
        Assert.Equal(new ClockVouch(Digest, _house.Now, "staff-2", "staff-1"), _house.State.ClockVouched);
    }

    [Fact]
    public void On_a_policy_takes_the_digest_of_the_one_that_waits()
    {
        Assert.Equal("policyNotPending", House.Refused(_house.Ask(ActKind.Policy, Digest, House.Staff1)));
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        Assert.Equal("policyNotPending", House.Refused(_house.Ask(ActKind.Policy, Digest, House.Staff1)));
        var pending = _house.State.Pending!.Digest;
        _house.Agrees();
        House.NothingBy(_house.Ask(ActKind.Policy, pending, House.Staff2));
    }

    [Fact]
    public void On_the_same_policy_a_second_time_works_after_it_was_left()
    {
        var (weak, wait) = (House.Holding(Element.Withdraw, 24), TimeSpan.FromHours(49));
        _house.Does(_house.Propose(weak));
        _house.Agrees().Waits(wait);
        _house.Does(_house.Propose(new Policy()));
        _house.Does(_house.Propose(weak));
        _house.Agrees().Waits(wait);
        Assert.Equal((4, TimeSpan.FromHours(24)), (_house.State.Policy.Version, _house.State.Policy.Hold(Element.Withdraw)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD")]
    [InlineData("dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\n")]
    public void Refuses_what_is_no_digest(string digest) =>
        Assert.Equal("digestInvalid", House.Refused(_house.Ask(ActKind.Recovery, digest, House.Staff1)));

    [Fact]
    public void Refuses_an_id_that_another_act_has()
    {
        var act = _house.Asked(ActKind.Recovery, Digest, House.Staff1);
        Assert.Equal("actIdUsed", House.Refused(_house.Ask(ActKind.Change, Digest, House.Staff1, act)));
    }

    [Fact]
    public void Refuses_a_token_that_is_not_issued() =>
        Assert.Equal("actNotByItself", House.Refused(_house.Ask(ActKind.Token, Digest, House.Staff1)));

    [Fact]
    public void Counts_who_proposed_seconded_and_acted_alone()
    {
        _house.Does(_house.Second(_house.Asked(ActKind.Recovery, Digest, House.Staff1), House.Staff2));
        _house.Asked(ActKind.Change, Digest, House.Staff1);
        foreach (var what in (string[])["freeze", "veto"])
            _house.Does(CountProtective.Decide(_house.Recorded, new CountProtective(House.Staff2, what), _house.Now));
        _house.Does(_house.Issue("shop", [TokenRole.Decide], 'd', House.Staff2));
        _house.Does(_house.End("shop", House.Staff2));
        Assert.Equal(
            [new StaffCount("staff-1", Proposed: 2), new StaffCount("staff-2", Seconded: 1, Alone: 4)],
            _house.State.Counts.OrderBy(c => c.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Counts_only_staff_and_only_words() => Assert.Equal(
        ["staffTokenNeeded", "whatInvalid"],
        new CountProtective[] { new("platform", "freeze"), new(House.Staff1, "a b") }
            .Select(c => House.Refused(CountProtective.Decide(_house.Recorded, c, _house.Now))));

    [Fact]
    public void Spells_its_kinds_as_the_contract_does()
    {
        foreach (var kind in Enum.GetValues<ActKind>())
        {
            Assert.True(ActKinds.TryParse(kind.Name(), out var read));
            Assert.Equal(kind, read);
            var stored = System.Text.Encoding.UTF8.GetString(InstallationJson.Write(
                new InstallationEvent.ActProposed("a", kind, Digest, "b", null)));
            Assert.Contains($"\"kind\":\"{kind.Name()}\"", stored, StringComparison.Ordinal);
        }
        Assert.False(ActKinds.TryParse("Policy", out _));
    }
}
