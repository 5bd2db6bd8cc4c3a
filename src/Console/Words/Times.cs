using System.Globalization;

namespace Holdfast.Consoles.Words;

/// <summary>Times as people say them. All are UTC and say so.</summary>
public static class Times
{
    /// <summary>As `Tue 24 Nov, 16:10 UTC (in 2 days)`.</summary>
    public static string Say(DateTimeOffset at, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:ddd d MMM}{(at.Year == now.Year ? "" : " " + at.Year.ToString(CultureInfo.InvariantCulture))}, {at:HH:mm} UTC ({Near(at - now)})");

    /// <summary>As `4 minutes ago` or `in 2 days`.</summary>
    public static string Near(TimeSpan away) => away.Duration() < TimeSpan.FromMinutes(1) ? "now"
        : away < TimeSpan.Zero ? $"{Span(away.Duration())} ago" : $"in {Span(away)}";

    /// <summary>The largest unit that says it without being wrong by much.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Count(span.TotalDays, "day"),
        { TotalHours: >= 2 } => Count(span.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Count(span.TotalMinutes, "minute"),
        _ => Count(span.TotalSeconds, "second"),
    };

    private static string Count(double number, string unit)
    {
        var whole = Math.Round(number).ToString(CultureInfo.InvariantCulture);
        return whole == "1" ? $"1 {unit}" : $"{whole} {unit}s";
    }
}
