using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Tests;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Attacks.Tests;

/// <summary>A coached customer does all that the caller says, with all factors; only the allowance leaves within 48 h.</summary>
public sealed class AttacksOnKeys
{
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(47.9)]
    public void PendingRaiseOutlivesProtection(double hours)
    {
        var given = Given.Aged().Settled(Limit(100));
        var raise = given.Change(Limit(1000));
        given.Hours(hours).Ask(Limit(50));
        given.Days(30);
        Assert.Equal(PartState.Voided, given.Of(raise).Parts[0].State);
        Assert.Equal(50, given.Seen.Limits[0].AmountAt(given.Now));
        Thief.GetsNothing(given, 51);
    }

    [Fact]
    public void PendingRaiseOutlivesProtection_removed_set_again_and_with_an_end()
    {
        var given = Given.Aged().Settled(Limit(100));
        given.Change(new Edit.RemoveLimit("USDT", null, TimeSpan.FromHours(24)));
        given.Hours(10).Ask(Limit(10, length: TimeSpan.FromDays(2)));
        given.Days(10);
        Assert.Equal(100, given.Seen.Limits[0].AmountAt(given.Now));
    }

    [Fact]
    public void PendingRaiseOutlivesProtection_of_a_grant_an_address_and_a_challenge()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30);
        given.Change(Grant("withdraw"), To("thief"));
        given.Change(new Edit.SetAllowance(1000));
        given.Hours(40).Ask(Revoke("withdraw"), NotTo("thief"), new Edit.SetAllowance(40));
        given.Days(10);
        Assert.DoesNotContain(given.Account.Keys[0].Permissions, p => p.Name == "withdraw");
        Assert.DoesNotContain(given.Account.Destinations, d => d.Address == "thief");
        Assert.Equal(40, given.Seen.Allowance);
    }

    [Fact]
    public void GrantLandsOnAReplacedKey_removed_and_added()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("thief")).Days(30);
        given.Change(Grant("withdraw"));
        given.Hours(40).Ask(new Edit.RemoveKey("k1"));
        Given.Refused("keyIdUsed", given.TryAsk(Given.Owner, [UnboundKey("k1", "read")]));
        given.Change(UnboundKey("k2", "read"));
        given.Hours(10);
        Assert.DoesNotContain(given.Account.Keys, k => k.Permissions.Any(p => p.Name == "withdraw"));
        Thief.GetsNothing(given, 1, "thief", Via("k2", ip: Elsewhere));
    }

    [Fact]
    public void GrantLandsOnAReplacedKey_rotated()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("thief")).Days(30);
        given.Change(Grant("withdraw"));
        var rotation = given.Hours(40).Change(Rotate());
        given.Hours(9);
        Assert.Contains(given.Account.Keys[0].Permissions, p => p.Name == "withdraw");
        Thief.GetsNothing(given, 1, "thief", Via("k1", rotation));
        Thief.GetsNothing(given, 1, "thief");
    }

    [Fact]
    public void LastSourceRemoved()
    {
        var given = Given.Aged();
        given.Change(AddSource("203.0.113.0/24"));
        given.Change(RemoveSource(Net));
        Thief.GetsNothing(given, 1, via: Via("k1", ip: "192.0.2.1"));
        given.Hours(47.9);
        Assert.Equal([Source(Net)], given.Account.Keys[0].Sources.Select(s => s.Source));
        Thief.GetsNothing(given, 1, via: Via("k1", ip: Elsewhere));
        Thief.GetsNothing(given, 1, via: Via("k1", ip: "192.0.2.1"));
    }

    [Fact]
    public void LastSourceRemoved_in_one_change_with_a_new_one()
    {
        var given = Given.Aged();
        given.Change(RemoveSource(Net), AddSource("203.0.113.0/24"));
        Thief.GetsNothing(given, 1, via: Via("k1", ip: Elsewhere));
        given.Hours(49);
        Assert.Equal([Source("203.0.113.0/24")], given.Account.Keys[0].Sources.Select(s => s.Source));
        Thief.GetsAtMostTheAllowance(given, via: Via("k1", ip: Elsewhere));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RotatedSecretLooksOld(bool leaked)
    {
        var given = Given.Aged();
        var rotation = given.Change(Rotate(overlap: leaked ? TimeSpan.Zero : null));
        Thief.GetsNothing(given, 1);
        Thief.GetsNothing(given, 1, via: Via("k1", rotation));
        given.Hours(47);
        Thief.GetsNothing(given, 1, via: Via("k1", rotation));
        given.Hours(2);
        Thief.GetsAtMostTheAllowance(given, "home", Via("k1", rotation));
    }

    [Fact]
    public void RotatedSecretLooksOld_after_a_suspension_and_a_veto()
    {
        var given = Given.Aged();
        var rotation = given.Change(Rotate());
        given.Ask(new Edit.SuspendKey("k1"));
        given.Change(new Edit.ResumeKey("k1"));
        given.Veto(rotation);
        given.Days(20);
        Thief.GetsNothing(given, 1, via: Via("k1", rotation));
        Assert.Equal(["c1"], given.Account.Keys[0].Credentials.Select(c => c.Id));
    }

    [Fact]
    public void KeyWidensItself()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read", "manage"), To("home")).Days(30);
        var key = new By(ByKind.Key, "k1");
        var change = given.AskBy(key, Grant("withdraw"), AddSource("203.0.113.0/24"));
        Given.Refused("approverHasNoSay", given.TryApprove(change, key, FactorKind.Platform));
        Given.Refused("keyHasNoSay", given.TryVeto(given.Ask(To("other")), key));
        Given.Refused("keyReducesOnlyItself", given.TryAsk(key, [NotTo("home")]));
        Given.Refused("mayNotFreeze", given.TryFreeze(key));
        given.Days(3);
        Thief.GetsNothing(given, 1);
    }

    [Fact]
    public void KeyWidensItself_without_manage()
    {
        var given = Given.Aged();
        Given.Refused("keyMayNotManage", given.TryAsk(new By(ByKind.Key, "k1"), [Grant("transfer")]));
    }

    [Fact]
    public void KeyWidensItself_and_crowds_out_the_owner()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read", "manage"), To("home")).Days(30);
        var own = given.Ask(To("savings"));
        for (var i = 0; i < 30; i++) given.AskBy(new By(ByKind.Key, "k1"), To("x" + i));
        Assert.True(given.Of(own).AwaitsApproval);
        Assert.Equal(20, given.Seen.Changes.Count(c => c.AwaitsApproval && c.By.Kind == ByKind.Key));
        Given.Recorded(given.TryApprove(own));
    }

    [Fact]
    public void KeyWidensItself_by_cancelling_out_the_owners_sources()
    {
        var given = Given.Aged(Key("k2", "read", "manage"));
        var key = new By(ByKind.Key, "k2");
        Given.Refused("keyReducesOnlyItself", given.TryAsk(key, [RemoveSource(Net), AddSource("198.51.100.0/25")]));
        var waiting = given.Change(AddSource("192.0.2.0/24"));
        Given.Refused("keyReducesOnlyItself", given.TryAsk(key, [RemoveSource("192.0.2.0/24")]));
        Assert.True(given.Of(waiting).Waits);
    }

    [Fact]
    public void UnknownPermission()
    {
        var given = Given.Opened(Passkey("p1"), Key("k1", "read"), To("home")).Days(30);
        var longer = Policy.Default.Holds.ToArray();
        longer[(int)Element.Manage] = TimeSpan.FromHours(90);
        given.Follow(Policy.Default with { Version = 1, Holds = longer });
        var change = given.Change(Grant("fly"));
        Assert.Equal(TimeSpan.FromHours(90), given.Of(change).Parts[0].Hold);
        given.Days(30);
        Assert.Contains(given.Account.Keys[0].Permissions, p => p.Name == "fly");
        Thief.GetsNothing(given, 1);
        Assert.False(Permissions.IsWellFormed("Withdraw"));
        Assert.False(Permissions.IsWellFormed("withDraw"));
    }
}
