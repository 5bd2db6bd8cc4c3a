using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Domain.Factors;

/// <summary>
/// Codes that an owner keeps on paper, each good once: 80 random bits in Crockford's base 32, too many to try against
/// the hashes. Kept are a salt and the HMAC of each code under it, and the host seals both.
/// </summary>
public static class RecoveryCodes
{
    /// <summary>Codes that are made at once.</summary>
    public const int Count = 10;

    /// <summary>Random bytes that <see cref="Write"/> takes.</summary>
    public const int RandomBytes = Count * CodeBytes;

    public const int SaltBytes = 16;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int CodeBytes = 10, Letters = 16, Group = 4, HashBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>The codes as their owner writes them down: four groups of four.</summary>
    public static string[] Write(ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomBytes) throw new ArgumentException("these are not the bytes of ten codes", nameof(random));
        var codes = new string[Count];
        for (var i = 0; i < Count; i++) codes[i] = Grouped(random.Slice(i * CodeBytes, CodeBytes));
        return codes;
    }

    /// <summary>What is kept of them.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> salt, IEnumerable<string> codes)
    {
        if (salt.Length != SaltBytes) throw new ArgumentException("this is no salt", nameof(salt));
        var kept = new List<byte>([.. salt]);
        foreach (var code in codes)
            kept.AddRange(HMACSHA256.HashData(salt, Encoding.ASCII.GetBytes(Read(code) ?? throw new ArgumentException("this is no code", nameof(codes)))));
        return [.. kept];
    }

    /// <summary>The place of a code among those that are kept; null where it is none of them. All are always compared, in constant time.</summary>
    public static int? Match(ReadOnlySpan<byte> kept, string code)
    {
        var text = Read(code);
        var given = HMACSHA256.HashData(kept[..SaltBytes], Encoding.ASCII.GetBytes(text ?? ""));
        int? matched = null;
        for (var i = 0; SaltBytes + ((i + 1) * HashBytes) <= kept.Length; i++)
        {
            var isEqual = CryptographicOperations.FixedTimeEquals(kept.Slice(SaltBytes + (i * HashBytes), HashBytes), given);
            matched = isEqual & text is not null ? i : matched;
        }
        return matched;
    }

    /// <summary>
    /// A code as it is hashed, from how people type it: in any case, with or without hyphens between the groups, `O` for zero and
    /// `I` or `L` for one, as Crockford reads them; null for what is none.
    /// </summary>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new StringBuilder(Letters);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '-' && read.Length is > 0 and < Letters && read.Length % Group == 0 && text[i - 1] != '-') continue;
            var letter = Letter(text[i]);
            if (!Alphabet.Contains(letter, StringComparison.Ordinal) || read.Length == Letters) return null;
            read.Append(letter);
        }
        return read.Length == Letters ? read.ToString() : null;
    }

    private static char Letter(char c) => char.IsAscii(c)
        ? char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }
        : '-';

    private static string Grouped(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(Letters + 3);
        var (buffer, bits, written) = (0, 0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = (((buffer << 8) | b) & 0xFFF, bits + 8);
            for (; bits >= 5; bits -= 5)
            {
                if (written > 0 && written % Group == 0) text.Append('-');
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
                written++;
            }
        }
        return text.ToString();
    }
}
