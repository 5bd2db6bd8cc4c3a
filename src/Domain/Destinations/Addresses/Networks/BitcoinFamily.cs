using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// Bitcoin and its descendants: base58check over a version byte and a hash of 20 bytes, and segwit addresses where the
/// network has them. Test networks have other versions and prefixes and are refused.
/// Source: `chainparams.cpp` of Bitcoin Core, Litecoin Core and Dogecoin Core.
/// </summary>
/// <param name="canonicalVersions">Each accepted version byte and the one that the canonical spelling has.</param>
/// <param name="segwitPrefix">The prefix of segwit addresses; null if the network has none.</param>
internal sealed class BitcoinFamily(string name, (byte Given, byte Canonical)[] canonicalVersions, string? segwitPrefix)
{
    public static readonly BitcoinFamily Bitcoin = new("bitcoin", [(0x00, 0x00), (0x05, 0x05)], "bc");

    // Litecoin's scripts began with Bitcoin's version 5 and got 0x32 later; both still name the same place
    public static readonly BitcoinFamily Litecoin = new("litecoin", [(0x30, 0x30), (0x32, 0x32), (0x05, 0x32)], "ltc");

    public static readonly BitcoinFamily Dogecoin = new("dogecoin", [(0x1e, 0x1e), (0x16, 0x16)], null);

    private const int PayloadLength = 21;

    public AddressSpelling Read(string address)
    {
        if (segwitPrefix is not null && address.StartsWith(segwitPrefix + "1", StringComparison.OrdinalIgnoreCase))
            return SegwitAddress.Read(address, segwitPrefix);

        Span<byte> payload = stackalloc byte[PayloadLength];
        var verdict = Base58Check.Decode(Base58.Bitcoin, address, payload);
        if (verdict == ChecksumVerdict.Unreadable)
            return AddressSpelling.Malformed(address, $"is not a {name} address");
        if (verdict == ChecksumVerdict.Fails)
            return AddressSpelling.BadChecksum(address);

        foreach (var (given, canonical) in canonicalVersions)
        {
            if (payload[0] != given)
                continue;
            payload[0] = canonical;
            return AddressSpelling.Of(Base58Check.Encode(Base58.Bitcoin, payload));
        }
        return AddressSpelling.OfAnotherNetwork(address, $"is an address, but not of {name}'s main network");
    }
}
