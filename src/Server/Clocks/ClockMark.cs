using System.Globalization;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Clocks;

/// <summary>What a restart continues from: the last sure time, the test clock's advance, and the boot they were read in.</summary>
/// <param name="Unvouched">What the clock showed before the first gap that nobody has vouched for; null where there is none.</param>
/// <param name="Apart">How far the clock stays behind the system's for good: what of gaps that were vouched for was not counted.</param>
internal sealed record ClockMark(
    Instant Sure, TimeSpan Advanced, string BootId, TimeSpan BootElapsed, Instant? Unvouched = null, TimeSpan Apart = default)
{
    /// <summary>Null where there is no mark yet.</summary>
    /// <exception cref="FormatException">It is no mark. Starting without one would trust the system's clock.</exception>
    public static ClockMark? Parse(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(' ');
        return parts.Length is >= 4 and <= 6
            ? new ClockMark(
                new Instant(Milliseconds(parts[0])), Span(parts[1]), parts[2], Span(parts[3]),
                parts.Length > 4 && Milliseconds(parts[4]) is > 0 and var since ? new Instant(since) : null,
                parts.Length > 5 ? Span(parts[5]) : default)
            : throw NoMark();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sure.Milliseconds} {(long)Advanced.TotalMilliseconds} {BootId} {(long)BootElapsed.TotalMilliseconds} {Unvouched?.Milliseconds ?? 0} {(long)Apart.TotalMilliseconds}");

    private static TimeSpan Span(string text) => TimeSpan.FromMilliseconds(Milliseconds(text));

    /// <summary>The end of the year 9999, beyond which no time can be written.</summary>
    private const long Most = 253_402_300_799_999;

    private static long Milliseconds(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most
            ? number
            : throw NoMark();

    private static FormatException NoMark() => new("the log's mark of the clock can't be read");
}
