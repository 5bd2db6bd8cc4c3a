using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// Tron: base58check over 0x41 and 20 bytes (`T...`). The hex spelling `41...` of its programming interfaces is
/// refused: it has no checksum, and no exchange shows it to people. Source: developers.tron.network, "Account".
/// </summary>
internal static class Tron
{
    private const byte MainNetwork = 0x41;

    public static AddressSpelling Read(string address)
    {
        Span<byte> payload = stackalloc byte[21];
        return Base58Check.Decode(Base58.Bitcoin, address, payload) switch
        {
            ChecksumVerdict.Holds when payload[0] == MainNetwork => AddressSpelling.Of(address),
            ChecksumVerdict.Holds => AddressSpelling.OfAnotherNetwork(address, "is an address, but not of tron"),
            ChecksumVerdict.Fails => AddressSpelling.BadChecksum(address),
            _ => AddressSpelling.Malformed(address, "is not a tron address: `T` and 33 base58 characters"),
        };
    }
}
