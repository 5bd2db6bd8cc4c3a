using Holdfast.Domain.Changes;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Withdrawals;

/// <summary>The table of DESIGN 5.2.</summary>
public sealed class JudgingAWithdrawal
{
    [Fact]
    public void Denies_what_is_missing_and_does_not_say_to_wait()
    {
        var given = Given.Aged(Key("reader", "read"));
        Denied(given, Reason.KeyUnknown, Via("none"));
        Denied(given, Reason.PermissionMissing, Via("reader"));
        Denied(given, Reason.SourceMissing, Via("k1", ip: Elsewhere));
        Denied(given, Reason.CredentialUnknown, Via("k1", "c9"));
        given.Ask(new Edit.SuspendKey("k1"));
        Denied(given, Reason.KeySuspended, Via("k1"));
    }

    [Fact]
    public void Denies_what_is_held_and_says_until_when()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), Key("k2", "withdraw"), To("home")).Days(30);
        var grant = given.Change(Grant("withdraw"));
        Assert.Equal(given.Effective(grant), Denied(given, Reason.PermissionHeld, Via("k1")).Until);
        var source = given.Hours(1).Change(AddSource("203.0.113.0/24", "k2"));
        Assert.Equal(given.Effective(source), Denied(given, Reason.SourceHeld, Via("k2", ip: Elsewhere)).Until);
        var rotation = given.Hours(1).Change(Rotate("k2"));
        Assert.Equal(given.Effective(rotation), Denied(given, Reason.CredentialHeld, Via("k2")).Until);
        var both = Denied(given, Reason.SourceHeld, Via("k2", ip: Elsewhere));
        Assert.Equal(given.Effective(rotation), both.Until);
        Assert.Contains(Reason.CredentialHeld, both.Reasons);
    }

    [Fact]
    public void Denies_an_unapproved_part_as_missing()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30);
        given.Ask(Grant("withdraw"));
        Assert.Null(Denied(given, Reason.PermissionMissing, Via("k1")).Until);
    }

    [Fact]
    public void Denies_an_expired_key_by_the_later_clock()
    {
        var given = Given.Aged();
        given.Ask(new Edit.SetExpiry("k1", given.Now + TimeSpan.FromHours(2)));
        Assert.Equal(Decision.Allow, given.Withdraw(100).Decision);
        given.WallAhead = TimeSpan.FromHours(2);
        Assert.Equal(Decision.Allow, given.Withdraw(100).Decision);
        given.WallAhead += TimeSpan.FromMilliseconds(1);
        Denied(given, Reason.KeyExpired, Via("k1"));
    }

    [Fact]
    public void Takes_the_expiry_that_suffices_as_old_as_it_is()
    {
        var given = Given.Aged();
        given.Ask(new Edit.SetExpiry("k1", given.Now + TimeSpan.FromDays(5)));
        given.Held(new Edit.SetExpiry("k1", null));
        Assert.Equal([Reason.AllAged], given.Withdraw(100).Reasons);
        Assert.Contains(Reason.ExpiryYoung, given.Days(2).Withdraw(100).Reasons);
        Assert.Equal([Reason.AllAged], given.Days(4).Withdraw(100).Reasons);
    }

    [Fact]
    public void Allows_an_unknown_or_held_destination_within_the_allowance()
    {
        var given = Given.Aged();
        var change = given.Change(To("new"));
        var within = given.Withdraw(50, "new");
        Assert.Equal([Reason.WithinAllowance, Reason.DestinationHeld], within.Reasons);
        Assert.Equal((Decision.Allow, TimeSpan.Zero), (within.Decision, within.PathAge));
        var beyond = given.Withdraw(1, "new");
        Assert.Equal([Reason.DestinationHeld, Reason.AllowanceExceeded], beyond.Reasons);
        Assert.Equal((Decision.Deny, given.Effective(change)), (beyond.Decision, beyond.Until));
        Assert.Equal(given.Now + TimeSpan.FromHours(48), given.Hours(1).Withdraw(1, "else").Until);
        Assert.Null(given.Withdraw(51, "else").Until);
        Assert.Equal(Decision.Allow, given.Hours(47).Withdraw(50, "else").Decision);
    }

    [Fact]
    public void Challenges_a_young_path_beyond_the_allowance_and_is_as_young_as_its_youngest_part()
    {
        var given = Given.Aged().Held(To("new"));
        var judged = given.Withdraw(51, "new");
        Assert.Equal((Decision.Challenge, true), (judged.Decision, judged.Reasons.Contains(Reason.DestinationYoung)));
        Assert.Equal(TimeSpan.FromHours(49), judged.PathAge);
        Assert.Equal(given.Now + TimeSpan.FromHours(7 * 24 - 49), judged.Until);
        Assert.Equal(Decision.Challenge, given.WaitUntil(judged.Until!.Value).Withdraw(51, "new").Decision);
        Assert.Equal([Reason.AllAged], given.Wait(TimeSpan.FromMilliseconds(1)).Withdraw(51, "new").Reasons);
    }

    [Fact]
    public void Takes_the_oldest_parts_that_suffice()
    {
        var given = Given.Aged(Limit(1000)).Held(AddSource("198.0.0.0/8"), Limit(9000));
        Assert.Equal([Reason.AllAged], given.Withdraw(1000).Reasons);
        Assert.Contains(Reason.LimitYoung, given.Withdraw(100).Reasons);
        Assert.Contains(Reason.SourceYoung, given.Withdraw(100, via: Via("k1", ip: "198.1.1.1")).Reasons);
    }

    [Fact]
    public void Binds_by_every_limit_at_once_and_says_when_there_is_room()
    {
        var given = Given.Aged(Limit(100), Limit(150, 48));
        Assert.Equal(Decision.Allow, given.Withdraw(60).Decision);
        var first = given.Now;
        var denied = given.Hours(5).Withdraw(41);
        Assert.Equal((Decision.Deny, first + TimeSpan.FromHours(24)), (denied.Decision, denied.Until));
        Assert.Null(given.Withdraw(101).Until);
        Assert.Equal(Decision.Allow, given.WaitUntil(first + TimeSpan.FromHours(24)).Withdraw(90).Decision);
        Assert.Equal(first + TimeSpan.FromHours(48), given.Withdraw(5).Until);
        Assert.Equal(Decision.Allow, given.WaitUntil(first + TimeSpan.FromHours(48)).Withdraw(60).Decision);
    }

    [Fact]
    public void Counts_a_quote_limit_by_value()
    {
        var given = Given.Aged(To("cold", asset: "BTC", network: "BTC"), new Edit.SetLimit(null, "EUR", TimeSpan.FromDays(1), 100, null));
        Assert.Equal(Decision.Allow, Btc(given, 60).Decision);
        var denied = Btc(given, 41);
        Assert.Equal((Decision.Deny, given.Now + TimeSpan.FromDays(1)), (denied.Decision, denied.Until));
        Assert.Equal(Decision.Deny, given.Withdraw(1).Decision);
    }

    [Fact]
    public void Moves_between_joined_accounts_with_transfer_and_nothing_else()
    {
        var given = Given.Aged(Key("mover", "transfer")).OpenSecond("second");
        given.Approve(given.AskAt("second", new Edit.Join()));
        given.Hours(49);
        var request = given.Request(1_000_000, "second", network: "INTERNAL", via: Via("mover"));
        var moved = given.Withdraw(request);
        Assert.Equal((Decision.Allow, null), (moved.Decision, moved.Counted));
        Assert.Equal([Reason.OwnAccount], moved.Reasons);
        Assert.Equal(Decision.Deny, given.Withdraw(request with { Id = "x", Via = Via("k1") }).Decision);
        Assert.Equal(Decision.Deny, given.Freeze().Withdraw(request with { Id = "y" }).Decision);
    }

    [Fact]
    public void Challenges_what_the_owner_wants_confirmed_also_on_an_aged_path()
    {
        var given = Given.Aged(To("cold", asset: "BTC", network: "BTC"));
        given.Ask(new Edit.SetChallenge(500));
        Assert.Equal(Decision.Allow, given.Withdraw(500).Decision);
        var asked = given.Withdraw(501);
        Assert.Equal((Decision.Challenge, true), (asked.Decision, asked.Reasons is [Reason.OwnChallenge]));
        Assert.Equal(Decision.Allow, given.ApproveWithdrawalOf(asked.Request.Id).Decision);
        Assert.Equal(Decision.Challenge, Btc(given, 1).Decision);
    }

    [Fact]
    public void Challenges_a_session_whose_factor_is_older_than_12_hours()
    {
        var given = Given.Aged();
        Assert.Equal(Decision.Allow, given.Withdraw(100, via: Session(given.Now - TimeSpan.FromHours(12))).Decision);
        var old = given.Withdraw(100, via: Session(given.Now - TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1)));
        Assert.Equal((Decision.Challenge, true), (old.Decision, old.Reasons.Contains(Reason.SessionFactorOld)));
    }

    [Theory]
    [InlineData("destinationFlagged", "home")]
    [InlineData("keyLeaked", "k1")]
    [InlineData("sourceFlagged", At)]
    public void Strong_evidence_about_the_path_turns_allow_into_challenge_and_challenge_into_hold(string kind, string subject)
    {
        var given = Given.Aged().Signal(kind, subject);
        var allowed = given.Withdraw(100);
        Assert.Equal((Decision.Challenge, true), (allowed.Decision, allowed.Reasons.Contains(Reason.EvidenceOnPath)));
        given.Ask(new Edit.SetChallenge(0));
        var held = given.Withdraw(100);
        Assert.Equal((Decision.Hold, given.Now + TimeSpan.FromDays(7)), (held.Decision, held.Until));
        Assert.Equal(Decision.Challenge, given.Days(8).Release(held.Request.Id).Decision);
    }

    [Fact]
    public void Evidence_about_something_else_touches_nothing()
    {
        var given = Given.Aged().Signal("destinationFlagged", "other").Signal("keyLeaked", "k9").Signal("sessionHijacked", "s")
            .Signal("sourceFlagged", Elsewhere).Signal("newDevice").Signal("moonPhase");
        Assert.Equal([Reason.AllAged], given.Withdraw(100).Reasons);
    }

    [Fact]
    public void Evidence_about_the_owner_touches_only_what_is_not_aged()
    {
        var given = Given.Aged().Held(To("new")).Signal("inCall");
        Assert.Equal([Reason.AllAged], given.Withdraw(100).Reasons);
        Assert.Equal(Decision.Challenge, given.Withdraw(10, "new").Decision);
        Assert.Equal(Decision.Hold, given.Withdraw(100, "new").Decision);
        Assert.Equal(Decision.Challenge, given.Withdraw(10, "unknown").Decision);
    }

    [Fact]
    public void Signals_that_come_with_the_request_count_for_it_and_lengthen_what_runs()
    {
        var given = Given.Aged();
        var running = given.Change(To("new"));
        var request = given.Request(10, "new");
        Given.Recorded(given.TryWithdraw(request, [new Evidence.Signal("inCall", given.Now, null)]));
        Assert.Equal(Decision.Challenge, given.Known(request.Id)!.Decision);
        Assert.Equal(TimeSpan.FromHours(96), given.Of(running).Parts[0].Hold);
    }

    [Fact]
    public void Denies_a_destination_that_is_not_aged_while_a_recovery_waits()
    {
        var given = Given.Aged().Held(To("new"));
        given.Change(new Edit.ResetFactors());
        Assert.Equal([Reason.DestinationYoung, Reason.RecoveryWaits], given.Withdraw(1, "new").Reasons);
        Assert.Equal(Decision.Deny, given.Withdraw(1, "unknown").Decision);
        Assert.Equal([Reason.AllAged], given.Withdraw(100).Reasons);
    }

    [Fact]
    public void Counts_amounts_at_their_floor_exactly()
    {
        var policy = Policy.Default with { FloorPrices = new(StringComparer.Ordinal) { ["USDT"] = 1m, ["USDC"] = 0.9987654321m } };
        var given = Given.Aged(policy);
        var request = given.Request(1.000000000000000001m, "x", "USDC", value: new Value(0.998765432100000001m, "USDT"));
        Assert.Equal(Decision.Allow, given.Withdraw(request).Decision);
        Assert.Equal(0.998765432100000001m, given.Known(request.Id)!.Counted!.Value.Allowance);
        var huge = given.Request(9_999_999_999_999_999_999_999_999_999m, "x", "USDC", value: new Value(1, "USDT"));
        Given.Refused("valueUnderstated", given.TryWithdraw(huge));
    }

    private static WithdrawalRecord Btc(Given given, decimal euros) =>
        given.Withdraw(given.Request(1, "cold", "BTC", "BTC", value: new Value(euros, "EUR")));

    private static WithdrawalRecord Denied(Given given, Reason reason, Via via)
    {
        var denied = given.Withdraw(10, via: via);
        Assert.Equal(Decision.Deny, denied.Decision);
        Assert.Contains(reason, denied.Reasons);
        return denied;
    }
}
