using Holdfast.Domain.Policies;
using Holdfast.Explore.Search;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore;

/// <summary>The command line: `pairs`, `whole`, `random`, `replay`. It ends with 1 where a rule was broken.</summary>
internal static class Commands
{
    private const string Usage = """
        explore pairs  [--depth 10] [--minutes 30] [--elements source,limit]   every pair of elements, breadth first
        explore whole  [--depth 99] [--minutes 30]                             all elements at once, breadth first
        explore random [--commands 10000000] [--seed 1] [--minutes 60]         random moves over all elements
        explore replay --file FILE [--elements ...] [--wide true]              plays a list of moves, one on a line
        """;

    public static int Run(string[] args, TextWriter output)
    {
        if (args.Length % 2 == 0)
        {
            output.WriteLine(Usage);
            return 2;
        }
        var a = args.Skip(1).Chunk(2).ToDictionary(x => x[0].TrimStart('-'), x => x[1], StringComparer.Ordinal);
        var time = TimeSpan.FromMinutes(double.Parse(a.GetValueOrDefault("minutes", "30")));
        Element[] elements = a.TryGetValue("elements", out var names)
            ? [.. names.Split(',').Select(n => Elements.TryParse(n, out var e) ? e : throw new ArgumentException(n, nameof(args)))]
            : Elements.All;
        return args[0] switch
        {
            "pairs" => Pairs(elements, int.Parse(a.GetValueOrDefault("depth", "10")), time, output),
            "whole" => Whole(elements, int.Parse(a.GetValueOrDefault("depth", "99")), time, output),
            "random" => Randomly(long.Parse(a.GetValueOrDefault("commands", "10000000")),
                ulong.Parse(a.GetValueOrDefault("seed", "1")), time, output),
            "replay" => Replay(Opening.Of(elements, wide: a.ContainsKey("wide")), File.ReadAllLines(a["file"]), output),
            _ => throw new ArgumentException(Usage, nameof(args)),
        };
    }

    /// <summary>Each pair has an equal share of the time that is left.</summary>
    public static int Pairs(Element[] elements, int depth, TimeSpan time, TextWriter output)
    {
        var pairs = (from a in elements from b in elements where a <= b select (a, b)).ToArray();
        var end = DateTimeOffset.UtcNow + time;
        var (states, transitions, moves, least, broken) = (0L, 0L, 0L, depth, 0);
        for (var i = 0; i < pairs.Length; i++)
        {
            var (a, b) = pairs[i];
            var share = (end - DateTimeOffset.UtcNow) / (pairs.Length - i);
            var found = new BreadthFirst(Opening.Of(a == b ? [a] : [a, b]), depth, share).Run();
            output.WriteLine($"{a.Name()} x {b.Name()}: depth {found.Depth}, {found.States} states, {found.Transitions} transitions, "
                + $"{found.Moves} commands, {found.Time.TotalSeconds:0.0} s");
            Print(found.Broken, output);
            (states, transitions, moves) = (states + found.States, transitions + found.Transitions, moves + found.Moves);
            (least, broken) = (Math.Min(least, found.Depth), broken + found.Broken.Length);
        }
        output.WriteLine($"{pairs.Length} pairs of {elements.Length} elements: depth {least} or more, {states} states, "
            + $"{transitions} transitions, {moves} commands, {broken} broken rules");
        return broken == 0 ? 0 : 1;
    }

    private static int Whole(Element[] elements, int depth, TimeSpan time, TextWriter output)
    {
        var found = new BreadthFirst(Opening.Of(elements, wide: true), depth, time).Run();
        output.WriteLine($"{elements.Length} elements at once: depth {found.Depth}, {found.States} states, {found.Transitions} transitions, "
            + $"{found.Moves} commands, {found.Time.TotalSeconds:0.0} s, {found.Broken.Length} broken rules");
        Print(found.Broken, output);
        return found.Broken.Length == 0 ? 0 : 1;
    }

    public static int Randomly(long commands, ulong seed, TimeSpan time, TextWriter output)
    {
        var (played, recorded, lives, took, broken) =
            new RandomRuns(Opening.Of(Elements.All, wide: true), commands, seed) { Time = time }.Run();
        output.WriteLine($"{played} random commands ({recorded} recorded or waited) in {lives} lives from seed {seed}, "
            + $"{took.TotalSeconds:0.0} s, {broken.Length} broken rules");
        Print(broken, output);
        return broken.Length == 0 && played >= commands ? 0 : 1;
    }

    private static int Replay(Node start, string[] words, TextWriter output)
    {
        var broken = Replaying.Play(start, words, (word, node) => output.WriteLine($"{(node is null ? "nothing " : node.Now)}  {word}"));
        output.WriteLine(broken is null ? "no rule is broken" : $"{broken.Rule}: {broken.Text}");
        return broken is null ? 0 : 1;
    }

    private static void Print(Broken[] broken, TextWriter output)
    {
        foreach (var b in broken)
            output.WriteLine($"  {b.Rule}: {b.Text}\n    {string.Join("\n    ", b.Moves)}");
    }
}
