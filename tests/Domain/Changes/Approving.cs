using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class Approving
{
    [Fact]
    public void Needs_the_exact_digest()
    {
        var given = Given.Aged();
        var (one, other) = (given.Ask(To("a")), given.Ask(To("b")));
        Given.Refused("digestMismatch", given.TryApprove(one, digest: given.Of(other).Digest));
        Given.Refused("digestMismatch", given.TryApprove(one, digest: ""));
        Given.Refused("digestMismatch", given.TryApprove(one, digest: given.Of(one).Digest.ToUpperInvariant()));
        Given.Refused("changeUnknown", given.TryApprove("c_none"));
    }

    [Fact]
    public void Ends_after_an_hour_and_after_a_day_where_a_guardian_must_too()
    {
        var given = Given.Aged();
        var change = given.Ask(To("a"));
        Assert.True(given.Hours(1).Of(change).AwaitsApproval);
        Assert.Equal(Ending.Expired, given.Wait(TimeSpan.FromMilliseconds(1)).Of(change).Ending);
        given = Guarded();
        change = given.Ask(To("a"));
        Assert.True(given.Hours(24).Of(change).AwaitsApproval);
        Assert.Equal(Ending.Expired, given.Wait(TimeSpan.FromMilliseconds(1)).Of(change).Ending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Needs_an_aged_guardian_too_where_the_policy_says_so(bool guardianFirst)
    {
        var given = Guarded();
        var change = given.Ask(To("a"));
        given.Approve(change, guardianFirst ? Given.Anna : Given.Owner);
        Assert.True(given.Of(change).AwaitsApproval);
        given.Approve(change, guardianFirst ? Given.Owner : Given.Anna);
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Effective(change));
    }

    [Fact]
    public void By_a_guardian_whom_nobody_asked_is_refused()
    {
        var given = Given.Aged(Guardian("anna"));
        Given.Refused("guardianNotNeeded", given.TryApprove(given.Ask(To("a")), Given.Anna));
    }

    [Fact]
    public void By_another_guardian_than_the_one_who_asked_is_refused()
    {
        var given = Given.Aged(Guardian("anna"), Guardian("bert"));
        var leaves = given.AskBy(Given.Anna, new Edit.RemoveGuardian("anna"));
        Given.Refused("guardianNotNeeded", given.TryApprove(leaves, new By(ByKind.Guardian, "bert")));
        Given.Refused("guardianApproves", given.TryApprove(leaves));
        Given.Refused("guardianMayNotAsk", given.TryAsk(Given.Anna, [new Edit.RemoveGuardian("bert")]));
        Given.Refused("guardianMayNotAsk", given.TryAsk(Given.Anna, [new Edit.AddFactor("t", FactorKind.Totp, "x", "bert")]));
        given.Approve(leaves, Given.Anna);
    }

    [Fact]
    public void A_code_is_spent_once()
    {
        var given = Given.Opened(Totp("t1")).Days(30);
        Given.Recorded(given.TryApprove(given.Ask(To("a")), kind: FactorKind.Totp, factor: "t1", step: 7));
        var next = given.Ask(To("b"));
        Given.Refused("codeUsed", given.TryApprove(next, kind: FactorKind.Totp, factor: "t1", step: 7));
        Given.Refused("codeUsed", given.TryApprove(next, kind: FactorKind.Totp, factor: "t1", step: 6));
        Given.Refused("factorNotInForce", given.TryApprove(next, kind: FactorKind.Totp, factor: "t2", step: 9));
        Given.Recorded(given.TryApprove(next, kind: FactorKind.Totp, factor: "t1", step: 8));
    }

    [Fact]
    public void The_platforms_word_suffices_until_the_owner_has_an_aged_factor_and_coming_back_expands()
    {
        var given = Given.Opened(Passkey("p1"), To("home"));
        Given.Recorded(given.Hours(50).TryApprove(given.Ask(To("a")), kind: FactorKind.Platform));
        Given.Refused("platformWordNotEnough", given.Days(9).TryApprove(given.Ask(To("b")), kind: FactorKind.Platform));
        given.Change(new Edit.RemoveFactor("p1"));
        Given.Refused("platformWordNotEnough", given.Hours(47).TryApprove(given.Ask(To("c")), kind: FactorKind.Platform));
        Given.Recorded(given.Hours(2).TryApprove(given.Ask(To("d")), kind: FactorKind.Platform));
    }

    [Fact]
    public void A_held_factor_approves_nothing()
    {
        var given = Given.Aged();
        given.Change(Totp("t1"));
        Given.Refused("factorNotInForce", given.TryApprove(given.Ask(To("b")), kind: FactorKind.Totp, factor: "t1"));
    }

    [Fact]
    public void Twice_is_once_and_what_ended_is_not_approved()
    {
        var given = Given.Aged();
        var change = given.Change(To("a"));
        Assert.IsType<Outcome.Nothing>(given.TryApprove(change));
        given.Veto(change);
        Given.Refused("changeVetoed", given.TryApprove(change));
        var gone = given.Ask(To("b"));
        given.Ask(NotTo("b"));
        Given.Refused("changeVoided", given.TryApprove(gone));
        Given.Refused("nothingToApprove", given.TryApprove(given.Ask(NotTo("home"))));
    }

    [Fact]
    public void Comes_under_a_policy_that_grew_longer_since_it_was_asked()
    {
        var policy = Policy.Default with { Holds = [.. Policy.Default.Holds] };
        policy.Holds[(int)Element.Trade] = TimeSpan.Zero;
        var given = Given.Opened(policy, Passkey("p1"), Key("k1", "read")).Days(30);
        var change = given.Ask(Grant("trade"));
        given.Follow(Policy.Default with { Version = 1 });
        given.Approve(change);
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Effective(change));
    }

    [Fact]
    public void An_opening_needs_none_but_waits()
    {
        var given = Given.Opened(Key("k1", "read", "withdraw"), To("home"), Passkey("p1"));
        Assert.Equal(["read"], given.Account.Keys[0].Permissions.Select(p => p.Name));
        Assert.Empty(given.Account.Destinations);
        Assert.NotNull(given.Seen.Channels[0].Since);
        given.Hours(49);
        Assert.Equal(["home"], given.Account.Destinations.Select(d => d.Address));
        Assert.Equal(2, given.Seen.Factors.Length);
    }

    private static Given Guarded() => Given.Aged(
        Policy.Default with { GuardianApproves = [Element.Destination] }, Guardian("anna"));
}
