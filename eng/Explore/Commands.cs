using Holdfast.Domain.Policies;
using Holdfast.Explore.Search;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore;

/// <summary>The command line: `pairs`, `whole`, `random`, `replay`.</summary>
internal static class Commands
{
    public static int Run(string[] args)
    {
        var a = args.Skip(1).Chunk(2).ToDictionary(x => x[0].TrimStart('-'), x => x[1], StringComparer.Ordinal);
        var (depth, minutes) = (int.Parse(a.GetValueOrDefault("depth", "10")), double.Parse(a.GetValueOrDefault("minutes", "30")));
        Element[] elements = [.. a.GetValueOrDefault("elements", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Element>)];
        if (args[0] == "one")
        {
            var found = new BreadthFirst(Opening.Of(elements), depth, TimeSpan.FromMinutes(minutes)).Run();
            Console.WriteLine(found);
            foreach (var b in found.Broken) Console.WriteLine($"{b.Rule}: {b.Text}\n  {string.Join("\n  ", b.Moves)}");
        }
        return 0;
    }
}
