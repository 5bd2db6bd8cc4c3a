using System.Diagnostics;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Search;

/// <summary>How a node was reached, shared between all that follow.</summary>
internal sealed record Trail(Trail? Before, Move Move)
{
    public static string[] Words(Trail? trail)
    {
        var words = new List<string>();
        for (; trail is not null; trail = trail.Before) words.Add(trail.Move.ToString());
        words.Reverse();
        return [.. words];
    }
}

/// <summary>What a search found and how far it came.</summary>
/// <param name="Depth">Every list of moves up to this length was played, up to equal situations.</param>
internal sealed record Found(int Depth, long States, long Transitions, long Moves, TimeSpan Time, Broken[] Broken);

/// <summary>A broken rule with the shortest list of moves that breaks it.</summary>
internal sealed record Broken(string Rule, string Text, string[] Moves);

/// <summary>Plays every move in every situation, level by level, on all cores; equal situations are played once.</summary>
internal sealed class BreadthFirst(Node start, int depth, TimeSpan time, long most = long.MaxValue)
{
    private const int Shards = 256;

    private readonly HashSet<UInt128>[] seen = [.. Enumerable.Range(0, Shards).Select(_ => new HashSet<UInt128>())];
    private readonly List<Broken> broken = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private long transitions, tried;
    private volatile bool stop;

    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>End with the first broken rule.</summary>
    public bool First { get; init; } = true;

    public Found Run()
    {
        var level = new List<(Node Node, Trail? Trail)> { (start, null) };
        IsNew(start, []);
        var reached = 0;
        while (reached < depth && level.Count > 0 && !stop)
        {
            var last = reached + 1 == depth;
            var nexts = new List<(Node, Trail?)>[Workers];
            var from = level;
            var place = -1;
            var threads = Enumerable.Range(0, Workers).Select(w => new Thread(() =>
            {
                nexts[w] = Expand(from, ref place, last);
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            if (stop) break;
            reached++;
            level = [.. nexts.SelectMany(n => n)];
        }
        if (level.Count == 0) reached = depth;
        return new Found(reached, seen.Sum(s => (long)s.Count), transitions, tried, watch.Elapsed, [.. broken]);
    }

    private List<(Node, Trail?)> Expand(List<(Node Node, Trail? Trail)> level, ref int place, bool last)
    {
        var next = new List<(Node, Trail?)>();
        var (moves, found) = (new List<Move>(), new List<Violation>());
        long played = 0, offered = 0, fresh = 0;
        int at;
        while (!stop && (at = Interlocked.Increment(ref place)) < level.Count)
        {
            var (node, trail) = level[at];
            level[at] = default;
            node.World.Menu.Offer(node, moves);
            foreach (var move in moves)
            {
                offered++;
                if (Playing.Play(node, move, found) is { } after)
                {
                    played++;
                    if (found.Count == 0 && IsNew(after, found))
                    {
                        fresh++;
                        if (!last) next.Add((after, new Trail(trail, move)));
                    }
                }
                if (found.Count > 0) Report(found, new Trail(trail, move));
            }
            if ((at & 63) == 0 && (watch.Elapsed > time || fresh > most || IsFull())) stop = true;
        }
        Interlocked.Add(ref transitions, played);
        Interlocked.Add(ref tried, offered);
        return next;
    }

    /// <summary>A level that does not fit into memory is not played to its end: the system would end the program and say nothing.</summary>
    private static bool IsFull()
    {
        var memory = GC.GetGCMemoryInfo();
        return memory.MemoryLoadBytes > memory.TotalAvailableMemoryBytes / 10 * 7;
    }

    private void Report(List<Violation> found, Trail trail)
    {
        lock (broken)
            foreach (var violation in found)
                if (!broken.Exists(b => b.Text == violation.Text))
                    broken.Add(new Broken(violation.Rule, violation.Text, Trail.Words(trail)));
        found.Clear();
        if (First) stop = true;
    }

    private bool IsNew(Node node, List<Violation> found)
    {
        var print = Fingerprint.Of(node);
        if ((print >> 120) == 0) Rebuilding.Snapshot(node.State, found);
        var shard = seen[(int)(ulong)(print & (Shards - 1))];
        lock (shard) return shard.Add(print);
    }
}
