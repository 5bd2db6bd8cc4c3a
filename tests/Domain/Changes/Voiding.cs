using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

/// <summary>A reducing edit voids every pending expansion of the same thing, approved or not, and nothing else.</summary>
public sealed class Voiding
{
    public static TheoryData<Edit, Edit> Pairs => new()
    {
        { Grant("transfer"), Revoke("transfer") },
        { Grant("transfer"), new Edit.RemoveKey("k1") },
        { Rotate(), new Edit.RemoveKey("k1") },
        { AddSource("203.0.113.0/24"), new Edit.RemoveKey("k1") },
        { AddSource("203.0.113.0/24"), RemoveSource("203.0.113.0/24") },
        { RemoveSource(Net), AddSource(Net) },
        { new Edit.SetExpiry("k2", null), new Edit.SetExpiry("k2", new(1_850_000_000_000)) },
        { new Edit.SetExpiry("k2", null), new Edit.SetExpiry("k2", new(1_900_000_000_000)) },
        { To("new"), NotTo("new") },
        { Limit(2000), Limit(900) },
        { Limit(2000), Limit(1000) },
        { Limit(2000), Limit(10, length: TimeSpan.FromDays(1)) },
        { new Edit.RemoveLimit("USDT", null, TimeSpan.FromDays(1)), Limit(1000) },
        { new Edit.SetAllowance(60), new Edit.SetAllowance(10) },
        { new Edit.SetChallenge(null), new Edit.SetChallenge(1) },
        { new Edit.SetSettling(TimeSpan.FromDays(8)), new Edit.SetSettling(TimeSpan.FromDays(11)) },
        { Alerts(null, quiet: Night), Alerts(10) },
        { Alerts(null, quiet: Night), Alerts(null) },
        { Hold(Element.Trade, 50), Hold(Element.Trade, 100) },
        { Hold(Element.Trade, 50), Hold(Element.Trade, 60) },
        { Passkey("p9"), new Edit.RemoveFactor("p9") },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Ends_what_waits_for_the_same_thing(Edit expands, Edit reduces)
    {
        foreach (var approved in (bool[])[false, true])
        {
            var given = InWorld();
            var other = given.Change(To("other"));
            var change = approved ? given.Change(expands) : given.Ask(expands);
            given.Ask(reduces);
            Assert.All(given.Of(change).Parts.Where(p => p.Hold > TimeSpan.Zero), p => Assert.Equal(PartState.Voided, p.State));
            Assert.False(given.Of(change).Waits);
            Assert.True(given.Of(other).Waits);
        }
    }

    [Fact]
    public void Leaves_other_parts_of_the_same_change()
    {
        var given = InWorld();
        var change = given.Change(Grant("transfer"), Grant("manage"), To("new"));
        given.Ask(Revoke("manage"));
        Assert.Equal([PartState.Held, PartState.Voided, PartState.Held], given.Of(change).Parts.Select(p => p.State));
        given.Hours(49);
        Assert.DoesNotContain(given.Account.Keys[0].Permissions, p => p.Name == "manage");
        Assert.Contains(given.Account.Keys[0].Permissions, p => p.Name == "transfer");
    }

    [Fact]
    public void Leaves_the_same_permission_of_another_key_and_the_same_limit_of_another_period()
    {
        var given = InWorld();
        var grant = given.Change(Grant("transfer", "k2"), Limit(2000, 48));
        given.Ask(Limit(1500, 48));
        given.Ask(new Edit.RemoveKey("k1"), Limit(1, 24));
        Assert.Equal(PartState.Held, given.Of(grant).Parts[0].State);
    }

    [Fact]
    public void Of_a_new_key_takes_the_key_away()
    {
        var given = InWorld();
        var change = given.Change(Key("k9", "read", "withdraw"));
        Assert.NotNull(given.Account.FindKey("k9"));
        given.Ask(new Edit.RemoveKey("k9"));
        Assert.Null(given.Days(5).Account.FindKey("k9"));
        Assert.False(given.Of(change).Waits);
    }

    [Fact]
    public void Of_a_rotation_leaves_the_older_credential()
    {
        var given = InWorld();
        var rotation = given.Change(Rotate());
        given.Ask(new Edit.RemoveCredential("k1", rotation));
        Assert.Equal(["c1"], given.Days(20).Account.FindKey("k1")!.Credentials.Select(c => c.Id));
    }

    [Fact]
    public void By_a_removal_that_matures_ends_the_new_say_of_the_same_name()
    {
        var given = Given.Aged();
        given.Ask(Guardian("rita"));
        given.Freeze(length: TimeSpan.FromDays(3));
        given.Approve(given.AskBy(Given.StaffOne, new Edit.RemoveGuardian("rita")), Given.StaffOne);
        given.Hours(49).Ask(Guardian("rita"));
        given.Hours(60);
        Assert.Null(given.Seen.Guardians[0].Since);
    }

    private static Given InWorld() => Given.Aged(
        Key("k2", "read") with { ExpiresAt = new(1_900_000_000_000) }, Limit(1000), new Edit.SetSettling(TimeSpan.FromDays(10)),
        new Edit.SetChallenge(100_000), Hold(Element.Trade, 60));
}
