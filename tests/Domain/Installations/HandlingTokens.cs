using Holdfast.Domain.Installations;

namespace Holdfast.Domain.Tests.Installations;

public sealed class HandlingTokens
{
    private readonly House _house = new();

    [Theory]
    [InlineData(TokenRole.Decide)]
    [InlineData(TokenRole.Feed)]
    public void One_staff_member_issues_a_token_that_decides_or_feeds(TokenRole role)
    {
        _house.Does(_house.Issue("shop", [role], 'd', House.Staff1));
        var token = _house.State.FindToken("shop")!;
        Assert.Equal(("staff-1", null, House.Hash('d')), (token.IssuedBy, token.SecondedBy, token.Hash));
        Assert.Equal([role], token.Roles);
        Assert.Empty(_house.State.Acts);
    }

    [Fact]
    public void A_staff_token_is_live_a_hold_after_a_second_member_agreed()
    {
        var act = Assert.IsType<InstallationEvent.ActProposed>(Assert.Single(
            _house.Does(_house.Issue("carol", [TokenRole.Staff, TokenRole.Feed, TokenRole.Staff], 'd', House.Staff1))));
        Assert.Null(_house.State.FindTokenByHash(House.Hash('d')));
        Assert.Equal("staffTokenNeeded", House.Refused(_house.Second(act.Act, "carol")));
        _house.Does(_house.Second(act.Act, House.Staff2));
        var token = _house.State.FindTokenByHash(House.Hash('d'))!;
        Assert.Equal(("carol", "staff-1", "staff-2"), (token.Name, token.IssuedBy, token.SecondedBy));
        Assert.Equal([TokenRole.Feed, TokenRole.Staff], token.Roles);
        _house.Waits(TimeSpan.FromHours(48));
        Assert.False(_house.State.FindToken("carol")!.IsStaff);
        Assert.Equal("staffTokenNeeded", House.Refused(_house.Ask(ActKind.Recovery, House.Hash('e'), "carol")));
        Assert.Equal("lastStaffTokens", House.Refused(_house.End(House.Staff2, House.Staff1)));
        _house.Waits(TimeSpan.FromMilliseconds(1));
        _house.Does(_house.Second(_house.Asked(ActKind.Recovery, House.Hash('e'), "carol"), House.Staff1));
    }

    [Fact]
    public void Issuing_again_does_nothing()
    {
        _house.Does(_house.Issue("shop", [TokenRole.Decide, TokenRole.Feed], 'd', House.Staff1));
        House.NothingBy(_house.Issue("shop", [TokenRole.Feed, TokenRole.Decide], 'd', House.Staff2));
        var act = Assert.IsType<InstallationEvent.ActProposed>(
            Assert.Single(_house.Does(_house.Issue("carol", [TokenRole.Staff], 'e', House.Staff1)))).Act;
        Assert.Equal(act, House.NothingBy(_house.Issue("carol", [TokenRole.Staff], 'e', House.Staff1)));
    }

    [Fact]
    public void A_name_and_a_token_are_used_once_at_a_time()
    {
        Assert.Equal("tokenNameUsed", House.Refused(_house.Issue("platform", [TokenRole.Decide], 'd', House.Staff1)));
        Assert.Equal("tokenHashUsed", House.Refused(_house.Issue("shop", [TokenRole.Decide], 'a', House.Staff1)));
    }

    [Fact]
    public void A_proposed_token_is_not_live_beside_one_that_came_first()
    {
        var act = Assert.IsType<InstallationEvent.ActProposed>(
            Assert.Single(_house.Does(_house.Issue("carol", [TokenRole.Staff], 'd', House.Staff1)))).Act;
        _house.Does(_house.Issue("carol", [TokenRole.Feed], 'e', House.Staff2));
        Assert.Equal("tokenNameUsed", House.Refused(_house.Second(act, House.Staff2)));
    }

    [Fact]
    public void Every_mistake_is_named() => Assert.Equal(
        ["tokenNameInvalid", "rolesMissing", "hashInvalid"],
        Assert.IsType<InstallationOutcome.Refused>(IssueToken.Decide(
            _house.Recorded, new IssueToken("../x", [], "0", House.Staff1, "a"), _house.Now)).Refusals.Select(r => r.Code));

    [Fact]
    public void The_platform_token_may_be_ended_and_issued_anew()
    {
        _house.Does(_house.End("platform", House.Staff2));
        Assert.Null(_house.State.FindTokenByHash(House.Hash('a')));
        Assert.Equal("tokenUnknown", House.Refused(_house.End("platform", House.Staff2)));
        _house.Does(_house.Issue("platform", [TokenRole.Decide, TokenRole.Feed], 'd', House.Staff2));
    }

    [Fact]
    public void The_last_two_staff_tokens_stay()
    {
        Assert.Equal("lastStaffTokens", House.Refused(_house.End(House.Staff2, House.Staff1)));
        Assert.Equal("lastStaffTokens", House.Refused(_house.End(House.Staff1, House.Staff1)));
        _house.HiresStaff("carol", 'd');
        _house.Does(_house.End(House.Staff1, House.Staff2));
        Assert.Equal("lastStaffTokens", House.Refused(_house.End("carol", House.Staff2)));
    }

    [Fact]
    public void A_token_that_ends_takes_its_proposals_along()
    {
        _house.HiresStaff("carol", 'd');
        var act = _house.Asked(ActKind.Recovery, House.Hash('e'), House.Staff1);
        _house.Does(_house.End(House.Staff1, House.Staff2));
        Assert.Equal("actUnknown", House.Refused(_house.Second(act, House.Staff2)));
        Assert.Equal("staffTokenNeeded", House.Refused(_house.Ask(ActKind.Recovery, House.Hash('e'), House.Staff1)));
    }
}
