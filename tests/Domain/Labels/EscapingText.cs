using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

public sealed class EscapingText
{
    private static int Pairs =>
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_FUZZ"), out var pairs) ? pairs : 200_000;

    [Theory]
    [InlineData("bot 1", "bot 1")]
    [InlineData("a\u202Eb", "a\\u{202E}b")]
    [InlineData("a:b", "a\\u{003A}b")]
    [InlineData("\\u{202E}", "\\u{005C}u\\u{007B}202E\\u{007D}")]
    [InlineData("\U0001F600", "\\u{1F600}")]
    [InlineData("e\u0301", "e\\u{0301}")]
    [InlineData("é", "é")]
    [InlineData("\u0301", "\\u{0301}")]
    [InlineData(" a  b ", "\\u{0020}a \\u{0020}b\\u{0020}")]
    [InlineData("", "")]
    public void It_shows_what_is_harmless_and_spells_out_the_rest(string text, string escaped) =>
        Assert.Equal(escaped, SafeText.Escape(text));

    [Fact]
    public void A_tower_of_marks_comes_down()
    {
        var escaped = SafeText.Escape("q" + new string('\u0302', 1000));
        Assert.StartsWith("q\u0302\\u{0302}\\u{0302}", escaped, StringComparison.Ordinal);
        Assert.Equal(1, escaped.Count(c => c == '\u0302'));
    }

    [Fact]
    public void Two_texts_never_escape_alike() =>
        Assert.Null(EscapeChecker.FirstCollision(SafeText.Escape, Pairs, seed: 1));

    [Fact]
    public void Nothing_that_acts_on_a_screen_comes_through_and_nothing_composes_there()
    {
        var chance = new Random(2);
        for (var i = 0; i < Pairs; i++)
        {
            var escaped = SafeText.Escape(EscapeChecker.Text(chance));
            if (EscapeChecker.Unsafe(escaped) is { } found) Assert.Fail($"U+{found:X4} came through");
            if (CanonicalForm.Compose(escaped) != escaped) Assert.Fail($"composes: {escaped}");
        }
    }

    [Fact]
    public void An_escape_that_forgets_the_backslash_is_caught() => Assert.NotNull(
        EscapeChecker.FirstCollision(t => Planted(t, c => c < 0x7F, c => $"\\u{{{c:X4}}}"), 200_000, seed: 1));

    [Fact]
    public void An_escape_without_braces_is_caught() => Assert.NotNull(
        EscapeChecker.FirstCollision(t => Planted(t, c => c < 0x7F && c != '\\', c => $"\\u{c:X4}"), 200_000, seed: 1));

    [Fact]
    public void An_escape_that_drops_what_is_invisible_is_caught() => Assert.NotNull(
        EscapeChecker.FirstCollision(t => Planted(t, c => c < 0x7F && c != '\\', _ => ""), 200_000, seed: 1));

    [Fact]
    public void A_screen_check_that_sees_nothing_would_be_noticed()
    {
        foreach (var unsafeCharacter in "\u202E\u200D\0\uD800\uE000\uFE0F\u00A0\u2028\u0378\u2800")
            Assert.NotNull(EscapeChecker.Unsafe($"a{unsafeCharacter}b"));
    }

    private static string Planted(string text, Func<int, bool> stays, Func<int, string> escaped) =>
        string.Concat(CodePoints.Of(text).Select(c => stays(c) ? CodePoints.Text([c]) : escaped(c)));
}
