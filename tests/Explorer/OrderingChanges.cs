using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Search;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explorer.Tests;

/// <summary>What holds for every order of commands.</summary>
public sealed class OrderingChanges
{
    private static readonly Node Start = Opening.Of(Elements.All);

    private static readonly Move.Ask[] Asks = [.. Start.World.Menu.Always.OfType<Move.Ask>().Where(a => a.By.Kind == ByKind.Owner)];

    [Fact]
    public void No_order_gives_more_than_the_sum_of_its_parts()
    {
        var alone = Asks.ToDictionary(a => a, a => Settle(Ask(Start, a)).Ghost.Powers);
        for (ulong life = 1; life <= 1500; life++)
        {
            var dice = new Dice(life);
            var chosen = Enumerable.Range(0, 2 + dice.Below(4)).Select(_ => Asks[dice.Below(Asks.Length)]).ToArray();
            var node = chosen.Aggregate(Start, (n, ask) =>
            {
                var next = Ask(n, ask);
                return dice.Below(2) == 0 ? next : Wait(next, (Span)dice.Below(5));
            });
            var powers = Settle(node).Ghost.Powers;
            for (var i = 0; i < powers.Length; i++)
                Assert.True(powers[i] <= chosen.Select(c => alone[c][i]).Append(Start.Ghost.Powers[i]).Max(),
                    $"life {life}: `{Power.All[i].What}` after {string.Join("; ", chosen.Select(c => c.Says))}");
        }
    }

    [Fact]
    public void Strengthening_makes_nothing_wait_that_did_not()
    {
        var stronger = Enum.GetValues<Element>().Select(e => Move(new Edit.SetHold(e, TimeSpan.FromHours(200), null)))
            .Append(Move(new Edit.AddGuardian("g9", "aunt", "aunt@example.org")))
            .Append(Move(new Edit.AddChannel("c9", ChannelKind.Webhook, "https://example.org/h"))).ToArray();
        for (ulong life = 1; life <= 600; life++)
        {
            var (dice, moves, node) = (new Dice(life), new List<Move>(), Start);
            for (var i = dice.Below(15); i >= 0; i--)
            {
                node.World.Menu.Offer(node, moves);
                node = Playing.Play(node, moves[dice.Below(moves.Count)], []) ?? node;
            }
            var ask = stronger[dice.Below(stronger.Length)];
            var after = Playing.Play(node, ask, []);
            if (after is null) continue;
            Assert.Empty(Waiting(after).Except(Waiting(node)));
            Assert.Equal(Decisions(node), Decisions(after));
        }
    }

    private static Move.Ask Move(Edit edit) => new("stronger", Cast.Account, Cast.Owner, [edit]);

    /// <summary>What waits, without a new say in its own hold.</summary>
    private static string[] Waiting(Node node) =>
    [
        .. node.State.Changes.SelectMany(c => c.Parts.Select((p, i) => (c.Id, i, p)))
            .Where(x => x.p.State is PartState.Awaiting or PartState.Held && x.p.Hold > TimeSpan.Zero
                && x.p.Thing is not ("guardian/g9" or "channel/c9"))
            .Select(x => $"{x.Id} {x.i}"),
    ];

    private static Decision[] Decisions(Node node) =>
    [
        .. node.World.Menu.Always.OfType<Move.Withdraw>().Select(w => ((Domain.Decisions.Outcome.Records)node.World.Core.Decide(
            node, new RequestWithdrawal(Playing.Request(node, w), [], null, true))).Events[0])
            .Cast<Domain.Accounts.OwnerEvent.WithdrawalObserved>().Select(e => e.Withdrawal.Decision),
    ];

    private static Node Ask(Node node, Move.Ask ask)
    {
        if (Playing.Play(node, ask, []) is not { } asked) return node;
        return Playing.Play(asked, new Move.Approve(asked.Asked, true, false), [])
            ?? Playing.Play(asked, new Move.Tell(asked.Asked), []) ?? asked;
    }

    private static Node Wait(Node node, Span span) => Playing.Play(node, new Move.Wait(span), []) ?? node;

    private static Node Settle(Node node) => Enumerable.Range(0, 5).Aggregate(node, (n, _) => Wait(n, Span.Week));
}
