using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Tests;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Attacks.Tests;

/// <summary>What honest people do: no step added, nothing refused.</summary>
public sealed class HonestStories
{
    [Fact]
    public void A_bots_daily_life_on_aged_power_for_a_year()
    {
        var given = Given.Aged();
        for (var day = 0; day < 365; day++)
        {
            Passes(given, 1000 + day);
            given.Days(1);
        }
        Assert.InRange(given.Seen.Ledger.Entries.Length, 1, Domain.Limits.Ledger.MostEntries);
    }

    [Fact]
    public void A_second_source_is_added_and_the_bot_keeps_its_age()
    {
        var given = Given.Aged();
        given.Change(AddSource("203.0.113.0/24"));
        Daily(given, 12);
        Passes(given, 1000, Via("k1", ip: Elsewhere));
    }

    [Fact]
    public void A_raised_limit_that_the_bot_does_not_need()
    {
        var given = Given.Aged().Settled(Limit(5000));
        for (var i = 1; i < 8; i++)
        {
            given.Held(Limit(5000 + (i * 100)));
            Passes(given, 4000);
        }
    }

    [Fact]
    public void A_new_server()
    {
        var given = Given.Aged();
        var rotation = given.Change(Rotate(), AddSource("203.0.113.0/24"));
        Daily(given, 3, Via("k1", "c1"));
        for (var day = 0; day < 5; day++)
        {
            Assert.Equal(Decision.Allow, given.Withdraw(5, via: Via("k1", rotation, Elsewhere)).Decision);
            given.Days(1);
        }
        given.Days(3);
        Passes(given, 1000, Via("k1", rotation, Elsewhere));
        Assert.Equal([rotation], given.Account.Keys[0].Credentials.Select(c => c.Id));
    }

    [Fact]
    public void A_leaked_key_is_rotated_at_once_and_reads_on()
    {
        var given = Given.Aged(Key("feed", "read"));
        var rotation = given.Change(Rotate("feed", TimeSpan.Zero));
        var credential = Assert.Single(given.Account.FindKey("feed")!.Credentials);
        Assert.Equal((rotation, true), (credential.Id, credential.FullSince is not null));
        var policy = Policy.Default with { Holds = [.. Policy.Default.Holds] };
        policy.Holds[(int)Element.Trade] = TimeSpan.Zero;
        var trading = Given.Aged(policy, Key("trader", "read", "trade"));
        trading.Change(Rotate("trader", TimeSpan.Zero));
        Assert.NotNull(Assert.Single(trading.Account.FindKey("trader")!.Credentials).FullSince);
    }

    [Fact]
    public void A_narrower_source_is_added_first_then_the_wide_one_removed()
    {
        var given = Given.Aged();
        Assert.False(given.Of(given.Ask(AddSource("198.51.100.7/32"))).Waits);
        Assert.False(given.Of(given.Ask(RemoveSource(Net))).Waits);
        Passes(given, 1000);
        Assert.Equal(Decision.Deny, given.Withdraw(1, via: Via("k1", ip: "198.51.100.8")).Decision);
    }

    [Fact]
    public void Both_at_once_as_well()
    {
        var given = Given.Aged();
        Assert.False(given.Of(given.Ask(RemoveSource(Net), AddSource("198.51.100.0/25"))).Waits);
        Passes(given, 1000);
    }

    [Fact]
    public void The_first_source_on_an_unbound_key()
    {
        var given = Given.Aged(UnboundKey("k2", "withdraw"));
        Assert.False(given.Of(given.Ask(AddSource(Net, "k2"))).Waits);
        Passes(given, 1000, Via("k2"));
    }

    [Fact]
    public void An_upstream_failure_and_a_retried_withdrawal()
    {
        var given = Given.Aged().Settled(Limit(1000));
        var request = given.Request(1000, id: "w");
        Assert.Equal(Decision.Allow, given.Withdraw(request).Decision);
        Assert.IsType<Outcome.Nothing>(given.TryWithdraw(request));
        Assert.Equal(Decision.Allow, given.Hours(1).Permit("w").Decision);
        given.Hours(1);
        Given.Recorded(given.TryCancel("w"));
        Passes(given, 1000);
    }

    [Fact]
    public void A_first_day_with_the_address_given_at_creation_and_the_allowance_from_the_first_minute()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read", "withdraw"), To("home"));
        Assert.Equal(Decision.Allow, given.Withdraw(50, "shop", Session(given.Now)).Decision);
        given.Hours(49);
        Assert.Equal(Decision.Allow, given.Withdraw(50).Decision);
        Passes(given.Days(8), 1000);
    }

    [Fact]
    public void A_lost_phone_and_the_bots_go_on()
    {
        var given = Given.Aged();
        given.Approve(given.AskBy(Given.StaffOne, new Edit.Recover("new", FactorKind.Passkey, "new phone")), Given.StaffOne);
        Daily(given, 15);
        Assert.Equal(["new"], given.Seen.Factors.Select(f => f.Id));
        Daily(given, 9);
    }

    [Fact]
    public void A_crash_and_the_address_prepared_on_day_one()
    {
        var given = Given.Aged(To("cold"));
        Assert.Equal(Decision.Allow, given.Withdraw(1_000_000, "cold", Session(given.Now)).Decision);
    }

    [Fact]
    public void An_unused_envelope_and_an_envelope_used_up()
    {
        var given = Given.Aged().Held(To("new"));
        var first = given.Withdraw(given.Request(100, "new", envelope: new EnvelopeWish(300, TimeSpan.FromDays(1))));
        given.ApproveWithdrawalOf(first.Request.Id);
        var second = given.Withdraw(100, "new");
        Assert.Equal((Decision.Allow, true), (second.Decision, second.Reasons.Contains(Reason.WithinEnvelope)));
        Assert.Equal(Decision.Allow, given.Withdraw(100, "new").Decision);
        Assert.Equal(Decision.Allow, given.Hours(1).Permit(second.Request.Id).Decision);
        Assert.Equal(300, given.Seen.Envelopes[0].Used);
        Assert.Equal(Decision.Challenge, given.Withdraw(100, "new").Decision);
        Passes(given, 1000);
    }

    [Fact]
    public void A_customer_who_lengthens_all_holds_to_30_days_and_comes_back_to_the_policys()
    {
        var given = Given.Aged();
        given.Ask([.. Elements.All.Select(e => Hold(e, 720))]);
        Daily(given, 3);
        given.Change([.. Elements.All.Select(e => Hold(e, e == Element.Read ? 0 : 48))]);
        Daily(given, 31);
        Assert.All(Elements.All, e => Assert.Equal(given.Policy.Hold(e), given.Seen.HoldOf(e, given.Policy, given.Now)));
    }

    [Fact]
    public void A_guardian_who_leaves()
    {
        var given = Given.Aged(Guardian("anna"));
        given.Approve(given.AskBy(Given.Anna, new Edit.RemoveGuardian("anna")), Given.Anna);
        Daily(given, 3);
        Assert.Empty(given.Seen.Guardians);
    }

    [Theory]
    [InlineData("inCall")]
    [InlineData("simSwap")]
    [InlineData("remoteControl")]
    public void Evidence_of_a_call_does_not_touch_an_aged_bot(string kind)
    {
        var given = Given.Aged().Signal(kind);
        Daily(given, 8);
    }

    private static void Daily(Given given, int days, Via? via = null)
    {
        for (var day = 0; day < days; day++)
        {
            Passes(given, 1000, via);
            given.Days(1);
        }
        Passes(given, 1000, via);
    }

    private static void Passes(Given given, decimal amount, Via? via = null)
    {
        var judged = given.Withdraw(amount, via: via);
        Assert.True(judged.Decision == Decision.Allow, $"{judged.Decision}: {string.Join(", ", judged.Reasons)}");
        Assert.Equal([Reason.AllAged], judged.Reasons);
    }
}
