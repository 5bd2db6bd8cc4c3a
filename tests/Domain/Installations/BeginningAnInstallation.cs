using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Installations;

public sealed class BeginningAnInstallation
{
    [Fact]
    public void Makes_the_first_policy_and_the_first_three_tokens()
    {
        var state = new House().State;
        Assert.True(state.HasBegun);
        Assert.Equal(1, state.Version);
        Assert.Equal(1, state.Policy.Version);
        Assert.Equal(state.At, state.PolicySince);
        Assert.Null(state.Pending);
        Assert.Equal(["platform", "staff-1", "staff-2"], state.Tokens.Select(t => t.Name));
        Assert.Equal([TokenRole.Decide, TokenRole.Feed], state.Tokens[0].Roles);
        Assert.All(state.Tokens[1..], t => Assert.Equal([TokenRole.Staff], t.Roles));
        Assert.Equal("staff-2", state.FindTokenByHash(House.Hash('c'))?.Name);
    }

    [Fact]
    public void Takes_a_weak_first_policy_without_waiting()
    {
        var house = new House(House.Holding(Element.Withdraw, 24));
        Assert.Equal(TimeSpan.FromHours(24), house.State.Policy.Hold(Element.Withdraw));
    }

    [Fact]
    public void Does_nothing_a_second_time() => House.NothingBy(Begin(new House().Recorded));

    [Fact]
    public void Refuses_a_policy_that_its_text_could_not_hold() =>
        Assert.Equal("tooShort", House.Refused(Begin(InstallationState.None, House.Holding(Element.Withdraw, 1))));

    [Theory]
    [InlineData("", "hashInvalid")]
    [InlineData("AAAA", "hashInvalid")]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "tokenHashUsed")]
    public void Refuses_tokens_that_are_no_three_different_ones(string hash, string code) =>
        Assert.Equal(code, House.Refused(BeginInstallation.Decide(InstallationState.None, new BeginInstallation(
            InstallationMode.Production, new Policy(), hash, House.Hash('b'), House.Hash('c')))));

    internal static InstallationOutcome Begin(
        InstallationState state, Policy? policy = null, InstallationMode mode = InstallationMode.Production) =>
        BeginInstallation.Decide(state, new BeginInstallation(
            mode, policy ?? new Policy(), House.Hash('a'), House.Hash('b'), House.Hash('c')));
}
