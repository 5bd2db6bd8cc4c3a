using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Accounts;

/// <summary>What strengthens is at once, and makes nothing wait that did not; only a longer hold lengthens what runs.</summary>
public sealed class Strengthening
{
    public static TheoryData<Edit> Reductions =>
    [
        .. (Edit[])
        [
            new Edit.RemoveKey("k2"), new Edit.SuspendKey("k2"), Revoke("trade"), Revoke("withdraw", "k2"), AddSource("198.51.100.0/25"),
            AddSource(Net, "k3"), RemoveSource("192.0.2.0/24"), new Edit.SetExpiry("k1", new(1_990_000_000_000)), NotTo("other"),
            Limit(90_000), Limit(95_000, length: TimeSpan.FromDays(2)), Limit(99_000, 48), Limit(99_000, 72, TimeSpan.FromDays(1)),
            new Edit.SetLimit(null, "USDT", TimeSpan.FromDays(3), 99_000, null), new Edit.RemoveFactor("p2"),
            Guardian("bert"), Webhook("hook2"), Alerts(100), Alerts(0, digest: true), new Edit.SetAllowance(10), new Edit.SetChallenge(50_000),
            Hold(Element.Trade, 100), Hold(Element.Withdraw, 100, TimeSpan.FromDays(1)),
        ],
    ];

    [Theory]
    [MemberData(nameof(Reductions), DisableDiscoveryEnumeration = true)]
    public void Leaves_the_bot_and_what_runs_alone(Edit edit)
    {
        var given = InWorld();
        var pending = given.Change(To("pending"), Grant("transfer"));
        var effective = given.Effective(pending);
        given.Hours(1);
        var change = given.Ask(edit);
        Assert.All(given.Of(change).Edits, e => Assert.Equal(Effect.Reduces, e.Effect));
        for (var day = 0; day < 9; day++)
        {
            var bot = given.Withdraw(given.Request(1000, value: new Money.Value(1000, "USDT")));
            Assert.Equal((Decision.Allow, true), (bot.Decision, bot.Reasons is [Reason.AllAged]));
            if (given.Of(pending).Waits) Assert.Equal(effective, given.Effective(pending));
            given.Days(1);
        }
        Given.Same(given.State, given.Replayed());
    }

    [Theory]
    [MemberData(nameof(Reductions), DisableDiscoveryEnumeration = true)]
    public void Asked_twice_changes_nothing_the_second_time(Edit edit)
    {
        var given = InWorld();
        given.Ask(edit);
        var before = given.State;
        given.Hours(1).TryAsk(new By(ByKind.Owner, Given.Alice, "other session"), [edit]);
        if (edit is not (Edit.SetHold { For: not null } or Edit.SetLimit { For: not null })) Assert.Equal(before, given.State);
    }

    private static Given InWorld() => Given.Aged(
        Key("k2", "read", "withdraw"), UnboundKey("k3", "read"), To("other"), Limit(100_000), Passkey("p2"), Guardian("anna"),
        Webhook("hook")).Settled(AddSource("192.0.2.0/24"));
}
