using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Withdrawals;

public sealed class PassingAChallenge
{
    [Fact]
    public void Takes_an_aged_factor_and_the_exact_digest()
    {
        var given = Given.Aged().Held(To("new"), Totp("t1"));
        var (one, two) = (given.Withdraw(100, "new"), given.Withdraw(101, "new"));
        Given.Refused("digestMismatch", given.TryApproveWithdrawal(one.Request.Id, digest: two.Digest));
        Given.Refused("factorYoung", given.TryApproveWithdrawal(one.Request.Id, kind: FactorKind.Totp, factor: "t1"));
        Given.Refused("platformWordNotEnough", given.TryApproveWithdrawal(one.Request.Id, kind: FactorKind.Platform));
        Given.Refused("approverHasNoSay", given.TryApproveWithdrawal(one.Request.Id, new By(ByKind.Key, "k1"), FactorKind.Passkey, "p1"));
        var passed = given.ApproveWithdrawalOf(one.Request.Id);
        Assert.Equal((Decision.Allow, true), (passed.Decision, passed.Reasons.Contains(Reason.Approved)));
        Assert.NotNull(passed.PermitUntil);
        Assert.IsType<Outcome.Nothing>(given.TryApproveWithdrawal(one.Request.Id));
        Assert.Equal(Decision.Challenge, given.Known(two.Request.Id)!.Decision);
    }

    [Fact]
    public void Is_a_hold_without_an_aged_factor()
    {
        var given = Given.Opened(Key("k1", "withdraw"), To("home")).Days(5);
        var held = given.Withdraw(100);
        Assert.Equal((Decision.Hold, true), (held.Decision, held.Reasons.Contains(Reason.NoAgedFactor)));
        Given.Refused("nothingToApprove", given.TryApproveWithdrawal(held.Request.Id));
        given.WaitUntil(held.Until!.Value).Wait(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Decision.Challenge, given.Release(held.Request.Id).Decision);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Takes_an_aged_guardian_too_the_first_time_after_a_change(bool guardianFirst)
    {
        var given = Given.Aged(Guardian("anna")).Held(To("new"));
        var asked = given.Withdraw(100, "new");
        Assert.True(asked.NeedsGuardian);
        var half = given.ApproveWithdrawalOf(asked.Request.Id, guardianFirst ? Given.Anna : Given.Owner);
        Assert.Equal((Decision.Challenge, !guardianFirst, guardianFirst), (half.Decision, half.Approved, half.GuardianApproved));
        Assert.Equal(Decision.Allow, given.ApproveWithdrawalOf(asked.Request.Id, guardianFirst ? Given.Owner : Given.Anna).Decision);
        var next = given.Hours(1).Withdraw(100, "new");
        Assert.False(next.NeedsGuardian);
        Assert.Equal(Decision.Allow, given.ApproveWithdrawalOf(next.Request.Id).Decision);
        given.Change(To("another"));
        Assert.True(given.Withdraw(100, "new").NeedsGuardian);
    }

    [Fact]
    public void Opens_an_envelope_for_the_young_parts_that_the_approver_saw()
    {
        var given = Given.Aged().Held(To("new"), To("other"), Limit(100_000), Grant("transfer"));
        var first = given.Withdraw(given.Request(100, "new", envelope: new EnvelopeWish(300, TimeSpan.FromDays(2))));
        Assert.Contains("300", first.Text[1], StringComparison.Ordinal);
        given.ApproveWithdrawalOf(first.Request.Id);
        Assert.Equal(Decision.Allow, given.Withdraw(200, "new").Decision);
        Assert.Equal(Decision.Challenge, given.Withdraw(60, "new").Decision);
        Assert.Equal(Decision.Challenge, given.Withdraw(60, "other").Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(60, "unknown").Decision);
    }

    [Fact]
    public void Charges_the_envelope_whose_parts_match()
    {
        var given = Given.Aged().Held(To("a"), To("b"));
        foreach (var (to, sum) in (ReadOnlySpan<(string, decimal)>)[("a", 10_000m), ("b", 200m)])
        {
            var request = given.Request(100, to, envelope: new EnvelopeWish(sum, TimeSpan.FromDays(2)));
            given.Withdraw(request);
            given.ApproveWithdrawalOf(request.Id);
        }
        Assert.Equal(Decision.Allow, given.Withdraw(100, "b").Decision);
        Assert.Equal(Decision.Challenge, given.Withdraw(100, "b").Decision);
        Assert.Equal([100m, 200m], given.Seen.Envelopes.Select(e => e.Used));
    }

    [Fact]
    public void Ends_an_envelope_with_its_period()
    {
        var given = Given.Aged().Held(To("new"));
        var request = given.Request(100, "new", envelope: new EnvelopeWish(1000, TimeSpan.FromDays(2)));
        given.Withdraw(request);
        given.ApproveWithdrawalOf(request.Id);
        Assert.Equal(Decision.Allow, given.Days(2).Withdraw(100, "new").Decision);
        Assert.Equal(Decision.Challenge, given.Wait(TimeSpan.FromMilliseconds(1)).Withdraw(100, "new").Decision);
    }

    [Fact]
    public void Is_charged_when_a_hold_is_released_into_an_envelope()
    {
        var given = Given.Aged().Held(To("new")).Signal("sessionHijacked", "session-7");
        var request = given.Request(100, "new", envelope: new EnvelopeWish(250, TimeSpan.FromDays(6)));
        given.Withdraw(request);
        given.ApproveWithdrawalOf(request.Id);
        given.Signal("keyLeaked", "k1");
        var held = given.Withdraw(150, "new");
        Assert.Equal(Decision.Challenge, held.Decision);
        Assert.Equal(100, given.Seen.Envelopes[0].Used);
        Assert.Equal(Decision.Allow, given.ApproveWithdrawalOf(held.Request.Id).Decision);
        Assert.Equal(Decision.Allow, given.Permit(held.Request.Id).Decision);
    }

    [Fact]
    public void Of_a_cancelled_withdrawal_is_refused_and_cancelling_gives_back_what_it_counted()
    {
        var given = Given.Aged(Limit(1000));
        var request = given.Withdraw(1000).Request;
        Assert.Equal(Decision.Deny, given.Withdraw(1).Decision);
        given.Hours(1);
        Given.Recorded(given.TryCancel(request.Id));
        Assert.Equal([Reason.Cancelled], given.Known(request.Id)!.Reasons);
        Assert.IsType<Outcome.Nothing>(given.TryWithdraw(request));
        Given.Refused("withdrawalCancelled", given.TryApproveWithdrawal(request.Id));
        Given.Refused("withdrawalCancelled", given.TryRelease(request.Id));
        Assert.Equal(Decision.Allow, given.Withdraw(1000).Decision);
    }

    [Fact]
    public void Cancelling_something_forgotten_takes_nothing_from_others()
    {
        var given = Given.Aged(Limit(1000));
        var old = given.Withdraw(400).Request.Id;
        given.Days(31).Withdraw(500);
        Given.Recorded(given.TryCancel(old));
        Assert.Equal(500, given.Seen.Ledger.Used("USDT", null, given.Now, TimeSpan.FromDays(1)));
        Assert.Equal(Decision.Deny, given.Withdraw(501).Decision);
    }

    [Fact]
    public void A_crowded_ledger_never_counts_too_little()
    {
        var given = Given.Aged(Limit(100_000, 720));
        var ids = new List<string>();
        for (var i = 0; i < 160; i++)
        {
            ids.Add(given.Withdraw(1 + i % 3).Request.Id);
            given.Hours(1);
        }
        var sum = ids.Sum(i => given.Known(i)!.Request.Amount);
        Assert.InRange(given.Seen.Ledger.Entries.Length, 1, Limits.Ledger.MostEntries);
        Assert.Equal(sum, given.Seen.Ledger.Used("USDT", null, given.Now, TimeSpan.FromDays(30)));
        foreach (var id in ids.Take(40)) Given.Recorded(given.TryCancel(id));
        Assert.Equal(sum - ids.Take(40).Sum(i => given.Known(i)!.Request.Amount),
            given.Seen.Ledger.Used("USDT", null, given.Now, TimeSpan.FromDays(30)));
    }
}
