using System.Buffers.Binary;
using System.Globalization;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// The XRP Ledger: classic addresses (`r...`), and X-addresses, which carry the tag or say that there is none.
/// Canonical is the classic address with the tag beside it. Source: xrpl.org, "Addresses"; X-addresses: XLS-5d.
/// </summary>
internal static class XrpLedger
{
    private const byte AccountVersion = 0x00;
    private const int AccountLength = 20;

    private static ReadOnlySpan<byte> MainPrefix => [0x05, 0x44];

    private static ReadOnlySpan<byte> TestPrefix => [0x04, 0x93];

    public static AddressSpelling Read(string address)
    {
        Span<byte> classic = stackalloc byte[1 + AccountLength];
        return Base58Check.Decode(Base58.Xrp, address, classic) switch
        {
            ChecksumVerdict.Holds when classic[0] == AccountVersion => AddressSpelling.Of(address),
            ChecksumVerdict.Holds => AddressSpelling.OfAnotherNetwork(address, "is not an account of the xrp ledger"),
            ChecksumVerdict.Fails => AddressSpelling.BadChecksum(address),
            _ => ReadExtended(address),
        };
    }

    private static AddressSpelling ReadExtended(string address)
    {
        // prefix, account, kind of tag, tag as 64 bits in little-endian order
        Span<byte> payload = stackalloc byte[2 + AccountLength + 1 + 8];
        var verdict = Base58Check.Decode(Base58.Xrp, address, payload);
        if (verdict == ChecksumVerdict.Fails)
            return AddressSpelling.BadChecksum(address);
        if (verdict == ChecksumVerdict.Holds && payload.StartsWith(TestPrefix))
            return AddressSpelling.OfAnotherNetwork(address, "is of a test network");
        if (verdict == ChecksumVerdict.Unreadable || !payload.StartsWith(MainPrefix))
            return AddressSpelling.Malformed(address, "is neither a classic address nor an x-address");

        return TagOf(payload[(2 + AccountLength)..]) is { } tag
            ? AddressSpelling.Of(Classic(payload.Slice(2, AccountLength)), tag)
            : AddressSpelling.Malformed(address, "carries a tag that the xrp ledger does not define");
    }

    // kind 0 says that there is no tag, kind 1 a tag of 32 bits; 64 bits are reserved, and unused bytes are zero
    private static string? TagOf(ReadOnlySpan<byte> kindAndTag)
    {
        var tag = BinaryPrimitives.ReadUInt64LittleEndian(kindAndTag[1..]);
        return kindAndTag[0] switch
        {
            0 when tag == 0 => "",
            1 when tag <= uint.MaxValue => tag.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static string Classic(ReadOnlySpan<byte> account) =>
        Base58Check.Encode(Base58.Xrp, [AccountVersion, .. account]);
}
