using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Time;

public sealed class ReadingTimes
{
    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z")]
    [InlineData("2026-01-31T12:00:00.1239999Z", "2026-01-31T12:00:00.123Z")]
    [InlineData("2026-01-31T12:00:00+01:30", "2026-01-31T10:30:00.000Z")]
    [InlineData("2026-12-31T23:59:59.999-14:00", "2027-01-01T13:59:59.999Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z")]
    [InlineData("2000-01-01T00:00:00Z", "2000-01-01T00:00:00.000Z")]
    [InlineData("2200-01-01T00:00:00Z", "2200-01-01T00:00:00.000Z")]
    public void Reads_every_way_that_the_standard_has(string text, string written)
    {
        Assert.True(Instant.TryParse(text, out var at));
        Assert.Equal(written, at.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-01-31T12:00Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00.12345678Z")]
    [InlineData("2026-01-31T12:00:00,5Z")]
    [InlineData("2026-1-31T12:00:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-00-01T12:00:00Z")]
    [InlineData("2026-01-00T12:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:60:00Z")]
    [InlineData("2026-01-31T12:00:60Z")]
    [InlineData("2026-01-31T12:00:00+14:01")]
    [InlineData("2026-01-31T12:00:00+0100")]
    [InlineData("2026-01-31T12:00:00+01:60")]
    [InlineData("2026-01-31T12:00:00Z ")]
    [InlineData(" 2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00ZZ")]
    [InlineData("２026-01-31T12:00:00Z")]
    [InlineData("1999-12-31T23:59:59.999Z")]
    [InlineData("2200-01-01T00:00:00.001Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("never")]
    public void Refuses_everything_else(string text) => Assert.False(Instant.TryParse(text, out _));

    [Fact]
    public void Agrees_with_the_framework_over_two_centuries()
    {
        var random = new Random(3339);
        for (var i = 0; i < 20_000; i++)
        {
            var at = new Instant(random.NextInt64(Instant.Earliest.Milliseconds, Instant.Latest.Milliseconds));
            var theirs = DateTimeOffset.FromUnixTimeMilliseconds(at.Milliseconds);
            Assert.Equal(theirs.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture), at.ToString());
            Assert.True(Instant.TryParse(at.ToString(), out var same));
            Assert.Equal(at, same);
            var offset = TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1));
            Assert.True(Instant.TryParse(theirs.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture), out same));
            Assert.Equal(at, same);
        }
    }
}
