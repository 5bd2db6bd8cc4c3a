using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests.OpenApi;

public sealed partial class TheReference
{
    [Fact]
    public void Of_events_is_what_the_types_say() => Repository.AssertReference("events.md", EventReference.Write());

    [Fact]
    public void Of_codes_is_what_the_source_says() =>
        Repository.AssertReference("codes.md", CodeReference.Scan(CodeReference.Sources()).Write());

    [Fact]
    public void Of_codes_names_each_code_at_a_refusal()
    {
        var codes = CodeReference.Scan(CodeReference.Sources()).Problems.ToHashSet(StringComparer.Ordinal);
        var named = CodeReference.Sources().SelectMany(s => Coded().Matches(s)).Select(m => m.Groups["code"].Value).ToArray();
        Assert.True(named.Length > 150);
        Assert.Empty(named.Except(codes).Except(["request", "body"]));
    }

    [Fact]
    public void Of_codes_changes_with_a_refusal_that_is_planted() => Assert.NotEqual(
        CodeReference.Scan(CodeReference.Sources()).Write(),
        CodeReference.Scan([.. CodeReference.Sources(), """new Refusal(RefusalKind.Rule, "planted", "a text")"""]).Write());

    [Fact]
    public async Task In_words_has_an_example_of_each_endpoint()
    {
        await using var running = await Running.StartAsync();
        var words = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "api.md"));
        var pages = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "console.md"));
        var examples = words.Split('\n').Where(l => l.StartsWith("curl ", StringComparison.Ordinal)).ToArray();
        foreach (var operation in Described.Of(running.Server.Routes).Operations)
            Assert.True(operation.IsPage ? pages.Contains($"`{operation.Path}`", StringComparison.Ordinal) : examples.Any(e => IsOf(operation, e)), $"{operation.Method} {operation.Path} has no example");
    }

    private static bool IsOf(DescribedOperation operation, string example)
    {
        var url = example.Split(' ').Single(w => w.TrimStart('"').StartsWith("$H/", StringComparison.Ordinal));
        var path = url.Trim('"')[2..].Split('?')[0].Split('/');
        var template = operation.Path.Split('/');
        var method = example.Split(" -X ") is [_, var named] ? named.Split(' ')[0]
            : example.Contains(" -d ", StringComparison.Ordinal) || example.Contains("Idempotency-Key", StringComparison.Ordinal) ? "POST" : "GET";
        return operation.Method == method && path.Length == template.Length
            && path.Zip(template).All(p => p.First == p.Second || (p.Second.StartsWith('{') && p.First.Length > 0));
    }

    [GeneratedRegex(@"(?:RefusalKind\.\w+,|\b(?:Shape|Meaning|Conflict)\(|\bOf\(\s*\d\d\d,|\bMistake\(\d\d\d,)\s*""(?<code>\w+)""",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Coded();
}
