using System.Globalization;
using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

/// <summary>All 1,114,112 code points, surrogates too, judged by the framework's categories and not by our table.</summary>
public sealed class EveryCodePoint
{
    private const int Count = 0x110000;

    [Fact]
    public void Alone_or_inside_a_label_it_is_refused_or_of_an_allowed_category()
    {
        var accepted = 0;
        foreach (var own in All())
        {
            foreach (var text in (string[])[own, $"ab{own}cd"])
            {
                var reading = LabelRules.Read(text);
                Assert.Equal(reading.Label is null, reading.Mistakes.Count > 0);
                if (reading.Label is not { } label) continue;
                accepted++;
                if (CodePoints.Of(label).Exists(c => !IsAllowed(c))) Assert.Fail($"accepted {SafeText.Escape(text)}");
                if (SafeText.Escape(label) != label) Assert.Fail($"accepted, not shown: {SafeText.Escape(label)}");
            }
        }

        Assert.InRange(accepted, 100_000, 300_000);
    }

    [Fact]
    public void Escaped_it_is_printable_and_never_like_another()
    {
        var seen = new HashSet<string>(Count, StringComparer.Ordinal);
        foreach (var own in All())
        {
            var escaped = SafeText.Escape(own);
            if (EscapeChecker.Unsafe(escaped) is { } found) Assert.Fail($"U+{found:X4} came through");
            if (EscapeChecker.Unsafe(SafeText.Escape($"ab{own}cd")) is { } inside) Assert.Fail($"U+{inside:X4} inside");
            if (!seen.Add(escaped)) Assert.Fail($"`{escaped}` stands for two");
        }

        Assert.Equal(Count, seen.Count);
    }

    [Theory]
    [InlineData('\u202E')]
    [InlineData('\u2161')]
    [InlineData('\u0378')]
    [InlineData('\u20DD')]
    [InlineData(':')]
    [InlineData('\\')]
    public void A_label_with_a_character_of_another_category_would_be_noticed(char refused) =>
        Assert.False(IsAllowed(refused));

    private static IEnumerable<string> All() => Enumerable.Range(0, Count).Select(c => CodePoints.Text([c]));

    private static bool IsAllowed(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => true,
        UnicodeCategory.DecimalDigitNumber => true,
        _ => codePoint < 0x80 && (" " + LabelRules.Punctuation).Contains((char)codePoint),
    };
}
