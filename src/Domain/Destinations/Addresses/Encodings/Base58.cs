namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>
/// Base58, over the alphabet of Bitcoin or that of the XRP Ledger. Every byte string has exactly one spelling: each
/// leading zero byte is one leading zero digit. Source: Bitcoin Core `base58.cpp`; xrpl.org, "base58 Encodings".
/// </summary>
internal sealed class Base58(string digits)
{
    public static readonly Base58 Bitcoin = new("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
    public static readonly Base58 Xrp = new("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");

    /// <summary>Fills `bytes` and returns true if the text spells exactly that many bytes.</summary>
    public bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        bytes.Clear();
        foreach (var character in text)
        {
            var carry = digits.IndexOf(character, StringComparison.Ordinal);
            if (carry < 0)
                return false;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += 58 * bytes[i];
                bytes[i] = (byte)(carry & 0xff);
                carry >>= 8;
            }
            if (carry != 0)
                return false;
        }
        return LeadingCount(text, digits[0]) == LeadingCount(bytes, (byte)0);
    }

    public string Encode(ReadOnlySpan<byte> bytes)
    {
        // log(256) / log(58) is below 1.366
        Span<byte> values = stackalloc byte[bytes.Length * 7 / 5 + 1];
        values.Clear();
        foreach (var value in bytes)
        {
            int carry = value;
            for (var i = values.Length - 1; i >= 0; i--)
            {
                carry += values[i] << 8;
                values[i] = (byte)(carry % 58);
                carry /= 58;
            }
        }
        var zeros = LeadingCount(bytes, (byte)0);
        var significant = values[LeadingCount(values, (byte)0)..];
        Span<char> text = stackalloc char[zeros + significant.Length];
        text.Fill(digits[0]);
        for (var i = 0; i < significant.Length; i++)
            text[zeros + i] = digits[significant[i]];
        return text.ToString();
    }

    private static int LeadingCount<T>(ReadOnlySpan<T> items, T item)
        where T : IEquatable<T>
    {
        var end = items.IndexOfAnyExcept(item);
        return end < 0 ? items.Length : end;
    }
}
