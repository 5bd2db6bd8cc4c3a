using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Holdfast.Domain.Time;

/// <summary>ISO 8601 durations of days, hours, minutes and seconds; months and years have no fixed length and are refused.</summary>
public static partial class Spans
{
    /// <summary>The longest span that a request may name.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads `P7D`, `PT48H`, `P1DT12H`, `PT0.5S`; at most 3,650 days; false otherwise.</summary>
    public static bool TryParse(string? text, out TimeSpan span)
    {
        if (TryRead(text, out span) && span <= Longest) return true;
        span = default;
        return false;
    }

    /// <summary>The same of any length that is written: what has aged for longer than anybody may ask must be read again.</summary>
    internal static bool TryRead(string? text, out TimeSpan span)
    {
        span = default;
        if (text is null || text.Length > 32) return false;
        var match = Iso().Match(text);
        if (!match.Success) return false;
        var milliseconds = 0m;
        var parts = 0;
        foreach (var (name, unit) in Units)
        {
            var group = match.Groups[name];
            if (!group.Success) continue;
            parts++;
            milliseconds += decimal.Parse(group.Value, CultureInfo.InvariantCulture) * unit;
        }
        if (parts == 0 || text.EndsWith('T') || milliseconds > MostMilliseconds) return false;
        if (milliseconds != decimal.Truncate(milliseconds)) return false;
        span = TimeSpan.FromMilliseconds((long)milliseconds);
        return true;
    }

    /// <summary>Whole weeks and longer whole days as `P7D`, everything else in hours, minutes and seconds.</summary>
    public static string Format(TimeSpan span) =>
        span.TotalDays >= 7 && span.Ticks % TimeSpan.TicksPerDay == 0
            ? string.Create(CultureInfo.InvariantCulture, $"P{span.Days}D")
            : FormatHours(span);

    /// <summary>The same in hours, minutes and seconds only, cut to whole seconds unless it is shorter than one.</summary>
    public static string FormatHours(TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return "PT0S";
        var text = new StringBuilder("PT");
        if (span.TotalHours >= 1) text.Append(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}H");
        if (span.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{span.Minutes}M");
        if (span.Milliseconds > 0)
            text.Append(CultureInfo.InvariantCulture, $"{span.Seconds}.{span.Milliseconds:000}S");
        else if (span.Seconds > 0)
            text.Append(CultureInfo.InvariantCulture, $"{span.Seconds}S");
        return text.ToString();
    }

    private const decimal MostMilliseconds = 366_000m * 86_400_000m;

    private static readonly (string Name, decimal Milliseconds)[] Units =
        [("d", 86_400_000m), ("h", 3_600_000m), ("m", 60_000m), ("s", 1_000m)];

    [GeneratedRegex(
        @"\AP(?:(?<d>[0-9]{1,6})D)?(?:T(?:(?<h>[0-9]{1,7})H)?(?:(?<m>[0-9]{1,7})M)?(?:(?<s>[0-9]{1,9}(?:\.[0-9]{1,3})?)S)?)?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}

/// <summary>Writes a span as ISO 8601.</summary>
public sealed class SpanJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Spans.TryRead(reader.GetString(), out var span) ? span : throw new JsonException("not a duration");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Spans.Format(value));
}
