using System.Globalization;
using System.Text;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Reading;

/// <summary>Times as requests spell them, in milliseconds since 1970.</summary>
internal static class Times
{
    /// <summary>A number of at most 15 digits without a zero before it.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.Length > 15 || !Characters.AreDigits(text) || (text[0] == (byte)'0' && text.Length > 1)) return false;
        foreach (var digit in text) number = (number * 10) + digit - '0';
        return true;
    }

    /// <summary>13 digits: with this length, where the time ends is clear when it is signed with something behind it.</summary>
    public static bool TryMilliseconds(ReadOnlySpan<byte> text, out long time) => TryNumber(text, out time) && text.Length == 13;

    /// <summary>Ten digits, and up to six behind a point (Coinbase Exchange).</summary>
    public static bool TrySeconds(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 10 || !TryNumber(text[..10], out var seconds)) return false;
        var fraction = text[10..];
        time = seconds * 1000;
        if (fraction.Length == 0) return true;
        if (fraction.Length is 1 or > 7 || fraction[0] != (byte)'.' || !Characters.AreDigits(fraction[1..])) return false;
        for (var (i, unit) = (1, 100); i < Math.Min(4, fraction.Length); (i, unit) = (i + 1, unit / 10)) time += unit * (fraction[i] - '0');
        return true;
    }

    /// <summary>`2026-01-31T12:00:00.000Z` and no other form (OKX).</summary>
    public static bool TryIso(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        Span<char> characters = stackalloc char[24];
        if (text.Length != 24 || Encoding.ASCII.GetChars(text, characters) != 24) return false;
        if (!DateTimeOffset.TryParseExact(characters, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return false;
        time = at.ToUnixTimeMilliseconds();
        return time > 0;
    }

    /// <summary>
    /// A nonce of Kraken is any number that grows. Here it is also the time, which its number of digits gives the unit: 13 are
    /// milliseconds, 16 microseconds, 19 nanoseconds, as the clients in use send it.
    /// </summary>
    public static bool TryNonce(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        return text.Length is 13 or 16 or 19 && Characters.AreDigits(text) && text[0] != (byte)'0' && TryNumber(text[..13], out time);
    }

    public static string Iso(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
