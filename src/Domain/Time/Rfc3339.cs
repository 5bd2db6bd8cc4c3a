using System.Globalization;

namespace Holdfast.Domain.Time;

/// <summary>Times as RFC 3339 writes them: `2026-01-31T12:00:00.000Z`, and when read also with an offset.</summary>
internal static class Rfc3339
{
    /// <summary>Characters of a time as it is written, and of the longest that is read.</summary>
    public const int Length = 24, Longest = 33;

    private const string Form = "dddd-dd-ddTdd:dd:dd";

    /// <summary>To whole milliseconds, in UTC.</summary>
    public static void Write(Instant at, Span<char> to)
    {
        Span<char> whole = stackalloc char[28];
        DateTimeOffset.FromUnixTimeMilliseconds(at.Milliseconds).UtcDateTime
            .TryFormat(whole, out _, "O", CultureInfo.InvariantCulture);
        whole[..(Length - 1)].CopyTo(to);
        to[Length - 1] = 'Z';
    }

    /// <summary>What is finer than a millisecond is cut off. No leap seconds.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Instant at)
    {
        at = default;
        if (text.Length <= Form.Length || text.Length > Longest || !HasForm(text)) return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        if (Fraction(text[Form.Length..], out var rest) is not { } milliseconds || Offset(rest) is not { } offset) return false;
        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        var minutes = (hour * 60L) + minute - offset;
        at = new((days / TimeSpan.TicksPerMillisecond) + (minutes * 60_000) + (second * 1_000L) + milliseconds);
        return true;
    }

    private static bool HasForm(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Form.Length; i++)
        {
            var fits = Form[i] switch
            {
                'd' => char.IsAsciiDigit(text[i]),
                'T' => text[i] is 'T' or 't',
                var sign => text[i] == sign,
            };
            if (!fits) return false;
        }
        return true;
    }

    /// <summary>The milliseconds of a fraction of one to seven digits, 0 without one; null where it is none.</summary>
    private static int? Fraction(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        rest = text;
        if (text[0] != '.') return 0;
        var digits = 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        rest = text[digits..];
        if (digits is 1 or > 8) return null;
        var milliseconds = 0;
        for (var i = 1; i <= 3; i++) milliseconds = (milliseconds * 10) + (i < digits ? text[i] - '0' : 0);
        return milliseconds;
    }

    /// <summary>In minutes, at most 14 hours either way; null where it is none.</summary>
    private static int? Offset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z") return 0;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return null;
        foreach (var i in (ReadOnlySpan<int>)[1, 2, 4, 5])
            if (!char.IsAsciiDigit(text[i])) return null;
        var (hours, minutes) = (Number(text[1..3]), Number(text[4..6]));
        if (minutes > 59 || (hours * 60) + minutes > 14 * 60) return null;
        return (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits) number = (number * 10) + (digit - '0');
        return number;
    }
}
