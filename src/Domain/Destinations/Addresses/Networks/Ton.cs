using System.Buffers;
using System.Buffers.Binary;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// TON: raw (`0:` and 64 hex digits, without a checksum) and user-friendly addresses (48 characters of base64 or
/// base64url with a CRC). How a refused message bounces is no part of the place, so canonical is the bounceable,
/// base64url, main network form. Source: docs.ton.org, "Smart contract addresses"; TEP-2.
/// </summary>
internal static class Ton
{
    private const int FriendlyLength = 48;
    private const int ChecksumLength = 2;
    private const byte Bounceable = 0x11;
    private const byte NotBounceable = 0x51;
    private const byte TestOnly = 0x80;
    private const byte MasterchainByte = 0xff;

    public static AddressSpelling Read(string address) =>
        address.Contains(':', StringComparison.Ordinal) ? ReadRaw(address) : ReadFriendly(address);

    private static AddressSpelling ReadRaw(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        Span<byte> account = stackalloc byte[32];
        // only the masterchain and workchain 0 exist
        return address[..colon] is "0" or "-1"
            && address.Length == colon + 1 + 64
            && Convert.FromHexString(address.AsSpan(colon + 1), account, out _, out _) == OperationStatus.Done
            ? Friendly(address[0] == '0' ? (byte)0 : MasterchainByte, account)
            : AddressSpelling.Malformed(address, "is not `0:` or `-1:` and 64 hex digits");
    }

    private static AddressSpelling ReadFriendly(string address)
    {
        Span<byte> bytes = stackalloc byte[FriendlyLength / 4 * 3];
        if (!TryDecode(address, bytes))
            return AddressSpelling.Malformed(address, "is not a raw address or 48 characters of base64");
        if (Crc16.Of(bytes[..^ChecksumLength]) != BinaryPrimitives.ReadUInt16BigEndian(bytes[^ChecksumLength..]))
            return AddressSpelling.BadChecksum(address);
        if (bytes[0] is (Bounceable | TestOnly) or (NotBounceable | TestOnly))
            return AddressSpelling.OfAnotherNetwork(address, "is flagged for test networks only");

        return bytes[0] is Bounceable or NotBounceable && bytes[1] is 0 or MasterchainByte
            ? Friendly(bytes[1], bytes[2..^ChecksumLength])
            : AddressSpelling.Malformed(address, "has a flag or a workchain that ton does not define");
    }

    // the platform's decoder skips spaces and knows one alphabet, so the characters are judged first
    private static bool TryDecode(string address, Span<byte> bytes)
    {
        var mixesAlphabets = address.AsSpan().ContainsAny('-', '_') && address.AsSpan().ContainsAny('+', '/');
        if (address.Length != FriendlyLength || mixesAlphabets)
            return false;

        Span<char> standard = stackalloc char[FriendlyLength];
        for (var i = 0; i < standard.Length; i++)
        {
            standard[i] = address[i] switch { '-' => '+', '_' => '/', var other => other };
            if (!char.IsAsciiLetterOrDigit(standard[i]) && standard[i] is not ('+' or '/'))
                return false;
        }
        return Convert.TryFromBase64Chars(standard, bytes, out var written) && written == bytes.Length;
    }

    private static AddressSpelling Friendly(byte workchain, ReadOnlySpan<byte> account)
    {
        Span<byte> bytes = [Bounceable, workchain, .. account, 0, 0];
        var checksum = (ushort)Crc16.Of(bytes[..^ChecksumLength]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[^ChecksumLength..], checksum);
        return AddressSpelling.Of(Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'));
    }
}
