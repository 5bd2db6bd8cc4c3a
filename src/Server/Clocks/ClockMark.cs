using System.Globalization;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Clocks;

/// <summary>What a restart continues from: the last sure time, the test clock's advance, and the boot they were read in.</summary>
/// <param name="Unvouched">What the clock showed before the first gap that nobody has vouched for; null where there is none.</param>
internal sealed record ClockMark(Instant Sure, TimeSpan Advanced, string BootId, TimeSpan BootElapsed, Instant? Unvouched = null)
{
    /// <summary>Null where there is no mark yet.</summary>
    /// <exception cref="FormatException">It is no mark. Starting without one would trust the system's clock.</exception>
    public static ClockMark? Parse(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(' ');
        return parts.Length is 4 or 5
            ? new ClockMark(
                new Instant(Milliseconds(parts[0])), Span(parts[1]), parts[2], Span(parts[3]),
                parts.Length == 5 ? new Instant(Milliseconds(parts[4])) : null)
            : throw NoMark();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sure.Milliseconds} {(long)Advanced.TotalMilliseconds} {BootId} {(long)BootElapsed.TotalMilliseconds}{(Unvouched is { } u ? string.Create(CultureInfo.InvariantCulture, $" {u.Milliseconds}") : "")}");

    private static TimeSpan Span(string text) => TimeSpan.FromMilliseconds(Milliseconds(text));

    /// <summary>The end of the year 9999, beyond which no time can be written.</summary>
    private const long Most = 253_402_300_799_999;

    private static long Milliseconds(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most
            ? number
            : throw NoMark();

    private static FormatException NoMark() => new("the log's mark of the clock can't be read");
}
