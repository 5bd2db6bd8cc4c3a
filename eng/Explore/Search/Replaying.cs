using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Search;

/// <summary>Plays a list of moves by their words, and makes a list that breaks a rule shorter.</summary>
internal static class Replaying
{
    /// <summary>The first broken rule; moves that nothing offers are passed over.</summary>
    public static Violation? Play(Node start, IEnumerable<string> words, Action<string, Node?>? see = null)
    {
        var (node, found, moves) = (start, new List<Violation>(), new List<Move>());
        var log = new List<(OwnerEvent, Instant)>();
        foreach (var word in words)
        {
            node.World.Menu.Offer(node, moves);
            if (moves.Find(m => m.ToString() == word) is not { } move) continue;
            var next = Playing.Play(node, move, found, log);
            see?.Invoke(word, next);
            if (next is not null && found.Count == 0) RandomRuns.Twice(next, move, found);
            if (found.Count > 0) return found[0];
            node = next ?? node;
        }
        Rebuilding.Log(start.State, log, node.State, node.Now, found);
        return found.Count > 0 ? found[0] : null;
    }

    public static string[] Shorten(Node start, string[] words, Violation violation)
    {
        for (var size = words.Length / 2; size > 0; size = size == 1 && TryDrop(ref words, 1) ? 1 : size / 2)
            while (TryDrop(ref words, size))
            {
            }
        return words;

        bool TryDrop(ref string[] list, int size)
        {
            for (var i = 0; i + size <= list.Length; i++)
            {
                string[] fewer = [.. list[..i], .. list[(i + size)..]];
                if (Play(start, fewer)?.Rule != violation.Rule) continue;
                list = fewer;
                return true;
            }
            return false;
        }
    }
}
