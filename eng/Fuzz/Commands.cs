using System.Globalization;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz;

/// <summary>The command line. It ends with 1 where something was found.</summary>
internal static class Commands
{
    private const string Usage = """
        fuzz http    [N] [--seed 1] [--lines 8]     N requests (1,000,000) against the real server, sandbox and production in turn
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var plain = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var named = args.Skip(plain.Length).Chunk(2).Where(p => p.Length == 2)
            .ToDictionary(p => p[0][2..], p => p[1], StringComparer.Ordinal);
        long Number(string name, long otherwise) => named.TryGetValue(name, out var text) ? Whole(text) : otherwise;
        var count = plain.Length > 1 ? Whole(plain[1]) : (long?)null;
        switch (plain.FirstOrDefault())
        {
            case "http":
                return await HttpAsync(count ?? 1_000_000, (int)Number("seed", 1), (int)Number("lines", 8), output);
            default:
                await output.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> HttpAsync(long requests, int seed, int lines, TextWriter output)
    {
        var run = new HttpRun(new HttpRunOptions { Seed = seed, Lines = lines, Output = output });
        var report = await run.RunAsync(requests);
        await output.WriteLineAsync(report.ToString());
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static long Whole(string text) => long.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
