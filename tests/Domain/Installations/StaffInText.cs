using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Installations;

/// <summary>Attacks that only claim to be staff, or are one of two, or change a file.</summary>
public sealed class StaffInText
{
    private readonly House _house = new();

    [Theory]
    [InlineData("platform")]
    [InlineData("staff")]
    [InlineData("staff-3")]
    [InlineData("Staff-1")]
    [InlineData("")]
    public void A_name_without_a_staff_token_does_nothing_that_staff_does(string by)
    {
        var act = _house.Asked(ActKind.Recovery, House.Hash('d'), House.Staff1);
        InstallationOutcome[] tries =
        [
            _house.Ask(ActKind.Recovery, House.Hash('e'), by),
            _house.Second(act, by),
            _house.Issue("mine", [TokenRole.Feed], 'e', by),
            _house.Issue("mine", [TokenRole.Staff], 'e', by),
            _house.End("platform", by),
            StopPolicy.Decide(_house.Recorded, new StopPolicy(by), _house.Now),
            CountProtective.Decide(_house.Recorded, new CountProtective(by, "freeze"), _house.Now),
        ];
        Assert.All(tries, t => Assert.Equal("staffTokenNeeded", House.Refused(t)));
    }

    [Fact]
    public void One_member_is_never_two()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        var policy = _house.Asked(ActKind.Policy, _house.State.Pending!.Digest, House.Staff1);
        var recovery = _house.Asked(ActKind.Recovery, House.Hash('d'), House.Staff1);
        _house.Does(_house.Issue("mine", [TokenRole.Staff], 'e', House.Staff1));
        foreach (var act in _house.State.Acts)
            Assert.Equal("sameStaffMember", House.Refused(_house.Second(act.Id, House.Staff1)));
        House.NothingBy(_house.Ask(ActKind.Policy, _house.State.Pending.Digest, House.Staff1));
        Assert.False(_house.State.Pending.IsAgreed);
        Assert.Null(_house.State.FindToken("mine"));
        _house.Does(_house.Second(recovery, House.Staff2));
        Assert.Equal("sameStaffMember", House.Refused(_house.Second(recovery, House.Staff1)));
        Assert.NotNull(_house.State.FindAct(policy));
    }

    [Fact]
    public void A_policy_file_edited_and_restarted_over_and_over_weakens_nothing()
    {
        for (var day = 0; day < 60; day++)
        {
            var edited = House.Holding(Element.Withdraw, 47 - (day % 20)) with { Allowance = 1_000_000, PlatformTells = true };
            if (_house.Propose(edited) is InstallationOutcome.Records records) _house.Does(records);
            _house.Waits(TimeSpan.FromDays(1));
            Assert.Empty(PolicyComparison.Compare(new Policy(), _house.State.Policy));
        }
        Assert.Equal(1, _house.State.Policy.Version);
    }

    [Fact]
    public void An_agreement_does_not_carry_an_edit_made_after_it()
    {
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 47)));
        var digest = _house.State.Pending!.Digest;
        var act = _house.Asked(ActKind.Policy, digest, House.Staff1);
        _house.Does(_house.Propose(House.Holding(Element.Withdraw, 24)));
        Assert.Equal("actUnknown", House.Refused(_house.Second(act, House.Staff2)));
        Assert.Equal("policyNotPending", House.Refused(_house.Ask(ActKind.Policy, digest, House.Staff2)));
    }

    [Theory]
    [InlineData(InstallationMode.Production, InstallationMode.Sandbox)]
    [InlineData(InstallationMode.Sandbox, InstallationMode.Production)]
    public void Data_never_opens_in_the_other_mode(InstallationMode born, InstallationMode opened) => Assert.Equal(
        "otherMode", House.Refused(BeginningAnInstallation.Begin(new House(mode: born).Recorded, mode: opened)));
}
