using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// A witness version and program in bech32 (version 0) or bech32m (1 to 16); canonical in lower case. Versions without
/// a meaning yet are accepted, as BIP350 asks. Source: BIP141, BIP173, BIP350.
/// </summary>
internal static class SegwitAddress
{
    private const int LastVersion = 16;

    /// <summary>Reads a text that begins with the prefix and `1` in some case.</summary>
    public static AddressSpelling Read(string address, string prefix)
    {
        if (Bech32.Decode(address) is not { } decoded || decoded.Prefix != prefix || decoded.Groups.Length == 0)
            return AddressSpelling.Malformed(address, "is not a segwit address");
        if (decoded.Constant is not (Bech32.Original or Bech32.Modified))
            return AddressSpelling.BadChecksum(address);

        var version = decoded.Groups[0];
        if (version > LastVersion)
            return AddressSpelling.Malformed(address, $"has a witness version above {LastVersion}");
        if (decoded.Constant != (version == 0 ? Bech32.Original : Bech32.Modified))
            return AddressSpelling.BadChecksum(address);

        return FiveBitGroups.ToBytes(decoded.Groups.AsSpan(1..)) is { } program && HasLength(version, program.Length)
            ? AddressSpelling.Of(address.ToLowerInvariant())
            : AddressSpelling.Malformed(address, $"has no witness program of version {version}");
    }

    // BIP141: 2 to 40 bytes, and version 0 is a key hash of 20 or a script hash of 32
    private static bool HasLength(byte version, int length) =>
        version == 0 ? length is 20 or 32 : length is >= 2 and <= 40;
}
