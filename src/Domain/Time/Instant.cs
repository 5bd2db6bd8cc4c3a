using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Domain.Time;

/// <summary>A point in time in milliseconds since 1970-01-01T00:00:00Z; written as RFC 3339 in UTC.</summary>
[JsonConverter(typeof(InstantJson))]
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
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
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant) =>
        Rfc3339.TryRead(text, out instant) && instant >= Earliest && instant <= Latest;

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>As a person reads it, to the minute and never later than it is: `7 December 2026 at 06:53 UTC`.</summary>
    public string ToWords() => this == Never ? "never" : DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds)
        .ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public override string ToString()
    {
        if (this == Never) return "never";
        Span<char> text = stackalloc char[Rfc3339.Length];
        Rfc3339.Write(this, text);
        return text.ToString();
    }
}

internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Rfc3339.Longest];
        if (reader.ValueSpan.Length > text.Length) throw new JsonException("not a time");
        text = text[..reader.CopyString(text)];
        if (text is "never") return Instant.Never;
        return Rfc3339.TryRead(text, out var at) ? at : throw new JsonException("not a time");
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        if (value == Instant.Never)
        {
            writer.WriteStringValue("never"u8);
            return;
        }
        Span<char> text = stackalloc char[Rfc3339.Length];
        Rfc3339.Write(value, text);
        writer.WriteStringValue(text);
    }
}
