using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Domain.Factors;

/// <summary>The HMAC of a time-based code; authenticator apps are only sure to know the first.</summary>
public enum TotpAlgorithm
{
    Sha1,
    Sha256,
    Sha512,
}

/// <summary>
/// Time-based one-time passwords (RFC 6238 over RFC 4226): six digits, HMAC-SHA-1, steps of 30 s, a neighbouring step
/// on either side. Whoever calls `Match` keeps the step it returned, so that no code counts twice.
/// </summary>
public static class Totp
{
    /// <summary>Seconds in a step.</summary>
    public const int StepSeconds = 30;

    /// <summary>Digits in a code that a person types.</summary>
    public const int Digits = 6;

    /// <summary>Bytes in a secret: the 160 bits that RFC 4226 section 4 recommends. Shorter ones throw.</summary>
    public const int SecretBytes = 20;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>
    /// The step whose code this is, among the step of `unixSeconds` and its two neighbours, and later than `lastStep`
    /// (-1 before the first); null when there is none. All three are always computed and compared in constant time.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, long unixSeconds, long lastStep)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfNegative(unixSeconds);
        var isCode = code.Length == Digits && code.All(char.IsAsciiDigit);
        var given = Encoding.ASCII.GetBytes(isCode ? code : new string('0', Digits));
        long? matched = null;
        var now = unixSeconds / StepSeconds;

        // upwards: should two steps share a code, the later one is spent and the code with it
        for (var step = now - 1; step <= now + 1; step++)
        {
            var expected = Encoding.ASCII.GetBytes(Code(secret, step));
            var isEqual = CryptographicOperations.FixedTimeEquals(expected, given);
            matched = isEqual & isCode & step > lastStep & step >= 0 ? step : matched;
        }

        return matched;
    }

    /// <summary>The code of a step, 6 to 8 digits; for HOTP the step is the counter (RFC 4226 section 5.3).</summary>
    public static string Code(
        ReadOnlySpan<byte> secret, long step, int digits = Digits, TotpAlgorithm algorithm = TotpAlgorithm.Sha1)
    {
        RefuseShort(secret);
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 6);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 8);
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var mac = Mac(secret, counter, algorithm);
        var truncated = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(mac[^1] & 0xF)) & 0x7FFF_FFFF;
        var modulus = 1u;
        for (var i = 0; i < digits; i++) modulus *= 10;
        return (truncated % modulus).ToString($"D{digits}");
    }

    /// <summary>
    /// What an authenticator app reads from a QR code (Key URI Format of Google Authenticator). It carries the secret.
    /// Neither name may be blank or hold a colon, which parts them.
    /// </summary>
    [SuppressMessage("Design", "CA1055", Justification = "the text goes into a QR code as it is")]
    public static string Uri(string issuer, string account, ReadOnlySpan<byte> secret)
    {
        RefuseShort(secret);
        var (from, to) = (Named(issuer, nameof(issuer)), Named(account, nameof(account)));
        return $"otpauth://totp/{from}:{to}?secret={Base32(secret)}&issuer={from}"
            + $"&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
    }

    /// <summary>Base32 without padding (RFC 4648 section 6), as authenticator apps read a secret.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            (buffer, bits) = (((buffer & 0x1F) << 8) | value, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Alphabet[(buffer >> (bits - 5)) & 0x1F]);
        }

        if (bits > 0) text.Append(Alphabet[(buffer << (5 - bits)) & 0x1F]);
        return text.ToString();
    }

    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA-1 is what apps implement; RFC 6238 section 1.2")]
    private static byte[] Mac(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> counter, TotpAlgorithm algorithm) =>
        algorithm switch
        {
            TotpAlgorithm.Sha1 => HMACSHA1.HashData(secret, counter),
            TotpAlgorithm.Sha256 => HMACSHA256.HashData(secret, counter),
            TotpAlgorithm.Sha512 => HMACSHA512.HashData(secret, counter),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };

    private static string Named(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name.Contains(':')) throw new ArgumentException("a name in a key uri holds no colon", parameter);
        return System.Uri.EscapeDataString(name);
    }

    private static void RefuseShort(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < SecretBytes)
            throw new ArgumentException("a totp secret has at least 160 bits", nameof(secret));
    }
}
