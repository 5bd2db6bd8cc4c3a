using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Changes;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Deliveries;

/// <summary>What is told because a time has come: reminders, digests, keys that end, and staff of what nobody could be told.</summary>
/// <param name="staff">Where staff get mail; empty for nowhere.</param>
internal sealed class Diary(OwnerBook owners, Announcing announcing, Recording recording, string staff)
{
    public const string Reminder = "reminder", Untold = "untold", Digest = "digest", Expiry = "expiry";

    /// <summary>A reminder comes a day before the end of a hold, or half-way where the hold is shorter than two days.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>While a freeze stands nobody knows when a hold ends, so it is looked at again after this.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), DigestHour = TimeSpan.FromHours(8);

    /// <summary>When the last part of a change comes into force; null while nobody can say.</summary>
    public static Instant? EndOf(Change change, Moment moment)
    {
        var ends = change.Parts.Where(p => p.State == PartState.Held).Select(p => ChangeView.EffectiveAt(moment, p)).ToArray();
        return ends.Length == 0 || Array.Exists(ends, e => e is null) ? null : ends.Max();
    }

    public static Instant ReminderAt(Change change, Instant ends)
    {
        var hold = change.Parts.Where(p => p.State == PartState.Held).Max(p => p.Hold);
        return ends - (hold < 2 * Ahead ? hold / 2 : Ahead);
    }

    /// <summary>The next eight in the morning where the owner lives, as far as his quiet hours say where that is.</summary>
    public static Instant NextDigest(OwnerState state, Instant now)
    {
        var zone = DueTime.ZoneOf(state.Channels.Select(c => c.Alerts?.Quiet?.Zone).FirstOrDefault(z => z is not null));
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds), zone);
        var next = local.Date + DigestHour;
        if (next <= local.DateTime) next += Day;
        return DueTime.ToInstant(next, zone);
    }

    /// <summary>Does what an appointment is for; the time of the next one, or null when there is none.</summary>
    public async ValueTask<Instant?> KeepAsync(Appointment appointment, Instant now)
    {
        var moment = owners.ReadOwner(appointment.Owner);
        return appointment.What switch
        {
            Reminder => await RemindAsync(appointment, moment, now),
            Untold => await TellStaffAsync(appointment, moment),
            Digest => await DigestAsync(appointment, moment, now),
            Expiry => await TellEndsAsync(appointment, moment, now),
            _ => null,
        };
    }

    private async ValueTask<Instant?> RemindAsync(Appointment appointment, Moment moment, Instant now)
    {
        // who vetoed quietly needs no reminder, and whoever asked learns nothing from its absence
        if (moment.State.FindChange(appointment.About) is not { Waits: true, ToldAt: not null, Quiet: null } change) return null;
        if (EndOf(change, moment) is not { } ends) return now + LookAgain;
        var due = ReminderAt(change, ends);
        if (due > now) return due;
        foreach (var plan in announcing.Reminders(change, ends, moment))
            await recording.RecordAsync(appointment.Owner, new AnnouncementId(appointment.Source, plan.Series), plan, now);
        return null;
    }

    private async ValueTask<Instant?> TellStaffAsync(Appointment appointment, Moment moment)
    {
        if (moment.State.FindChange(appointment.About) is not { } change || !TellChange.IsForStaff(change, moment.At)) return null;
        await recording.RecordAsync(
            appointment.Owner, new AnnouncementId(appointment.Source, Series.Untold), Announcing.Untold(change, staff), moment.At);
        return null;
    }

    private async ValueTask<Instant?> DigestAsync(Appointment appointment, Moment moment, Instant now)
    {
        var to = Array.FindAll(moment.State.Channels, c => c is { EndedAt: null, Alerts.Digest: true });
        if (to.Length == 0) return null;
        var next = NextDigest(moment.State, now);
        if (announcing.Digest(to, moment, new Instant(appointment.Due) - Day) is { } plan)
            await recording.RecordAsync(appointment.Owner, new AnnouncementId(appointment.Source, Series.Digest, now.Milliseconds / (long)Day.TotalMilliseconds), plan, now);
        return next;
    }

    /// <summary>An end is named by itself and not by an event, so that it is told once also where all of this was read anew.</summary>
    private async ValueTask<Instant?> TellEndsAsync(Appointment appointment, Moment moment, Instant now)
    {
        if (moment.State.Find(appointment.About) is not { } account) return null;
        foreach (var (ending, isLast) in Expiries.Due(moment, account, now))
            if (announcing.Ends(account.Id, ending, isLast, moment) is { } plan)
                await recording.RecordAsync(
                    appointment.Owner, AnnouncementId.OfEnd(account.Id, ending.Key, ending.Credential, plan.Series, ending.Mark), plan, now);
        return Expiries.Next(moment, account, now, now);
    }
}
