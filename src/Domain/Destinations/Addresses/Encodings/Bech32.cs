namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>
/// A bech32 or bech32m text taken apart: prefix in lower case and groups of five bits without the checksum, which
/// finds every alteration of up to four characters. Source: BIP173 and BIP350.
/// </summary>
internal sealed record Bech32(string Prefix, byte[] Groups, uint Constant)
{
    /// <summary>What the checksum of bech32 leaves (BIP173).</summary>
    public const uint Original = 1;

    /// <summary>What the checksum of bech32m leaves (BIP350).</summary>
    public const uint Modified = 0x2bc830a3;

    private const int Longest = 90;
    private const int ChecksumLength = 6;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>
    /// Returns null if the text has not the form of bech32. If the checksum does not hold, the constant is neither
    /// <see cref="Original"/> nor <see cref="Modified"/>.
    /// </summary>
    public static Bech32? Decode(string text)
    {
        var separator = text.LastIndexOf('1');
        if (text.Length > Longest || separator < 1 || separator + 1 + ChecksumLength > text.Length)
            return null;
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || LetterCase.IsMixed(text))
            return null;

        var lower = text.ToLowerInvariant();
        var prefix = lower[..separator];
        var groups = new byte[text.Length - separator - 1];
        for (var i = 0; i < groups.Length; i++)
        {
            var value = FiveBitGroups.ValueOf(lower[separator + 1 + i]);
            if (value < 0)
                return null;
            groups[i] = (byte)value;
        }
        return new Bech32(prefix, groups[..^ChecksumLength], Checksum(prefix, groups));
    }

    private static uint Checksum(string prefix, ReadOnlySpan<byte> groups)
    {
        var sum = 1u;
        foreach (var character in prefix)
            sum = Step(sum, (uint)character >> 5);
        sum = Step(sum, 0);
        foreach (var character in prefix)
            sum = Step(sum, (uint)character & 31);
        foreach (var group in groups)
            sum = Step(sum, group);
        return sum;
    }

    private static uint Step(uint sum, uint group)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ group;
        for (var i = 0; i < Generator.Length; i++)
            sum ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        return sum;
    }
}
