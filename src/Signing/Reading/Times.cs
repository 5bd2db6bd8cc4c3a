using System.Globalization;

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
    public static bool TryMilliseconds(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        return text.Length == 13 && TryNumber(text, out time);
    }

    /// <summary>Ten digits, and up to six behind a point (Coinbase Exchange).</summary>
    public static bool TrySeconds(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 10 || !TryNumber(text[..10], out var seconds)) return false;
        var fraction = text[10..];
        if (fraction.Length is 1 or > 7 || (fraction.Length > 0 && (fraction[0] != (byte)'.' || !Characters.AreDigits(fraction[1..])))) return false;
        time = seconds * 1000;
        for (var (i, unit) = (1, 100); i < Math.Min(4, fraction.Length); (i, unit) = (i + 1, unit / 10)) time += unit * (fraction[i] - '0');
        return true;
    }

    /// <summary>`2026-01-31T12:00:00.000Z` and no other form (OKX).</summary>
    public static bool TryIso(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z') return false;
        var isNumbers = TryPart(text[..4], out var year) & TryPart(text[5..7], out var month) & TryPart(text[8..10], out var day)
            & TryPart(text[11..13], out var hour) & TryPart(text[14..16], out var minute) & TryPart(text[17..19], out var second) & TryPart(text[20..23], out var milliseconds);
        if (!isNumbers || year < 1971 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        time = (new DateTime(year, month, day, hour, minute, second, milliseconds, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return true;
    }

    private static bool TryPart(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text) number = (number * 10) + (digit - '0');
        return Characters.AreDigits(text);
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
