using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Storage;

namespace Holdfast.Server.Verification;

/// <summary>
/// The code in an announcement: 60 bits of a MAC over the announcement and its recipient, as 12 characters of Crockford's
/// base 32, so that it can be read out, typed, and looked up, and not guessed.
/// </summary>
internal sealed class AnnouncementCodes(byte[] key)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Length = 12, Group = 4;

    /// <summary>The code of one recipient: three groups of four characters, parted by hyphens.</summary>
    public string For(string announcement, int recipient)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"holdfast/code/v1 {announcement} {recipient}"), mac);
        var bits = BinaryPrimitives.ReadUInt64BigEndian(mac);
        var code = new StringBuilder(Length + 2);
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && i % Group == 0) code.Append('-');
            code.Append(Alphabet[(int)(bits >> 59)]);
            bits <<= 5;
        }
        return code.ToString();
    }

    /// <summary>A code as somebody typed it, in its one spelling; null when it is none. O is 0, I and L are 1, hyphens and blanks don't count.</summary>
    public static string? Read(string typed)
    {
        if (typed.Length > 4 * Length) return null;
        var code = new StringBuilder(Length + 2);
        var count = 0;
        foreach (var c in typed)
        {
            if (c is '-' or ' ') continue;
            var known = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (!Alphabet.Contains(known, StringComparison.Ordinal) || count == Length) return null;
            if (count > 0 && count % Group == 0) code.Append('-');
            code.Append(known);
            count++;
        }
        return count == Length ? code.ToString() : null;
    }

    public static LogKey Key(string code) => LogKey.Of("code", code);
}
