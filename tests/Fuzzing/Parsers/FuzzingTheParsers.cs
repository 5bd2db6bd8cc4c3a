using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;
using Holdfast.Domain.Time;
using Holdfast.Fuzz.Parsers;

namespace Holdfast.Fuzzing.Tests.Parsers;

/// <summary>The small form of `eng/fuzz parsers`. Slow parsers have fewer inputs here.</summary>
public sealed class FuzzingTheParsers
{
    private const int Control = 20_000;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static TheoryData<string> Names => [.. Catalog.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_nothing(string name)
    {
        // JSON is read whole each time
        var isJson = name.StartsWith("body", StringComparison.Ordinal) || name is "event" or "state of an owner" or "policy" or "event of the installation";
        var report = ParserRun.Of(Catalog.All.Single(p => p.Name == name), isJson ? 10_000 : 50_000, seed: 1, Long);
        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.InRange(report.Taken, report.Inputs / 10, report.Inputs);
    }

    public static TheoryData<string> Planted => [.. Bugs.Keys];

    [Theory]
    [MemberData(nameof(Planted))]
    public void Finds_a_bug_that_is_planted(string name) =>
        Assert.NotEmpty(ParserRun.Of(Bugs[name], Control, seed: 1, Long).Findings);

    [Fact]
    public void Finds_nothing_in_the_parsers_that_the_bugs_are_planted_in()
    {
        foreach (var parser in Catalog.All.Where(p => p.Name is "amount" or "source" or "span"))
            Assert.Empty(ParserRun.Of(parser, Control, seed: 1, Long).Findings);
    }

    /// <summary>Three to each promise: total, stable, bounded.</summary>
    private static readonly Dictionary<string, Parser> Bugs = new(StringComparer.Ordinal)
    {
        ["reads behind the end"] = new("amount", t => t[t.IndexOf('.', StringComparison.Ordinal) + 1] >= '0' && Amount.TryParse(t, out _), _ => "250.5"),
        ["trusts a number"] = new("source", t => int.Parse(t.Split('/')[^1]) < 33, _ => "198.51.100.0/24"),
        ["throws another type than it says"] = Parser.Throwing<string, FormatException>(
            "hex", t => Convert.ToHexString(t.Length > 7 ? throw new InvalidOperationException() : Convert.FromHexString(t)), t => t, _ => "00ff01"),
        ["drops a digit in writing"] = Parser.Of<decimal>("amount", Amount.TryParse, a => Amount.Format(a)[..Math.Max(1, Amount.Format(a).Length - 1)] + ".", "250.55"),
        ["reads no longer what it wrote"] = Parser.Of<TimeSpan>(
            "span", (string t, out TimeSpan s) => Spans.TryParse(t, out s) && s < TimeSpan.FromDays(9), s => Spans.Format(s * 2), "P7D", "PT48H"),
        ["writes another each time"] = Parser.Of<Source>(
            "source", Source.TryParse, s => s.PrefixLength > 100 ? $"{s.First % 7}.{s.PrefixLength}.0.{++calls % 200}" : s.ToString(), "198.51.100.0/24", "::/1"),
        ["squares its input"] = new("square", t => string.Concat(t.Select((_, i) => t[..i])).Length >= 0, _ => new string('a', 500)),
        ["believes a length"] = new("length", t => int.TryParse(t, out var n) && n > 0 && new byte[Math.Min(n, 10_000_000)].Length > 0, _ => "12"),
        ["keeps all that it saw"] = new("many", t => Enumerable.Range(0, t.Length * 1000).ToList().Count > 0, _ => new string('a', 300)),
    };

    private static int calls;
}
