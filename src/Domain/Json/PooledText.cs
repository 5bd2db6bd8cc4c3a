using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Domain.Json;

/// <summary>
/// Reads short texts that were read lately as the same object: names of assets, networks and permissions stand in every
/// account many times. A text that falls out of the table is only made anew.
/// </summary>
internal sealed class PooledText : JsonConverter<string>
{
    private const int Longest = 24, Places = 4096;

    private static readonly string?[] Pool = new string?[Places];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest) return reader.GetString();
        ref var place = ref Pool[PlaceOf(reader.ValueSpan)];
        var known = Volatile.Read(ref place);
        if (known is not null && Ascii.Equals(reader.ValueSpan, known)) return known;
        var fresh = reader.GetString();
        Volatile.Write(ref place, fresh);
        return fresh;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options)!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static uint PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = 0u;
        foreach (var b in utf8) hash = unchecked((hash * 31) + b);
        return hash % Places;
    }
}
