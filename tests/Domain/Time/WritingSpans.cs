using System.Text.Json;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Time;

/// <summary>What is stored must be read again, also when it has grown beyond what anybody may ask for.</summary>
public sealed class WritingSpans
{
    private static readonly JsonSerializerOptions Stored = new() { Converters = { new SpanJson() } };

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(3_600)]
    [InlineData(3_650 * 86_400.0)]
    [InlineData((3_650 * 86_400.0) + 1)]
    [InlineData(4_000 * 86_400.0)]
    [InlineData((73_000 * 86_400.0) + 3_601.25)]
    [InlineData(365_000 * 86_400.0)]
    public void Is_undone_by_reading(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        Assert.Equal(span, JsonSerializer.Deserialize<TimeSpan>(JsonSerializer.Serialize(span, Stored), Stored));
    }

    [Theory]
    [InlineData("P3651D")]
    [InlineData("PT87600H1S")]
    [InlineData("P99999D")]
    public void Says_nothing_about_what_a_request_may_name(string text) => Assert.False(Spans.TryParse(text, out _));
}
