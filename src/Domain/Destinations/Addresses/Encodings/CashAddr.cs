using System.Text;

namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>
/// CashAddr: a version byte and a hash in groups of five bits, with a checksum of 40 bits over prefix and groups.
/// Source: the Bitcoin Cash specification `spec/cashaddr.md`.
/// </summary>
internal static class CashAddr
{
    private const int ChecksumLength = 8;

    private static readonly ulong[] Generator =
        [0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470];

    /// <summary>Reads the lower-case part behind the prefix and its colon; no bytes unless the check holds.</summary>
    public static ChecksumVerdict Decode(string prefix, ReadOnlySpan<char> text, out byte[]? bytes)
    {
        bytes = null;
        if (text.Length <= ChecksumLength)
            return ChecksumVerdict.Unreadable;

        var groups = new byte[text.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var value = FiveBitGroups.ValueOf(text[i]);
            if (value < 0)
                return ChecksumVerdict.Unreadable;
            groups[i] = (byte)value;
        }
        if (Checksum(prefix, groups) != 0)
            return ChecksumVerdict.Fails;

        bytes = FiveBitGroups.ToBytes(groups.AsSpan(..^ChecksumLength));
        return bytes is null ? ChecksumVerdict.Unreadable : ChecksumVerdict.Holds;
    }

    public static string Encode(string prefix, ReadOnlySpan<byte> bytes)
    {
        var groups = FiveBitGroups.FromBytes(bytes);
        var checksum = Checksum(prefix, [.. groups, .. new byte[ChecksumLength]]);
        var text = new StringBuilder(prefix).Append(':');
        foreach (var group in groups)
            text.Append(FiveBitGroups.CharacterOf(group));
        for (var i = ChecksumLength - 1; i >= 0; i--)
            text.Append(FiveBitGroups.CharacterOf((byte)((checksum >> (5 * i)) & 31)));
        return text.ToString();
    }

    private static ulong Checksum(string prefix, ReadOnlySpan<byte> groups)
    {
        var sum = 1ul;
        foreach (var character in prefix)
            sum = Step(sum, (ulong)character & 31);
        sum = Step(sum, 0);
        foreach (var group in groups)
            sum = Step(sum, group);
        return sum ^ 1;
    }

    private static ulong Step(ulong sum, ulong group)
    {
        var top = sum >> 35;
        sum = ((sum & 0x07ffffffff) << 5) ^ group;
        for (var i = 0; i < Generator.Length; i++)
            sum ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        return sum;
    }
}
