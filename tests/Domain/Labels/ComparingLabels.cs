using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

public sealed class ComparingLabels
{
    [Theory]
    [InlineData("paypal", "раураl", "Latin and Cyrillic")]
    [InlineData("SCOPE", "ЅСОРЕ", "capitals in Latin and Cyrillic")]
    [InlineData("ao", "αο", "Latin and Greek")]
    [InlineData("bot 10", "bot lO", "zero and one")]
    [InlineData("bot 1", "bot I", "one and capital i")]
    [InlineData("modern", "modem", "rn and m")]
    [InlineData("wallet", "vvallet", "w and vv")]
    [InlineData("BITFINEX", "bitfinex", "case alone")]
    [InlineData("Élan", "élan", "case of an accented letter")]
    [InlineData("b0t", "bot", "zero and small o")]
    [InlineData("Zürich", "Zu\u0308rich", "two spellings of one letter")]
    public void Look_alikes_have_one_skeleton(string one, string other, string why) =>
        Assert.True(LabelRules.Skeleton(one) == LabelRules.Skeleton(other), why);

    [Theory]
    [InlineData("bot 1", "bot 2")]
    [InlineData("main", "mean")]
    [InlineData("冷钱包", "热钱包")]
    [InlineData("van", "nan")]
    [InlineData("Zürich", "Zurich")]
    public void Labels_that_differ_to_the_eye_keep_their_own_skeletons(string one, string other) =>
        Assert.NotEqual(LabelRules.Skeleton(one), LabelRules.Skeleton(other));

    [Fact]
    public void The_published_skeleton_is_the_one_of_icu()
    {
        foreach (var (text, _, skeleton) in IcuVectors.All)
            Assert.Equal(skeleton, LabelSkeleton.Published(text));
    }

    [Fact]
    public void A_skeleton_is_its_own_skeleton_for_every_code_point()
    {
        for (var codePoint = 0; codePoint < 0x110000; codePoint++)
        {
            var skeleton = LabelRules.Skeleton($"ab{CodePoints.Text([codePoint])}cd");
            if (LabelRules.Skeleton(skeleton) != skeleton) Assert.Fail($"U+{codePoint:X4}");
        }
    }
}
