using Holdfast.Domain.Changes;
using Holdfast.Domain.Money;
using Holdfast.Domain.Tests;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Attacks.Tests;

public sealed class AttacksOnMoney
{
    [Fact]
    public void AllowanceSalami_over_keys_sessions_destinations_and_assets()
    {
        var given = Given.Aged(Key("k2", "read", "withdraw"));
        var taken = Thief.Takes(given, "thief-1") + Thief.Takes(given, "thief-2", Via("k2"))
            + Thief.Takes(given, "thief-3", Session(given.Now));
        foreach (var asset in (string[])["USDC", "DAI", "PYUSD"])
        {
            var request = given.Request(30, "thief", asset, value: new Value(30, "USDT"));
            if (given.Withdraw(request).Decision == Decision.Allow) taken += 30;
        }
        Assert.Equal(50, taken);
    }

    [Fact]
    public void AllowanceSalami_over_two_accounts_of_one_owner_at_the_same_instant()
    {
        var given = Given.Aged().OpenSecond("second");
        Given.Recorded(given.TryAsk(Given.Owner, [Key("k2", "withdraw")], account: "second"));
        given.Approve(given.Seen.Changes[^1].Id);
        given.Hours(49);
        Assert.Equal(50, Thief.Takes(given) + Thief.Takes(given, via: Via("k2"), account: "second"));
    }

    [Fact]
    public void AllowanceSalami_over_calendar_days()
    {
        var given = Given.Aged();
        var left = new List<(Domain.Time.Instant At, decimal Amount)>();
        for (var hour = 0; hour < 24 * 8; hour += 5)
        {
            foreach (var amount in (decimal[])[50, 20, 7])
                if (given.Withdraw(amount, "thief").Decision == Decision.Allow) left.Add((given.Now, amount));
            given.Hours(5);
        }
        Assert.All(left, x => Assert.InRange(left.Where(y => y.At >= x.At && y.At < x.At + TimeSpan.FromHours(48)).Sum(y => y.Amount), 0, 50));
        Assert.InRange(left.Sum(x => x.Amount), 100, 250);
    }

    [Fact]
    public void AllowanceSalami_over_withdrawals_that_are_judged_again()
    {
        var given = Given.Aged();
        var first = given.Withdraw(50, "thief").Request.Id;
        given.Hours(48);
        Assert.Equal(Decision.Allow, given.Withdraw(50, "thief").Decision);
        given.Hours(1);
        Assert.Equal(Decision.Deny, given.Permit(first).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(1, "thief").Decision);
    }

    [Fact]
    public void AllowanceSalami_over_own_challenges_that_the_customer_passes()
    {
        var given = Given.Aged();
        given.Ask(new Edit.SetChallenge(0));
        decimal taken = 0;
        for (var i = 0; i < 6; i++)
        {
            var asked = given.Withdraw(20, "thief");
            if (asked.Decision != Decision.Challenge) continue;
            if (given.ApproveWithdrawalOf(asked.Request.Id).Decision == Decision.Allow) taken += 20;
        }
        Assert.Equal(40, taken);
    }

    [Fact]
    public void CancelRefundsWhilePermitLives()
    {
        var given = Given.Aged();
        var first = given.Withdraw(50, "thief").Request.Id;
        foreach (var seconds in (int[])[0, 59, 1, 60])
        {
            given.Wait(TimeSpan.FromSeconds(seconds));
            Given.Refused("permitLives", given.TryCancel(first));
            Assert.Equal(Decision.Deny, given.Withdraw(1, "thief").Decision);
        }
        given.Wait(TimeSpan.FromMilliseconds(1));
        Given.Recorded(given.TryCancel(first));
        Given.Refused("withdrawalCancelled", given.TryRelease(first, permit: true));
        Assert.Equal(50, Thief.Takes(given));
    }

    [Fact]
    public void CancelRefundsWhilePermitLives_by_the_calendar_that_is_ahead()
    {
        var given = Given.Aged();
        given.WallAhead = TimeSpan.FromHours(3);
        var first = given.Withdraw(50, "thief").Request.Id;
        Given.Refused("permitLives", given.TryCancel(first));
        Assert.Equal(given.Wall + TimeSpan.FromSeconds(60), given.Known(first)!.PermitUntil);
    }

    [Fact]
    public void CancelRefundsWhilePermitLives_of_a_withdrawal_denied_since()
    {
        var given = Given.Aged();
        var first = given.Withdraw(given.Request(50, "thief", id: "w"));
        given.Freeze();
        Assert.Equal(Decision.Deny, given.Permit("w").Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(first.Request).Decision);
        Given.Refused("permitLives", given.TryCancel("w"));
        given.Hours(1);
        Given.Recorded(given.TryCancel("w"));
        Assert.Equal(0, given.Seen.Ledger.AllowanceUsed(given.Now, TimeSpan.FromHours(48)));
    }

    [Fact]
    public void PermitTwice()
    {
        var given = Given.Aged();
        var id = given.Withdraw(50, "thief").Request.Id;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Decision.Allow, given.Hours(1).Permit(id).Decision);
            Assert.Equal(50, given.Seen.Ledger.AllowanceUsed(given.Now, TimeSpan.FromHours(48)));
        }
        Assert.Equal(Decision.Deny, given.Hours(47).Withdraw(1, "thief").Decision);
    }

    [Theory]
    [InlineData("veto")]
    [InlineData("freeze")]
    [InlineData("revoke")]
    public void PermitAfterVeto(string how)
    {
        var given = Given.Aged().Held(To("thief"));
        var opening = given.Withdraw(given.Request(100, "thief", envelope: new EnvelopeWish(500, TimeSpan.FromDays(1))));
        given.ApproveWithdrawalOf(opening.Request.Id);
        var id = given.Withdraw(100, "thief").Request.Id;
        Assert.Equal(Decision.Allow, given.Known(id)!.Decision);
        if (how == "veto") given.Veto(given.Ask(To("other")));
        else if (how == "freeze") given.Freeze();
        else given.Ask(NotTo("thief"));
        Assert.NotEqual(Decision.Allow, given.Permit(id).Decision);
        Given.Refused("withdrawalNotAllowed", given.TryRelease(id, permit: true));
    }

    [Fact]
    public void ReplayedAllow()
    {
        var given = Given.Aged();
        var request = given.Request(500, id: "w");
        given.Withdraw(request);
        Given.Refused("withdrawalIdUsed", given.TryWithdraw(request with { Address = "thief" }));
        Given.Refused("withdrawalIdUsed", given.TryWithdraw(request with { Amount = 5000 }));
        Given.Refused("withdrawalIdUsed", given.TryWithdraw(request with { Tag = "1" }));
        Given.Refused("withdrawalIdUsed", given.TryWithdraw(request with { Asset = "USDC" }));
        given.Days(3).Freeze();
        Assert.IsType<Domain.Decisions.Outcome.Nothing>(given.TryWithdraw(request));
        Assert.Equal(Decision.Deny, given.Permit("w").Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(request).Decision);
    }

    [Fact]
    public void UnderstatedValue()
    {
        var given = Given.Aged(To("thief", asset: "USDC"));
        Given.Refused("valueUnderstated", given.TryWithdraw(given.Request(1000, "x", "USDC", value: new Value(1, "USDT"))));
        Given.Refused("valueUnderstated", given.TryWithdraw(given.Request(1000, "x", value: new Value(999.99m, "USDT"))));
        var other = given.Withdraw(given.Request(1000, "x", "JUNK", value: new Value(1, "USDT")));
        Assert.Equal((Decision.Deny, true), (other.Decision, other.Reasons.Contains(Reason.ValueUnknown)));
        var foreign = given.Withdraw(given.Request(1000, "x", value: new Value(1, "EUR")));
        Assert.Equal(Decision.Deny, foreign.Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1, "x", "USDC")).Decision);
    }

    [Fact]
    public void UnderstatedValue_with_a_quote_limit()
    {
        var given = Given.Aged(To("home", asset: "BTC", network: "BTC"));
        given.Ask(new Edit.SetLimit(null, "USDT", TimeSpan.FromDays(1), 100, null));
        var none = given.Withdraw(given.Request(1, "home", "BTC", "BTC"));
        Assert.Equal((Decision.Deny, true), (none.Decision, none.Reasons.Contains(Reason.LimitNeedsValue)));
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1, "home", "BTC", "BTC", value: new Value(50, "EUR"))).Decision);
        Assert.Equal(Decision.Allow, given.Withdraw(given.Request(1, "home", "BTC", "BTC", value: new Value(60, "USDT"))).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1, "home", "BTC", "BTC", value: new Value(41, "USDT"))).Decision);
    }

    [Theory]
    [InlineData("INTERNAL", "mallory")]
    [InlineData("GIFTCARD", "shop")]
    [InlineData("FIAT", "DE02120300000000202051")]
    [InlineData("PAYMENT", "merchant")]
    public void ExitWithoutAChain(string network, string to)
    {
        var given = Given.Aged();
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(51, to, network: network)).Decision);
        Assert.Equal(Decision.Allow, given.Withdraw(given.Request(50, to, network: network)).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1, to, network: network)).Decision);
    }

    [Fact]
    public void ExitWithoutAChain_by_an_account_that_joins()
    {
        var given = Given.Aged(Key("k2", "transfer")).OpenSecond("second");
        var to = given.Request(1000, "second", network: "INTERNAL", via: Via("k2"));
        Assert.NotEqual(Decision.Allow, given.Withdraw(to with { Id = "a" }).Decision);
        given.Ask(Grant("withdraw", "k2"));
        Assert.NotEqual(Decision.Allow, given.Withdraw(to with { Id = "b", Via = Via("k1") }).Decision);
        given.Approve(given.AskAt("second", new Edit.Join()));
        given.Hours(47);
        Assert.NotEqual(Decision.Allow, given.Withdraw(to with { Id = "c" }).Decision);
        Assert.True(given.Withdraw(50, "x").Decision == Decision.Allow
            && given.Withdraw(given.Request(1, "second", network: "INTERNAL", via: Via("k1"))).Decision == Decision.Deny);
        given.Hours(2);
        Assert.Equal(Decision.Allow, given.Withdraw(to with { Id = "d" }).Decision);
    }

    [Fact]
    public void ExitWithoutAChain_by_an_account_created_with_edits()
    {
        var given = Given.Aged().OpenSecond("second");
        given.Approve(given.AskAt("second", UnboundKey("k2", "withdraw"), To("thief")));
        given.Hours(47.9);
        Assert.Equal(0, Thief.Takes(given, via: Via("k2"), account: "second"));
    }

    [Fact]
    public void OtherMemoSameAddress()
    {
        var given = Given.Aged(To("exchange", "100"), To("plain"));
        Assert.Equal(Decision.Allow, given.Withdraw(given.Request(1000, "exchange", tag: "100")).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1000, "exchange", tag: "101")).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1000, "exchange")).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1000, "plain", tag: "100")).Decision);
    }

    [Fact]
    public void OtherSpellingSamePlace()
    {
        var given = Given.Aged();
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1000, "home", "USDC", value: new Value(1000, "USDT"))).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(given.Request(1000, "home", network: "ETH")).Decision);
        Assert.Equal(Decision.Deny, given.Withdraw(1000, "HOME").Decision);
    }
}
