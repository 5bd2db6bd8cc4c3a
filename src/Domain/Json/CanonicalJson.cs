using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Holdfast.Domain.Json;

/// <summary>The canonical form of JSON by RFC 8785, without numbers: Holdfast's canonical texts hold amounts as strings.</summary>
public static class CanonicalJson
{
    /// <exception cref="NotSupportedException">
    /// The value holds a number with a fraction or an exponent or beyond 2^53, or a text with half of a surrogate pair.
    /// </exception>
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var first = true;
                foreach (var member in value.EnumerateObject().OrderBy(NameOf, StringComparer.Ordinal))
                {
                    if (!first) text.Append(',');
                    first = false;
                    WriteString(text, NameOf(member));
                    text.Append(':');
                    Write(text, member.Value);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    if (i > 0) text.Append(',');
                    Write(text, value[i]);
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(text, TextOf(value));
                break;
            case JsonValueKind.Number:
                text.Append(value.TryGetInt64(out var number) && number is > -(1L << 53) and < 1L << 53
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : throw new NotSupportedException("only whole numbers below 2^53 have a canonical form here"));
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                text.Append(value.GetRawText());
                break;
            case JsonValueKind.Undefined:
            default:
                throw new NotSupportedException($"no canonical form of {value.ValueKind}");
        }
    }

    private static string TextOf(JsonElement value) => Whole(value, v => v.GetString()!);

    private static string NameOf(JsonProperty member) => Whole(member, m => m.Name);

    /// <summary>RFC 8785, section 3.2.2.2: half of a surrogate pair has no canonical form.</summary>
    private static string Whole<T>(T of, Func<T, string> read)
    {
        try
        {
            return read(of);
        }
        catch (InvalidOperationException e)
        {
            throw new NotSupportedException("a text holds half of a surrogate pair", e);
        }
    }

    internal static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
