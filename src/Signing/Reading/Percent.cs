using System.Buffers.Binary;
using System.Numerics;

namespace Holdfast.Signing.Reading;

/// <summary>Percent-encoding (RFC 3986 section 2.1) as forms use it: `+` is a blank.</summary>
internal static class Percent
{
    private const int LongestName = 256;

    /// <summary>Whether each `%` begins two hexadecimal digits.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0;)
        {
            if (text.Length - at < 3 || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2])) return false;
            text = text[(at + 3)..];
            at = text.IndexOf((byte)'%');
        }

        return true;
    }

    /// <summary>
    /// 64 bits of the decoded text; no two texts of at most eight bytes share theirs. Longer ones that do are refused as one, which hurts only
    /// who chose them.
    /// </summary>
    public static bool TryHash(ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = 0;
        if (text.Length > LongestName) return false;
        if (text.ContainsAny((byte)'%', (byte)'+'))
        {
            Span<byte> decoded = stackalloc byte[LongestName];
            var length = 0;
            while (text.Length > 0)
            {
                if (!TryNext(ref text, out decoded[length++])) return false;
            }

            return TryHashPlain(decoded[..length], out hash);
        }

        return TryHashPlain(text, out hash);
    }

    private static bool TryHashPlain(ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = unchecked((ulong)text.Length * 0x9E3779B97F4A7C15);
        if (text.ContainsAnyInRange((byte)0, (byte)0x1f) || text.Contains((byte)0x7f)) return false;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            hash = unchecked((BitOperations.RotateLeft(hash, 23) ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * 0xD6E8FEB86659FD93);
        var rest = 0UL;
        foreach (var one in text) rest = (rest << 8) | one;
        hash = unchecked((hash ^ rest) * 0xD6E8FEB86659FD93);
        return true;
    }

    /// <param name="plain">Letters and digits.</param>
    public static bool NameIs(ReadOnlySpan<byte> text, ReadOnlySpan<byte> plain)
    {
        if (text.Length <= plain.Length) return text.SequenceEqual(plain);
        while (text.Length > 0 && plain.Length > 0)
        {
            if (!TryNext(ref text, out var one) || one != plain[0]) return false;
            plain = plain[1..];
        }

        return text.Length == plain.Length;
    }

    /// <summary>Decodes into <paramref name="into"/>; a raw `+` is no text that can be decoded to one thing, so it is refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> into, out int written)
    {
        written = 0;
        while (text.Length > 0)
        {
            if (written == into.Length || text[0] == (byte)'+' || !TryNext(ref text, out var one)) return false;
            into[written++] = one;
        }

        return true;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> text, out byte one)
    {
        one = text[0];
        if (one == (byte)'%')
        {
            if (!IsWellFormed(text[..Math.Min(3, text.Length)])) return false;
            one = (byte)((Digit(text[1]) << 4) | Digit(text[2]));
            text = text[3..];
            return true;
        }

        if (one == (byte)'+') one = (byte)' ';
        text = text[1..];
        return true;
    }

    private static int Digit(byte one) => one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10;
}
