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

    [GeneratedRegex(@"(?:RefusalKind\.\w+,|\b(?:Shape|Meaning|Conflict)\(|\bOf\(\s*\d\d\d,|\bMistake\(\d\d\d,)\s*""(?<code>\w+)""",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Coded();
}
