using System.Text;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// Ethereum and the networks with its addresses: `0x` and 40 hex digits. In one case they carry no checksum and an
/// error goes unnoticed; in mixed case EIP-55 must hold. Canonical is the EIP-55 spelling. Source: EIP-55.
/// </summary>
internal static class Evm
{
    private const int Digits = 40;

    public static AddressSpelling Read(string address)
    {
        if (address.Length != Digits + 2
            || !address.StartsWith("0x", StringComparison.Ordinal)
            || !IsHex(address.AsSpan(2)))
            return AddressSpelling.Malformed(address, "is not `0x` and 40 hex digits");

        var canonical = WithChecksum(address[2..].ToLowerInvariant());
        return LetterCase.IsMixed(address.AsSpan(2)) && address != canonical
            ? AddressSpelling.BadChecksum(address)
            : AddressSpelling.Of(canonical);
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character))
                return false;
        }
        return true;
    }

    // EIP-55: a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more
    private static string WithChecksum(string lower)
    {
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(Encoding.ASCII.GetBytes(lower), hash);
        Span<char> spelled = stackalloc char[Digits];
        for (var i = 0; i < Digits; i++)
        {
            var nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
            spelled[i] = nibble >= 8 ? char.ToUpperInvariant(lower[i]) : lower[i];
        }
        return $"0x{spelled}";
    }
}
