using Holdfast.Domain.Accounts;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Deliveries;

/// <summary>When a channel is told: now, or at the end of its quiet hours where what is told makes nothing possible.</summary>
internal static class DueTime
{
    /// <summary>The only kinds that may wait. What expands, what asks somebody, and freezes are told at any hour.</summary>
    private static readonly HashSet<string> MayWait = new(StringComparer.Ordinal) { "changeVetoed", "withdrawalMade", "dailyDigest", "keyEnds" };

    public static Instant Of(string kind, OwnerState state, string channel, Instant now)
    {
        if (!MayWait.Contains(kind)) return now;
        var quiet = Array.Find(state.Channels, c => c.EndedAt is null && string.Equals(c.Id, channel, StringComparison.Ordinal))?.Alerts?.Quiet;
        return quiet is null ? now : EndOf(quiet, now);
    }

    /// <summary>UTC where the name is none or not known here.</summary>
    public static TimeZoneInfo ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>A local time as an instant; one that the clocks skip is the moment after the gap.</summary>
    public static Instant ToInstant(DateTime local, TimeZoneInfo zone)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(unspecified)) unspecified = unspecified.AddMinutes(30);
        return new Instant(new DateTimeOffset(unspecified, zone.GetUtcOffset(unspecified)).ToUnixTimeMilliseconds());
    }

    private static Instant EndOf(QuietHours quiet, Instant now)
    {
        var zone = ZoneOf(quiet.Zone);
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds), zone);
        if (!TimeOnly.FromDateTime(local.DateTime).IsBetween(TimeOf(quiet.From), TimeOf(quiet.To))) return now;
        var end = local.Date + TimeOf(quiet.To).ToTimeSpan();
        return ToInstant(end <= local.DateTime ? end.AddDays(1) : end, zone);
    }

    private static TimeOnly TimeOf(string text) => TimeOnly.MinValue.AddMinutes(QuietHours.Minutes(text) ?? 0);
}
