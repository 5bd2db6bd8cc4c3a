using System.Diagnostics;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Search;

/// <summary>Plays random moves over the whole model, many short lives one after the other; a life is repeated by its seed.</summary>
internal sealed class RandomRuns(Node start, long commands, ulong seed)
{
    private const int Longest = 60;

    private readonly List<Broken> broken = [];
    private long played, recorded, lives;

    public int Workers { get; init; } = Environment.ProcessorCount;

    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    /// <summary>Kinds of broken rules after which it ends.</summary>
    public int Enough { get; init; } = 5;

    public (long Commands, long Recorded, long Lives, TimeSpan Time, Broken[] Broken) Run()
    {
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, Workers).Select(_ => new Thread(() =>
        {
            var moves = new List<Move>();
            while (Interlocked.Read(ref played) < commands && broken.Count < Enough && watch.Elapsed < Time)
                Live(unchecked(seed + (ulong)Interlocked.Increment(ref lives)), moves);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return (played, recorded, lives, watch.Elapsed, [.. broken]);
    }

    private void Live(ulong life, List<Move> moves)
    {
        var dice = new Dice(life);
        var (node, found, done) = (start, new List<Violation>(), new List<Move>());
        var log = new List<(OwnerEvent, Instant)>();
        long tries = 0;
        while (done.Count < Longest && tries < 4 * Longest && found.Count == 0)
        {
            tries++;
            node.World.Menu.Offer(node, moves);
            var move = Pick(moves, dice);
            if (Playing.Play(node, move, found, log) is not { } next)
            {
                if (found.Count > 0) done.Add(move);
                continue;
            }
            done.Add(move);
            node = next;
            if (found.Count == 0) Twice(node, move, found);
        }
        if (found.Count == 0 && life % 16 == 0) Rebuilding.Log(start.State, log, node.State, node.Now, found);
        Interlocked.Add(ref played, tries);
        Interlocked.Add(ref recorded, done.Count);
        if (found.Count > 0) Report(life, done, found[0]);
    }

    /// <summary>What has just been asked again of what waits is as likely as all that is always there.</summary>
    private static Move Pick(List<Move> moves, Dice dice)
    {
        var always = moves[0] is Move.Ask ? moves.FindIndex(m => m is not (Move.Ask or Move.Freeze or Move.Withdraw or Move.Signal or Move.Wait)) : -1;
        if (always > 0 && dice.Below(2) == 0) return moves[always + dice.Below(moves.Count - always)];
        return dice.Below(4) == 0 ? new Move.Wait((Span)dice.Below(5)) : moves[dice.Below(moves.Count)];
    }

    /// <summary>Doing a thing twice records nothing the second time; but each rotation makes a new credential.</summary>
    public static void Twice(Node node, Move move, List<Violation> found)
    {
        if (move is Move.Wait or Move.Withdraw or Move.GoOn or Move.Signal) return;
        if (move is Move.Ask a && Array.Exists(a.Edits, e => e is Edit.RotateKey)) return;
        if (Playing.Play(node, move, []) is not null) found.Add(new("twice", $"`{move}` was recorded twice"));
    }

    private bool Knows(string text) => broken.Exists(b => b.Text.StartsWith(text, StringComparison.Ordinal));

    private void Report(ulong life, List<Move> done, Violation violation)
    {
        lock (broken)
            if (Knows(violation.Text)) return;
        var (short_, text) = (Replaying.Shorten(start, [.. done.Select(m => m.ToString())], violation), violation.Text);
        lock (broken)
            if (!Knows(text)) broken.Add(new Broken(violation.Rule, $"{text} (life {life})", short_));
    }
}

/// <summary>SplitMix64: the same life from the same seed everywhere.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public int Below(int most)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)most);
        }
    }
}
