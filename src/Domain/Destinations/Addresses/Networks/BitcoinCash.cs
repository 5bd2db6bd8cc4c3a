using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Destinations.Addresses.Networks;

/// <summary>
/// Bitcoin Cash: CashAddr with or without its prefix, and the older base58check that it shares with Bitcoin. Canonical
/// is CashAddr in lower case with the prefix. Source: `spec/cashaddr.md`; token-aware types: CHIP-2022-02 CashTokens.
/// </summary>
internal static class BitcoinCash
{
    private const string Prefix = "bitcoincash";
    private const byte KeyHash20 = 0x00;
    private const byte ScriptHash20 = 0x08;
    private const byte ScriptHash32 = 0x0b;

    // a token-aware address (types 2 and 3) pays into the very script of the plain one (types 0 and 1)
    private const byte TokenAware = 0x10;

    public static AddressSpelling Read(string address)
    {
        Span<byte> payload = stackalloc byte[21];
        return Base58Check.Decode(Base58.Bitcoin, address, payload) switch
        {
            ChecksumVerdict.Holds when payload[0] == 0x00 => Spelled(KeyHash20, payload[1..]),
            ChecksumVerdict.Holds when payload[0] == 0x05 => Spelled(ScriptHash20, payload[1..]),
            ChecksumVerdict.Holds => AddressSpelling.OfAnotherNetwork(
                address, "is an address, but not of bitcoin cash's main network"),
            ChecksumVerdict.Fails => AddressSpelling.BadChecksum(address),
            _ => ReadCashAddr(address),
        };
    }

    private static AddressSpelling ReadCashAddr(string address)
    {
        if (LetterCase.IsMixed(address))
            return AddressSpelling.Malformed(address, "mixes upper and lower case");

        var text = address.ToLowerInvariant();
        if (text.StartsWith(Prefix + ":", StringComparison.Ordinal))
            text = text[(Prefix.Length + 1)..];
        var verdict = CashAddr.Decode(Prefix, text, out var bytes);
        if (verdict == ChecksumVerdict.Fails)
            return AddressSpelling.BadChecksum(address);
        if (bytes is null || bytes.Length == 0)
            return AddressSpelling.Malformed(address, "is not a bitcoin cash address");

        var type = (byte)(bytes[0] & ~TokenAware);
        var isPlace = (type, bytes.Length - 1) is (KeyHash20 or ScriptHash20, 20) or (ScriptHash32, 32);
        return isPlace
            ? Spelled(type, bytes.AsSpan(1..))
            : AddressSpelling.Malformed(address, "has a type of address that bitcoin cash does not define");
    }

    private static AddressSpelling Spelled(byte type, ReadOnlySpan<byte> hash) =>
        AddressSpelling.Of(CashAddr.Encode(Prefix, [type, .. hash]));
}
