using System.Net.Http.Headers;

namespace Holdfast.Server.Channels;

/// <summary>The `Retry-After` of an answer (RFC 9110 section 10.2.3): whole seconds or an HTTP date.</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait from `now`, between nothing and a day; null when the text is neither form.</summary>
    public static TimeSpan? Read(string? text, DateTimeOffset now)
    {
        var trimmed = text?.Trim(' ', '\t');
        if (string.IsNullOrEmpty(trimmed)) return null;
        if (trimmed.All(char.IsAsciiDigit)) return Bounded(Seconds(trimmed.TrimStart('0')));
        return RetryConditionHeaderValue.TryParse(trimmed, out var value) && value.Date is { } date
            ? Bounded(date - now)
            : null;
    }

    private static TimeSpan Seconds(string digits) => digits.Length switch
    {
        0 => TimeSpan.Zero,
        > 6 => RetrySchedule.LongestAsked,
        _ => TimeSpan.FromSeconds(int.Parse(digits)),
    };

    private static TimeSpan Bounded(TimeSpan wait)
    {
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait > RetrySchedule.LongestAsked ? RetrySchedule.LongestAsked : wait;
    }
}
