using System.Text.Json;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Policies;

public sealed class ThePageOfPolicies
{
    private static readonly string[] Lines = File.ReadAllLines(TheSchemaOfPolicies.Reference("policy.md"));

    [Fact]
    public void Has_a_row_for_every_value_with_its_default_and_bounds()
    {
        foreach (var member in JsonElement.Parse(PolicySchema.Write()).GetProperty("properties").EnumerateObject())
        {
            var row = Assert.Single(Lines, l => l.StartsWith($"| `{member.Name}` |", StringComparison.Ordinal)).Split('|');
            if (!member.Value.TryGetProperty("$comment", out var bounds)) continue;
            var ends = bounds.GetString()!.Split(',')[0].Split(" to ");
            Assert.Equal($" `{member.Value.GetProperty("default").GetString()}` ", row[2]);
            Assert.Equal(
                ends.Select(Length), row[3].Split('`').Where((_, i) => i % 2 == 1).Select(Length));
        }
    }

    [Fact]
    public void Has_a_row_for_every_signal_and_names_every_element()
    {
        foreach (var (kind, signal) in Policy.Default.Signals)
            Assert.Contains(
                $"| `{kind}` | `{PolicyWriting.Name(signal.Weight)}` | `{PolicyWriting.Name(signal.About)}` |", Lines);
        var text = string.Join('\n', Lines);
        Assert.All(Elements.All, e => Assert.Contains($"`{e.Name()}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Explains_every_mistake()
    {
        var rows = string.Join('\n', Lines.SkipWhile(l => l != "## Mistakes"));
        Assert.All(
            PolicyTexts.Bad.Concat(PolicyTexts.BadAsText).SelectMany(b => b.Mistakes).Select(m => m[(m.LastIndexOf(' ') + 1)..]),
            code => Assert.Contains($"`{code}`", rows, StringComparison.Ordinal));
    }

    private static TimeSpan Length(string text)
    {
        Assert.True(PolicySpans.TryParse(text, out var span), text);
        return span;
    }
}
