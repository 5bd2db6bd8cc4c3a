using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Holdfast.Domain.Time;

/// <summary>A point in time in milliseconds since 1970-01-01T00:00:00Z; written as RFC 3339 in UTC.</summary>
[JsonConverter(typeof(InstantJson))]
public readonly partial record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>Later than everything: what never ends, ends here.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>The earliest and the latest moment that a request may name.</summary>
    public static readonly Instant Earliest = new(946_684_800_000), Latest = new(7_258_118_400_000);

    public static Instant operator +(Instant at, TimeSpan span) =>
        at == Never ? Never : new(at.Milliseconds + (span.Ticks / TimeSpan.TicksPerMillisecond));

    public static Instant operator -(Instant at, TimeSpan span) => at + -span;

    public static TimeSpan operator -(Instant later, Instant earlier) =>
        TimeSpan.FromMilliseconds(later.Milliseconds - earlier.Milliseconds);

    public static bool operator <(Instant a, Instant b) => a.Milliseconds < b.Milliseconds;

    public static bool operator >(Instant a, Instant b) => a.Milliseconds > b.Milliseconds;

    public static bool operator <=(Instant a, Instant b) => a.Milliseconds <= b.Milliseconds;

    public static bool operator >=(Instant a, Instant b) => a.Milliseconds >= b.Milliseconds;

    public static Instant Max(Instant a, Instant b) => a > b ? a : b;

    public static Instant Min(Instant a, Instant b) => a < b ? a : b;

    /// <summary>Reads RFC 3339 with any offset, between 2000 and 2200; false otherwise.</summary>
    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;
        if (text is null || !Rfc3339().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return false;
        instant = new(at.ToUnixTimeMilliseconds());
        return instant >= Earliest && instant <= Latest;
    }

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,7})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Rfc3339();

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => this == Never
        ? "never"
        : DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        if (string.Equals(text, "never", StringComparison.Ordinal)) return Instant.Never;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new(at.ToUnixTimeMilliseconds())
            : throw new JsonException("not a time");
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
