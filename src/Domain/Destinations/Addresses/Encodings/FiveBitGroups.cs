namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>Bytes as groups of five bits, as bech32 and CashAddr write them. Source: BIP173, "convertbits".</summary>
internal static class FiveBitGroups
{
    private const string Characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>The value of a lower-case character, or -1.</summary>
    public static int ValueOf(char character) => Characters.IndexOf(character, StringComparison.Ordinal);

    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The bytes that the groups hold, or null if the padding is longer than four bits or not zero.</summary>
    public static byte[]? ToBytes(ReadOnlySpan<byte> groups)
    {
        var bytes = new byte[groups.Length * 5 / 8];
        int pending = 0, bits = 0, filled = 0;
        foreach (var group in groups)
        {
            pending = ((pending << 5) | group) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[filled++] = (byte)((pending >> bits) & 0xff);
        }
        var padding = pending & ((1 << bits) - 1);
        return bits > 4 || padding != 0 ? null : bytes;
    }

    /// <summary>The bytes as groups, the last one filled up with zero bits.</summary>
    public static byte[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var groups = new byte[(bytes.Length * 8 + 4) / 5];
        for (var i = 0; i < groups.Length; i++)
        {
            var first = i * 5 / 8;
            var pair = (bytes[first] << 8) | (first + 1 < bytes.Length ? bytes[first + 1] : 0);
            groups[i] = (byte)((pair >> (11 - i * 5 % 8)) & 0x1f);
        }
        return groups;
    }
}
