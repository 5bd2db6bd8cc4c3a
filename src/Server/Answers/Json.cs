using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Answers;

/// <summary>Writes answers.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same object with one member more.</summary>
    public static byte[] With(ReadOnlyMemory<byte> whole, string name, Action<Utf8JsonWriter> value) => Bytes(json =>
    {
        using var document = JsonDocument.Parse(whole);
        json.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(json);
        json.WritePropertyName(name);
        value(json);
        json.WriteEndObject();
    });

    public static void WriteOptional(this Utf8JsonWriter json, string name, Instant? at, Func<Instant, Instant> shown)
    {
        if (at is { } t && t != Instant.Never) json.WriteString(name, shown(t).ToString());
        else json.WriteNull(name);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }
}
