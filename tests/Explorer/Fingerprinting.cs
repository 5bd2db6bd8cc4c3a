using System.Text.Json.Nodes;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Search;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explorer.Tests;

/// <summary>A search is only as good as its idea of equal: what it takes for equal must go on equally.</summary>
public sealed class Fingerprinting
{
    [Theory]
    [InlineData(Element.Destination, Element.Freeze)]
    [InlineData(Element.Source, Element.Credential)]
    [InlineData(Element.Guardian, Element.Limit)]
    [InlineData(Element.Hold, Element.Settling)]
    [InlineData(Element.Factor, Element.Channel)]
    public void Equal_situations_go_on_equally(Element a, Element b)
    {
        var seen = new Dictionary<UInt128, Node>();
        var (moves, compared) = (new List<Move>(), 0);
        for (ulong life = 1; compared < 150 && life < 4000; life++)
        {
            var dice = new Dice(life);
            var node = Opening.Of([a, b]);
            for (var i = 0; i < 8; i++)
            {
                node.World.Menu.Offer(node, moves);
                var next = Playing.Play(node, moves[dice.Below(moves.Count)], []);
                if (next is null) continue;
                node = next;
                var print = Fingerprint.Of(node);
                if (!seen.TryAdd(print, node) && seen[print].State.Version != node.State.Version && dice.Below(4) == 0)
                {
                    var (x, y) = (Nexts(seen[print]), Nexts(node));
                    Assert.Equal(x, y);
                    compared++;
                }
            }
        }
        Assert.True(compared >= 20, $"only {compared} pairs of equal situations were met");
    }

    [Fact]
    public void Every_member_of_the_state_counts_or_is_left_out_for_a_reason()
    {
        var (missed, counted) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (state, now) in States())
        {
            var print = Fingerprint.Of(state, now);
            var json = JsonNode.Parse(DomainJson.Write(state))!;
            foreach (var (path, leaf) in Leaves(json, []).ToArray())
            {
                if (path.Any(Fingerprint.LeftOut.ContainsKey)) continue;
                var (parent, name) = (leaf.Parent!, leaf.GetPropertyName());
                var differs = false;
                foreach (var other in Others(leaf, state, now))
                {
                    parent[name] = other;
                    differs |= Differs(json, now, print);
                }
                parent[name] = leaf;
                (differs ? counted : (ISet<string>)missed).Add(string.Join('.', path));
            }
        }
        missed.ExceptWith(counted);
        missed.Remove("changes.id");
        Assert.True(missed.Count == 0, string.Join(", ", missed));
    }

    private static string[] Nexts(Node node)
    {
        var (moves, nexts) = (new List<Move>(), new List<string>());
        node.World.Menu.Offer(node, moves);
        foreach (var move in moves)
        {
            var found = new List<Violation>();
            var next = Playing.Play(node, move, found);
            Assert.Empty(found);
            nexts.Add($"{move.GetType().Name} {(next is null ? UInt128.Zero : Fingerprint.Of(next))}");
        }
        nexts.Sort(StringComparer.Ordinal);
        return [.. nexts];
    }

    /// <summary>States in which as much as possible waits and stands.</summary>
    private static IEnumerable<(OwnerState, Domain.Time.Instant)> States()
    {
        for (ulong life = 1; life <= 12; life++)
        {
            var (dice, moves, node) = (new Dice(life), new List<Move>(), Opening.Of(Elements.All, wide: true));
            for (var i = 0; i < 120; i++)
            {
                node.World.Menu.Offer(node, moves);
                var move = moves[dice.Below(moves.Count)];
                if (move is not Move.Wait { Span: Span.Week }) node = Playing.Play(node, move, []) ?? node;
            }
            var waiting = node.State with { Changes = [.. node.State.Changes.Where(c => c.Waits)] };
            yield return (waiting, node.Now);
        }
    }

    private static IEnumerable<(string[] Path, JsonValue Leaf)> Leaves(JsonNode? node, string[] path) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Value is JsonValue v ? [([.. path, p.Key], v)] : Leaves(p.Value, [.. path, p.Key])),
        JsonArray a => a.SelectMany(x => x is JsonValue ? [] : Leaves(x, path)),
        _ => [],
    };

    /// <summary>A closed set of names refuses what isn't one of them, and that is a difference too.</summary>
    private static bool Differs(JsonNode json, Domain.Time.Instant now, UInt128 print)
    {
        try
        {
            return Fingerprint.Of(DomainJson.ReadState(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())), now) != print;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Other values that would matter: an age becomes young, a time comes near.</summary>
    private static IEnumerable<JsonNode> Others(JsonValue leaf, OwnerState state, Domain.Time.Instant now) => leaf.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => [false],
        System.Text.Json.JsonValueKind.False => [true],
        System.Text.Json.JsonValueKind.Number =>
            [leaf.GetValue<long>() + 1, leaf.GetValue<long>() + 86_400_001, state.Ordinary.At(now) - 3_600_000],
        System.Text.Json.JsonValueKind.String => leaf.GetValue<string>() is var text && decimal.TryParse(text, out var amount)
            ? [(amount + 1).ToString()]
            : DateTimeOffset.TryParse(text, out var at)
                ? [Text(at.AddHours(1.5)), Text(DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds + 3_600_000))]
                : text.StartsWith("PT", StringComparison.Ordinal) ? ["PT77H"] : [text + "x"],
        _ => [],
    };

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
