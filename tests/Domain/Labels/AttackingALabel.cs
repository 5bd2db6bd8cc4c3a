using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

public sealed class AttackingALabel
{
    [Theory]
    [InlineData("p\u0430ypal", "Cyrillic in Latin")]
    [InlineData("\u0391lice", "Greek in Latin")]
    [InlineData("Бинанcе", "Latin in Cyrillic")]
    [InlineData("\u0531lice", "Armenian in Latin")]
    [InlineData("한か", "Hangul with Kana")]
    [InlineData("ㄌか", "Bopomofo with Kana")]
    [InlineData("财Б", "Han with Cyrillic")]
    [InlineData("a\u0661", "Arabic digit in Latin")]
    [InlineData("ا\u0967", "Devanagari digit in Arabic")]
    public void Scripts_that_do_not_belong_together_are_refused(string text, string why) =>
        Assert.Equal(["labelScripts"], Codes(text, why));

    [Theory]
    [InlineData("ا1\u0662", "two Arabic number systems")]
    [InlineData("ا\u0661\u06F2", "Arabic and Persian digits")]
    [InlineData("अ1\u0968", "Devanagari and ASCII digits")]
    public void Number_systems_are_not_mixed(string text, string why) =>
        Assert.Equal(["labelNumbers"], Codes(text, why));

    [Theory]
    [InlineData("a\u202Eb", "right-to-left override")]
    [InlineData("a\u2066b", "isolate")]
    [InlineData("a\u200Fb", "right-to-left mark")]
    [InlineData("a\u061Cb", "Arabic letter mark")]
    [InlineData("a\u200Bb", "zero-width space")]
    [InlineData("a\u200Cb", "zero-width non-joiner")]
    [InlineData("a\u200Db", "zero-width joiner")]
    [InlineData("a\uFEFFb", "byte order mark")]
    [InlineData("a\u2060b", "word joiner")]
    [InlineData("a\u00ADb", "soft hyphen")]
    [InlineData("a\u034Fb", "combining grapheme joiner")]
    [InlineData("a\uFE0Fb", "variation selector")]
    [InlineData("a\U000E0101b", "supplementary variation selector")]
    [InlineData("a\U000E0041b", "tag character")]
    [InlineData("a\u3164b", "Hangul filler")]
    [InlineData("a\u00A0b", "no-break space")]
    [InlineData("a\u3000b", "ideographic space")]
    [InlineData("a\u2028b", "line separator")]
    [InlineData("a\nb", "line feed")]
    [InlineData("a\0b", "null")]
    [InlineData("a\u007Fb", "delete")]
    [InlineData("a\u0085b", "next line")]
    [InlineData("a\uE000b", "private use")]
    [InlineData("a\U000F0000b", "supplementary private use")]
    [InlineData("a\uFFFFb", "noncharacter")]
    [InlineData("a\u0378b", "unassigned")]
    [InlineData("a\uFF42c", "fullwidth letter")]
    [InlineData("a\U0001D41Bc", "mathematical bold letter")]
    [InlineData("a\u24D1c", "circled letter")]
    [InlineData("a\u2161c", "Roman numeral")]
    [InlineData("a\uFB01c", "ligature")]
    [InlineData("a\u00B2c", "superscript digit")]
    [InlineData("a\u2800c", "blank Braille pattern")]
    [InlineData("a\U0001F600c", "emoji")]
    [InlineData("a\u2764c", "heart")]
    [InlineData("a\U0001F1FAc", "regional indicator")]
    [InlineData("a\u20DDc", "enclosing mark")]
    [InlineData("a\uA789c", "a letter that is a colon")]
    [InlineData("a\u02D0c", "a length mark like a colon")]
    [InlineData("a\u01C3c", "a click like an exclamation mark")]
    [InlineData("a\u2019c", "typographic apostrophe")]
    [InlineData("a<c", "markup")]
    [InlineData("a`c", "backtick")]
    [InlineData("a\\c", "backslash")]
    [InlineData("a@c", "at sign")]
    [InlineData("do not veto: ticket 4711", "colon")]
    public void A_character_that_hides_or_pretends_is_refused(string text, string why) =>
        Assert.Equal(["labelCharacter"], Codes(text, why));

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        // attributes cannot carry them
        Assert.Equal(["labelCharacter"], Codes("a\uD83Dc", "high"));
        Assert.Equal(["labelCharacter"], Codes("a\uDE00c", "low"));
    }

    [Theory]
    [InlineData("q\u0301\u0302", "two accents")]
    [InlineData("a\u0335\u0338", "two strokes")]
    [InlineData("\u0301a", "no letter below")]
    [InlineData("a \u0301b", "on a space")]
    [InlineData("1\u0338", "on a digit")]
    [InlineData("a-\u0338", "on punctuation")]
    [InlineData("ท\u0E35\u0E48\u0E49", "three Thai marks")]
    [InlineData("ท\u0E48\u0E48", "the same Thai mark twice")]
    [InlineData("க\u0BBE\u0BBF\u0BBE\u0BBF\u0BBE\u0BBF\u0BBE", "a row of spacing marks")]
    public void Stacked_and_stray_marks_are_refused(string text, string why) =>
        Assert.Equal(["labelMark"], Codes(text, why));

    [Fact]
    public void Plain_words_pass_whatever_they_say_so_a_screen_must_quote_them() =>
        Assert.NotNull(LabelRules.Read("do not veto - ticket 4711").Label);

    private static List<string> Codes(string text, string why)
    {
        var reading = LabelRules.Read(text);
        Assert.True(reading.Label is null, why);
        return [.. reading.Mistakes.Select(m => m.Code)];
    }
}
