using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

public sealed class ReadingALabel
{
    [Theory]
    [InlineData("bot")]
    [InlineData("Trading bot #2 (R&D)")]
    [InlineData("Mum's phone")]
    [InlineData("cold-storage_1 + 2 / 3.")]
    [InlineData("Žlutý kůň")]
    [InlineData("Größe Łódź")]
    [InlineData("Nguyễn Đức")]
    [InlineData("İstanbul ışık")]
    [InlineData("ọ̀rọ̀")]
    [InlineData("Κρύο πορτοφόλι")]
    [InlineData("Холодный кошелёк 2")]
    [InlineData("Гаманець 'Їжак'")]
    [InlineData("محفظة باردة ٢")]
    [InlineData("کیف پول ۲")]
    [InlineData("شدّة")]
    [InlineData("ארנק קר 2")]
    [InlineData("Սառը դրամապանակ")]
    [InlineData("ცივი საფულე")]
    [InlineData("ที่เก็บน้ำทองคำ")]
    [InlineData("ກະເປົາເງິນ")]
    [InlineData("हिंदी बटुआ २")]
    [InlineData("வாலட்")]
    [InlineData("ကြိုးညှို့")]
    [InlineData("ស្ត្រី")]
    [InlineData("コールドウォレット")]
    [InlineData("Binanceの財布")]
    [InlineData("ひらがな カタカナ 漢字 Latin")]
    [InlineData("차가운 지갑 Ledger 1")]
    [InlineData("韓國 한국 Korea")]
    [InlineData("冷钱包 Ledger 1")]
    [InlineData("冷ㄌㄥ Latin")]
    public void An_honest_label_reads_as_it_was_typed(string text)
    {
        var reading = LabelRules.Read(text);
        Assert.Empty(reading.Mistakes);
        Assert.Equal(text, reading.Label);
        Assert.Equal(text, SafeText.Escape(text));
    }

    [Theory]
    [InlineData("Zu\u0308rich", "Zürich")]
    [InlineData("\u212Bbo", "Åbo")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국")]
    [InlineData("か\u3099", "が")]
    public void Decomposed_letters_are_put_together(string text, string label) =>
        Assert.Equal(label, LabelRules.Read(text).Label);

    [Fact]
    public void A_label_of_32_units_passes_and_one_of_33_does_not()
    {
        Assert.NotNull(LabelRules.Read(new string('a', 32)).Label);
        Assert.Equal(["labelTooLong"], Codes(new string('a', 33)));
        Assert.Equal(["labelTooLong"], Codes(new string('\u202E', 100_000)));
    }

    [Fact]
    public void The_length_is_measured_after_normalisation()
    {
        Assert.NotNull(LabelRules.Read(string.Concat(Enumerable.Repeat("u\u0308", 32))).Label);
        Assert.NotNull(LabelRules.Read(string.Concat(Enumerable.Repeat("\u03B1\u0313\u0300\u0345", 32))).Label);
        Assert.Equal(["labelTooLong"], Codes(string.Concat(Enumerable.Repeat("u\u0308", 33))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("()")]
    public void A_label_without_letter_or_digit_is_blank(string text) => Assert.Equal(["labelBlank"], Codes(text));

    [Theory]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a  b")]
    public void Spaces_stand_alone_and_inside(string text) => Assert.Equal(["labelSpace"], Codes(text));

    [Fact]
    public void Every_mistake_is_named_at_once() =>
        Assert.Equal(
            "labelTooLong labelSpace labelCharacter labelCharacter labelMark labelScripts labelNumbers",
            string.Join(' ', Codes(" \u0301a\u0430:\u202E:1\u0662" + new string('x', 30))));

    [Fact]
    public void A_mistake_quotes_nothing_that_could_act_on_a_screen()
    {
        var mistake = Assert.Single(LabelRules.Read("a\u202Eb").Mistakes);
        Assert.StartsWith("`\\u{202E}` cannot stand in a label", mistake.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', mistake.Text);
    }

    private static List<string> Codes(string text)
    {
        var reading = LabelRules.Read(text);
        Assert.Null(reading.Label);
        return [.. reading.Mistakes.Select(m => m.Code)];
    }
}
