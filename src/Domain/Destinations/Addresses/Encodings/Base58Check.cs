using System.Security.Cryptography;

namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>
/// Base58 over a payload and the first four bytes of its double SHA-256: one altered character passes with a chance of
/// about 2^-32. Source: Bitcoin Core `base58.cpp`.
/// </summary>
internal static class Base58Check
{
    private const int ChecksumLength = 4;

    /// <summary>Fills the payload; the verdict says whether the text spells that many bytes and is unaltered.</summary>
    public static ChecksumVerdict Decode(Base58 alphabet, ReadOnlySpan<char> text, Span<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[payload.Length + ChecksumLength];
        if (!alphabet.TryDecode(text, bytes))
            return ChecksumVerdict.Unreadable;

        bytes[..payload.Length].CopyTo(payload);
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        WriteChecksum(payload, checksum);
        return bytes[payload.Length..].SequenceEqual(checksum) ? ChecksumVerdict.Holds : ChecksumVerdict.Fails;
    }

    public static string Encode(Base58 alphabet, ReadOnlySpan<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[payload.Length + ChecksumLength];
        payload.CopyTo(bytes);
        WriteChecksum(payload, bytes[payload.Length..]);
        return alphabet.Encode(bytes);
    }

    private static void WriteChecksum(ReadOnlySpan<byte> payload, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        SHA256.HashData(hash, hash);
        hash[..ChecksumLength].CopyTo(checksum);
    }
}

/// <summary>What decoding a text with a checksum showed.</summary>
internal enum ChecksumVerdict
{
    /// <summary>The text does not spell the expected number of bytes.</summary>
    Unreadable,

    /// <summary>The text has the right form, but was altered.</summary>
    Fails,

    Holds,
}
