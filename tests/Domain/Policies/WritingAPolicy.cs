using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Policies;

public sealed class WritingAPolicy
{
    [Fact]
    public void It_is_read_back_the_same()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(WhichWayAPolicyGoes.One.ToArbitrary(), policy =>
        {
            var text = PolicyWriting.Write(policy);
            Assert.Empty(PolicyReading.Read(Encoding.UTF8.GetBytes(text), out var read));
            Assert.Empty(PolicyComparison.Compare(policy, read!));
            Assert.Equal(text, PolicyWriting.Write(read!));
            Assert.Equal(text, CanonicalJson.Write(JsonElement.Parse(text)));
            Assert.Equal(PolicyWriting.Digest(policy), PolicyWriting.Digest(read!));
        }));
    }

    [Fact]
    public void It_names_every_value()
    {
        using var text = JsonDocument.Parse(PolicyWriting.Write(Policy.Default));
        Assert.Equal(
            ["allowance", "evidenceSpan", "floorPrices", "guardianApproves", "holds", "marketBand", "orderBand", "platformTells", "priceAge", "priceOutage", "prices", "sessionFactorAge",
                "settling", "signals", "strongEvidenceHold", "volumeFloor"],
            text.RootElement.EnumerateObject().Select(m => m.Name));
        Assert.Equal(Elements.All.Length, text.RootElement.GetProperty("holds").EnumerateObject().Count());
    }

    [Theory]
    [InlineData(0, "PT0S")]
    [InlineData(90, "PT90S")]
    [InlineData(300, "PT5M")]
    [InlineData(5_400, "PT90M")]
    [InlineData(86_400, "PT24H")]
    [InlineData(172_800, "PT48H")]
    [InlineData(604_800, "P7D")]
    [InlineData(608_400, "PT169H")]
    public void A_span_has_one_spelling(int seconds, string text)
    {
        Assert.Equal(text, PolicySpans.Format(TimeSpan.FromSeconds(seconds)));
        Assert.True(PolicySpans.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 30)]
    [InlineData(1, 720)]
    [InlineData(5, 1440)]
    [InlineData(24, 720)]
    [InlineData(99, 101)]
    [InlineData(123, 4567)]
    [InlineData(300, 86400)]
    public void A_range_of_numbers_matches_exactly_them(int least, int most)
    {
        var range = new System.Text.RegularExpressions.Regex(
            $@"\A(?:{DigitRange.Pattern(least, most)})\z", default, TimeSpan.FromSeconds(1));
        for (var i = 0; i < (most * 2) + 1200; i++) Assert.Equal(i >= least && i <= most, range.IsMatch($"{i}"));
        Assert.DoesNotMatch(range, $"0{most}");
    }
}
