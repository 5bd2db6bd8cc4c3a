using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

public sealed class ApprovingWithARecoveryCode
{
    private static readonly Edit Sheet = new Edit.AddFactor("sheet", FactorKind.Recovery, "paper", null);

    [Fact]
    public void Brings_a_factor_which_is_held_as_ever()
    {
        var given = Given.Aged(Sheet);
        var change = given.Ask(Totp("new"));
        Given.Recorded(Approve(given, change, 3));
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Effective(change));
        given.Veto(change);
        Assert.DoesNotContain(given.Days(9).Seen.Factors, f => f.Id == "new");
    }

    [Fact]
    public void Takes_the_last_strong_factor_away_after_its_hold()
    {
        var given = Given.Aged(Sheet);
        Given.Recorded(Approve(given, given.Ask(new Edit.RemoveFactor("p1")), 0));
        Assert.Contains(given.Hours(47).Seen.Factors, f => f.Id == "p1");
        Assert.DoesNotContain(given.Hours(2).Seen.Factors, f => f.Id == "p1");
    }

    [Fact]
    public void Opens_nothing_else()
    {
        var given = Given.Aged(Sheet, Guardian("anna"));
        Given.Refused("recoveryBringsFactors", Approve(given, given.Ask(To("a")), 0));
        Given.Refused("recoveryBringsFactors", Approve(given, given.Ask(Grant("manage")), 0));
        Given.Refused("recoveryBringsFactors", Approve(given, given.Ask(Totp("new"), To("b")), 0));
        Given.Refused("recoveryBringsFactors", Approve(given, given.Ask(new Edit.RemoveGuardian("anna")), 0));
        Given.Refused("recoveryBringsFactors", Approve(given, given.Ask(new Edit.ResetFactors()), 0));
        Assert.Null(Array.Find(given.Seen.Factors, f => f.Id == "sheet")!.Spent);
    }

    [Fact]
    public void Each_counts_once_in_any_order()
    {
        var given = Given.Aged(Sheet);
        foreach (var place in (long[])[9, 0, 4])
        {
            Given.Recorded(Approve(given, given.Ask(Totp($"t{place}")), place));
            Given.Refused("codeUsed", Approve(given, given.Ask(Totp($"again{place}")), place));
        }
        Assert.Equal([9, 0, 4], Array.Find(given.Seen.Factors, f => f.Id == "sheet")!.Spent!);
    }

    [Fact]
    public void Is_not_strong_so_the_platforms_word_goes_on_beside_it()
    {
        var given = Given.Opened(Sheet).Days(30);
        Given.Recorded(given.TryApprove(given.Ask(To("a")), kind: FactorKind.Platform));
        Assert.False(Consents.PlatformWordIsOver(given.Seen, given.Policy, given.Now));
    }

    [Fact]
    public void A_guardian_has_none()
    {
        var given = Given.Aged(Guardian("anna"));
        Given.Refused("guardianFactorKind", given.TryAsk(Given.Owner, [new Edit.AddFactor("s", FactorKind.Recovery, "paper", "anna")]));
    }

    private static Outcome Approve(Given given, string change, long place) =>
        given.TryApprove(change, kind: FactorKind.Recovery, factor: "sheet", step: place);
}
