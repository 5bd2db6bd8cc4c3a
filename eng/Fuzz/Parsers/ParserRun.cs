using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Fuzz.Parsers;

/// <summary>What came of feeding one parser.</summary>
internal sealed record ParserReport(string Name, long Inputs, long Taken, TimeSpan Time, double Slowest, long MostBytes, IReadOnlyList<string> Findings)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name,-24} {Inputs,10} inputs, {100.0 * Taken / Math.Max(1, Inputs),5:0.0} % taken, {Inputs / Math.Max(0.001, Time.TotalSeconds),9:0}/s, "
        + $"slowest {Slowest:0.0} ms, most {MostBytes / 1024} KiB, {Findings.Count} findings")
        + string.Concat(Findings.Select(f => "\n    " + f));
}

/// <summary>Feeds one parser with seeds and what mutation makes of them; the same again with the same seed.</summary>
internal static class ParserRun
{
    private const int MostFindings = 5;

    /// <param name="within">The run of this parser ends then, however many inputs it had.</param>
    public static ParserReport Of(Parser parser, long inputs, int seed, TimeSpan within)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        var findings = new List<string>();
        var (taken, done, slowest, most) = (0L, 0L, 0L, 0L);
        // what is made once, such as tables, is not the work of an input
        for (var i = 0; i < 100; i++) Allocated(parser, parser.Seeds(random), out _);
        var began = Stopwatch.GetTimestamp();
        for (; done < inputs && findings.Count < MostFindings && (done % 1024 > 0 || Stopwatch.GetElapsedTime(began) < within); done++)
        {
            var input = mutator.Of(parser.Seeds(random), parser.Seeds(random));
            var before = Stopwatch.GetTimestamp();
            var allocated = Allocated(parser, input, out var mistake);
            slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - before);
            most = Math.Max(most, allocated);
            if (mistake is null && allocated > parser.Bytes.Once + ((long)parser.Bytes.Each * input.Length))
                mistake = $"{allocated} bytes allocated for {input.Length} characters";
            if (mistake is { Length: 0 }) taken++;
            else if (mistake is not null && mistake != Refused) findings.Add($"{mistake} at `{Shown(input)}`");
        }
        return new ParserReport(
            parser.Name, done, taken, Stopwatch.GetElapsedTime(began), slowest * 1000.0 / Stopwatch.Frequency, most, findings);
    }

    private const string Refused = "refused";

    /// <param name="mistake">Empty where the input was taken, <see cref="Refused"/> where it was not, else what is wrong.</param>
    private static long Allocated(Parser parser, string input, out string? mistake)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var taken = parser.Try(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            mistake = allocated > parser.Bytes.Once + ((long)parser.Bytes.Each * input.Length) ? null : taken ? "" : Refused;
            return allocated;
        }
        catch (Exception e)
        {
            mistake = $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
            return 0;
        }
    }

    private static string Shown(string input) => string.Concat((input.Length > 300 ? input[..300] + "…" : input)
        .Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\u{(int)c:x4}"));
}
