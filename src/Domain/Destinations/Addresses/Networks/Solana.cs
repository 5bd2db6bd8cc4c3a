using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// Solana: base58 of exactly 32 bytes. There is no checksum, so that a mistyped character often names another place
/// and only a person can notice. Canonical is the decoded and encoded form. Source: solana.com/docs, "Accounts".
/// </summary>
internal static class Solana
{
    public static AddressSpelling Read(string address)
    {
        Span<byte> key = stackalloc byte[32];
        return Base58.Bitcoin.TryDecode(address, key)
            ? AddressSpelling.Of(Base58.Bitcoin.Encode(key))
            : AddressSpelling.Malformed(address, "is not base58 of 32 bytes");
    }
}
