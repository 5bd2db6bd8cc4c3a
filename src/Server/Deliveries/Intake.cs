using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.Deliveries;

/// <summary>What one page of the log adds to what is to be delivered, and when.</summary>
/// <param name="toPlatform">Whether the platform has a webhook of its own.</param>
internal sealed class Intake(OwnerBook owners, bool toPlatform)
{
    /// <summary>The stored types that it reads.</summary>
    public static readonly string[] Concerns = ["announced", "changeTold", "changeAsked"];

    private static readonly TimeSpan Stale = TimeSpan.FromDays(3);

    private readonly List<Delivery> deliveries = [];
    private readonly List<UntoldChange> untold = [];
    private readonly List<Appointment> appointments = [];
    private readonly List<(string Owner, string Change)> told = [];

    public IReadOnlyList<Delivery> Deliveries => deliveries;

    public IReadOnlyList<UntoldChange> Untold => untold;

    public IReadOnlyList<Appointment> Appointments => appointments;

    public IReadOnlyList<(string Owner, string Change)> Told => told;

    public void Read(StoredEvent stored, Instant now)
    {
        if (stored.Body is null) return;
        var moment = owners.ReadOwner(stored.Owner);
        switch (EventCodec.Read(stored))
        {
            case OwnerEvent.Announced e:
                Announced(stored, e, moment, now);
                break;
            case OwnerEvent.ChangeTold e:
                told.Add((stored.Owner, e.Change));
                if (moment.State.FindChange(e.Change) is { } change) Remind(stored, change, moment);
                break;
            case OwnerEvent.ChangeAsked:
                Digest(stored, moment, now);
                break;
            default:
                break;
        }
    }

    private void Announced(StoredEvent stored, OwnerEvent.Announced e, Moment moment, Instant now)
    {
        var at = new Instant(stored.At);
        if (IsOver(e, at, moment.State, now)) return;
        for (var i = 0; i < e.To.Length; i++)
            if (e.To[i] is { Kind: not "platform", To.Length: > 0 } && !IsSameHook(e.To, i))
                deliveries.Add(new Delivery(stored.Position, i, e.To[i].Kind == "webhook" ? Way.Webhook : Way.Mail, 0, DueTime.Of(e.Kind, moment.State, e.To[i].Channel, now).Milliseconds));
        if (toPlatform) deliveries.Add(new Delivery(stored.Position, Delivery.Platform, Way.Platform, 0, now.Milliseconds));
        // the words for guardians and staff start nothing
        if (e.To.Length > 0 && !Array.Exists(e.To, t => RecipientName.IsOwner(t.Channel))) return;
        if (e.Change is null || moment.State.FindChange(e.Change) is not { Waits: true, AwaitsApproval: false, ToldAt: null } change) return;
        untold.Add(new UntoldChange(stored.Position, stored.Owner, change.Id));
        appointments.Add(new Appointment(
            stored.Owner, Diary.Untold, change.Id, TellChange.ForStaffAfter(change).Milliseconds + 1, stored.Position));
    }

    /// <summary>What ended without coming into force is told no more, and nothing is that is old and doesn't wait: it would only confuse.</summary>
    public static bool IsOver(OwnerEvent.Announced announced, Instant at, OwnerState state, Instant now)
    {
        if (announced.Change is null) return at + Stale < now;
        return state.FindChange(announced.Change) is not { } change || change.Ending is not null || (!change.Waits && at + Stale < now);
    }

    /// <summary>Two channels with one address get one delivery, with the signatures of both: so a secret is changed without a gap.</summary>
    private static bool IsSameHook(Telling[] to, int place) => to[place].Kind == "webhook" && Array.FindIndex(
        to, t => t.Kind == "webhook" && string.Equals(t.To, to[place].To, StringComparison.Ordinal)) < place;

    /// <summary>While a freeze stands nobody knows the end of a hold yet.</summary>
    private void Remind(StoredEvent stored, Change change, Moment moment)
    {
        // somebody more who is told gives nobody power
        if (Array.TrueForAll(change.Parts, p => p.Does is Edit.FullChannel or Edit.FullGuardian)) return;
        var ends = Diary.EndOf(change, moment);
        var due = ends is { } e ? Diary.ReminderAt(change, e) : moment.At + Diary.LookAgain;
        appointments.Add(new Appointment(stored.Owner, Diary.Reminder, change.Id, due.Milliseconds, stored.Position));
        if (Array.Exists(change.Parts, p => p.Does is Edit.SetAlerts))
            appointments.Add(new Appointment(
                stored.Owner, Diary.Digest, "", Diary.NextDigest(moment.State, ends ?? moment.At).Milliseconds, stored.Position));
    }

    private void Digest(StoredEvent stored, Moment moment, Instant now)
    {
        if (Array.Exists(moment.State.Channels, c => c.Alerts is { Digest: true }))
            appointments.Add(new Appointment(stored.Owner, Diary.Digest, "", Diary.NextDigest(moment.State, now).Milliseconds, stored.Position));
    }
}
