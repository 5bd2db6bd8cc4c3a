using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

/// <summary>The table of DESIGN 5.1: what expands is held, what reduces is in force with the answer.</summary>
public sealed class WhatExpands
{
    private static readonly Edit[] World =
    [
        Key("k1", "read", "withdraw"), UnboundKey("k2", "withdraw"), AddSourceTo("k3"), Passkey("p1"), Passkey("p2"),
        To("home"), Guardian("anna"), Webhook("hook"), Limit(1000), new Edit.SetChallenge(500),
        new Edit.SetSettling(TimeSpan.FromDays(10)), Hold(Element.Withdraw, 72), new Edit.SetAllowance(40),
    ];

    public static TheoryData<Edit, bool, double> Table => new()
    {
        { Key("k9", "withdraw"), true, 72 },
        { Key("k9", "read"), true, 0 },
        { new Edit.RemoveKey("k1"), false, 0 },
        { Grant("trade"), true, 48 },
        { Grant("read", "k2"), true, 0 },
        { Grant("fly"), true, 72 },
        { Revoke("withdraw"), false, 0 },
        { AddSource("203.0.113.0/24"), true, 72 },
        { AddSource("198.51.100.128/25"), false, 0 },
        { AddSource(Net, "k2"), false, 0 },
        { RemoveSource(Net), true, 72 },
        { RemoveSource(Net, "k3"), false, 0 },
        { new Edit.SetExpiry("k1", new(1_900_000_000_000)), false, 0 },
        { new Edit.SetExpiry("k3", null), true, 72 },
        { new Edit.SetExpiry("k3", new(1_950_000_000_000)), true, 72 },
        { new Edit.SetExpiry("k3", new(1_850_000_000_000)), false, 0 },
        { Rotate(), true, 72 },
        { new Edit.SuspendKey("k1"), false, 0 },
        { new Edit.RemoveCredential("k1", "c1"), false, 0 },
        { To("new"), true, 48 },
        { NotTo("home"), false, 0 },
        { Limit(1001), true, 48 },
        { Limit(999), false, 0 },
        { Limit(999, length: TimeSpan.FromDays(1)), false, 0 },
        { Limit(5, 48), false, 0 },
        { new Edit.SetLimit("BTC", null, TimeSpan.FromDays(1), 1, null), false, 0 },
        { new Edit.RemoveLimit("USDT", null, TimeSpan.FromDays(1)), true, 48 },
        { Passkey("p3"), true, 48 },
        { new Edit.RemoveFactor("p1"), false, 0 },
        { new Edit.RemoveFactor("platform"), false, 0 },
        { new Edit.ResetFactors(), true, 72 },
        { Guardian("bert"), false, 48 },
        { new Edit.RemoveGuardian("anna"), true, 48 },
        { Email("second"), false, 48 },
        { new Edit.RemoveChannel("hook"), true, 48 },
        { Alerts(100, channel: "hook"), false, 0 },
        { Alerts(100, digest: true, Night, "hook"), true, 48 },
        { Hold(Element.Withdraw, 71), true, 72 },
        { Hold(Element.Withdraw, 100), false, 0 },
        { Hold(Element.Withdraw, 100, TimeSpan.FromDays(1)), false, 0 },
        { Hold(Element.Hold, 60), false, 0 },
        { new Edit.SetAllowance(41), true, 48 },
        { new Edit.SetAllowance(39), false, 0 },
        { new Edit.SetSettling(TimeSpan.FromDays(8)), true, 48 },
        { new Edit.SetSettling(TimeSpan.FromDays(11)), false, 0 },
        { new Edit.SetChallenge(501), true, 48 },
        { new Edit.SetChallenge(null), true, 48 },
        { new Edit.SetChallenge(499), false, 0 },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Goes_the_way_of_the_table_and_waits_its_hold(Edit edit, bool expands, double hours)
    {
        var given = InWorld();
        var change = given.Ask(edit);
        Assert.Equal(expands ? Effect.Expands : Effect.Reduces, given.Of(change).Edits[0].Effect);
        Assert.Equal(expands, given.Of(change).AwaitsApproval);
        Assert.Equal(TimeSpan.FromHours(hours), ChangeDigest.Holds(1, given.Of(change).Parts)[0]);
        if (expands) given.Approve(change);
        if (hours > 0)
        {
            Assert.Equal(given.Now + TimeSpan.FromHours(hours), given.Effective(change));
            Assert.True(given.WaitUntil(given.Effective(change)).Of(change).Waits);
            given.Wait(TimeSpan.FromMilliseconds(1));
        }
        Assert.False(given.Of(change).Waits);
        Assert.Null(given.Of(change).Ending);
    }

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Is_not_there_before_its_approval(Edit edit, bool expands, double hours)
    {
        _ = hours;
        var given = InWorld();
        var change = given.Ask(edit);
        if (!expands) return;
        given.Hours(2);
        Assert.Equal(Ending.Expired, given.Of(change).Ending);
        Given.Refused("changeExpired", given.TryApprove(change));
    }

    [Fact]
    public void What_is_so_already_is_nothing()
    {
        var given = InWorld();
        Edit[] idle =
        [
            Grant("withdraw"), Revoke("trade"), AddSource(Net), RemoveSource("203.0.113.0/24"), To("home"), NotTo("x"),
            Limit(1000), new Edit.SetAllowance(40), new Edit.SetChallenge(500), new Edit.SetSettling(TimeSpan.FromDays(10)),
            Hold(Element.Withdraw, 72), Hold(Element.Trade, 48), new Edit.ResumeKey("k1"), new Edit.Join(),
            new Edit.RemoveLimit("BTC", null, TimeSpan.FromDays(1)), new Edit.SetExpiry("k1", null),
        ];
        foreach (var edit in idle)
            Assert.IsType<Domain.Decisions.Outcome.Nothing>(given.TryAsk(Given.Owner, [edit]));
    }

    [Fact]
    public void The_last_strong_factor_waits_to_go_and_a_guardians_own_as_well()
    {
        var given = Given.Aged(Guardian("anna")).Settled(new Edit.AddFactor("t1", FactorKind.Totp, "phone", "anna"));
        Assert.True(given.Of(given.Ask(new Edit.RemoveFactor("p1"))).AwaitsApproval);
        Assert.True(given.Of(given.Ask(new Edit.RemoveFactor("t1"))).AwaitsApproval);
    }

    [Fact]
    public void A_resumed_key_waits_for_what_a_new_key_waits_for()
    {
        var given = Given.Aged();
        given.Ask(new Edit.SuspendKey("k1"));
        given.Change(new Edit.ResumeKey("k1"));
        Assert.False(given.Account.Keys[0].Suspended);
        Assert.Null(given.Account.Keys[0].Credentials[0].FullSince);
        Assert.NotNull(given.Hours(49).Account.Keys[0].Credentials[0].FullSince);
    }

    [Fact]
    public void A_lower_limit_with_an_end_gives_way_to_what_stood()
    {
        var given = InWorld();
        given.Ask(Limit(10, length: TimeSpan.FromDays(2)));
        Assert.Equal(10, given.Days(2).Seen.Limits[0].AmountAt(given.Now));
        Assert.Equal(1000, given.Wait(TimeSpan.FromMilliseconds(1)).Seen.Limits[0].AmountAt(given.Now));
    }

    [Fact]
    public void A_longer_hold_with_an_end_gives_way_to_what_stood_and_lengthens_what_runs()
    {
        var given = InWorld();
        var running = given.Change(Grant("trade"), Grant("transfer"), AddSource("203.0.113.0/24"));
        given.Ask(Hold(Element.Withdraw, 200, TimeSpan.FromDays(2)), Hold(Element.Trade, 100));
        Assert.Equal([100, 48, 200], given.Of(running).Parts.Select(p => p.Hold.TotalHours));
        Assert.Equal(72, given.Days(3).Seen.HoldOf(Element.Withdraw, given.Policy, given.Now).TotalHours);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_asked_before_a_longer_hold_waits_that_one_too(bool approvedBefore)
    {
        var given = InWorld();
        var (weaker, source) = (given.Ask(Hold(Element.Withdraw, 60)), given.Ask(AddSource("203.0.113.0/24")));
        if (approvedBefore) given.Approve(weaker);
        if (approvedBefore) given.Approve(source);
        given.Ask(Hold(Element.Hold, 96, TimeSpan.FromDays(1)));
        if (!approvedBefore) given.Approve(weaker);
        given.Ask(Hold(Element.Withdraw, 100, TimeSpan.FromDays(1)));
        if (!approvedBefore) given.Approve(source);
        Assert.Equal((96, 100), (given.Of(weaker).Parts[0].Hold.TotalHours, given.Of(source).Parts[0].Hold.TotalHours));
    }

    [Fact]
    public void An_end_is_only_for_what_strengthens()
    {
        var given = InWorld();
        Given.Refused("endOnlyOnStrengthening", given.TryAsk(Given.Owner, [Limit(2000, length: TimeSpan.FromDays(1))]));
        Given.Refused("endOnlyOnStrengthening", given.TryAsk(Given.Owner, [Hold(Element.Withdraw, 60, TimeSpan.FromDays(1))]));
        Given.Refused("holdTooLong", given.TryAsk(Given.Owner, [Hold(Element.Withdraw, 721)]));
    }

    [Fact]
    public void A_joining_account_waits()
    {
        var given = Given.Aged().OpenSecond("second");
        var join = given.AskAt("second", new Edit.Join());
        Assert.False(given.Seen.Find("second")!.Joined);
        given.Approve(join);
        Assert.False(given.Hours(48).Seen.Find("second")!.Joined);
        Assert.True(given.Hours(1).Seen.Find("second")!.Joined);
    }

    [Fact]
    public void A_source_takes_the_age_of_what_it_lies_in_and_anywhere_has_its_own()
    {
        var given = Given.Aged().Held(AddSource("203.0.113.0/24"));
        given.Ask(AddSource("203.0.113.0/25"), AddSource("198.51.100.0/25"));
        var sources = given.Account.Keys[0].Sources.ToDictionary(s => s.Source.ToString(), s => s.Since);
        Assert.Equal(sources["203.0.113.0/24"], sources["203.0.113.0/25"]);
        Assert.Equal(sources[Net], sources["198.51.100.0/25"]);
        given.Ask(RemoveSource("203.0.113.0/24"), RemoveSource("203.0.113.0/25"), RemoveSource("198.51.100.0/25"));
        given.Held(RemoveSource(Net));
        Assert.Empty(given.Account.Keys[0].Sources);
        Assert.InRange(given.Seen.Ordinary.At(given.Now) - given.Account.Keys[0].UnboundSince, 0, 50L * 3_600_000);
    }

    [Fact]
    public void A_destination_removed_and_added_again_starts_anew()
    {
        var given = Given.Aged();
        given.Ask(NotTo("home"));
        given.Held(To("home"));
        Assert.Equal(Domain.Withdrawals.Decision.Challenge, given.Withdraw(100).Decision);
    }

    private static Given InWorld() => Given.Opened(World).Days(40);

    private static Edit.AddKey AddSourceTo(string key) =>
        Key(key, "withdraw") with { Sources = [Source(Net), Source("192.0.2.0/24")], ExpiresAt = new(1_900_000_000_000) };
}

