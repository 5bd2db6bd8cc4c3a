using System.Diagnostics;
using System.Globalization;
using Holdfast.Fuzz.Costs;
using Holdfast.Fuzz.Http;
using Holdfast.Fuzz.Parsers;
using Holdfast.Fuzz.Retries;

namespace Holdfast.Fuzz;

/// <summary>The command line. It ends with 1 where something was found.</summary>
internal static class Commands
{
    private const string Usage = """
        fuzz http    [N] [--seed 1] [--lines 8]     N requests (1,000,000) against the real server, sandbox and production in turn
        fuzz parsers [N] [--seed 1] [--only NAME] [--minutes 1000]
                                                    N inputs (10,000,000) to each parser of the catalog; time is shared between them
        fuzz retries [N] [--seed 1]                 N injections (1,000,000) between clients that retry and a server that restarts
        fuzz cost    [REPEATS]                      what the dearest requests cost: bytes allocated and processor time
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
            case "parsers":
                return Parsing(count ?? 10_000_000, (int)Number("seed", 1), named.GetValueOrDefault("only", ""), TimeSpan.FromMinutes(Number("minutes", 1000)), output);
            case "retries":
                var retries = await new RetryRun(new RetryOptions { Seed = (int)Number("seed", 1), Output = output }).RunAsync(count ?? 1_000_000);
                return retries.Divergent.IsEmpty ? 0 : 1;
            case "cost":
                var costs = await CostRun.RunAsync((int)(count ?? 10), output);
                return costs.TrueForAll(c => c.Bytes <= Cost.MostBytes && c.Cpu <= Cost.MostCpu) ? 0 : 1;
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
        return report.Findings.IsEmpty ? 0 : 1;
    }

    private static int Parsing(long inputs, int seed, string only, TimeSpan time, TextWriter output)
    {
        Parser[] parsers = [.. Catalog.All.Where(p => p.Name.Contains(only, StringComparison.Ordinal))];
        var (findings, total, watch) = (0, 0L, Stopwatch.StartNew());
        for (var i = 0; i < parsers.Length; i++)
        {
            var report = ParserRun.Of(parsers[i], inputs, seed, (time - watch.Elapsed) / (parsers.Length - i));
            output.WriteLine(report);
            (findings, total) = (findings + report.Findings.Count, total + report.Inputs);
        }
        output.WriteLine($"{parsers.Length} parsers, {total} inputs, {findings} findings, {watch.Elapsed.TotalSeconds:0} s");
        return findings == 0 ? 0 : 1;
    }

    private static long Whole(string text) => long.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
