using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.Server.Deliveries;

/// <summary>
/// Follows the log for keys that end some day, from its very beginning: what was asked for years ago ends, too. An account
/// has one appointment, at the next time at which something of it is to be told or looked at.
/// </summary>
internal sealed class Expiries(ILog log, OwnerBook owners, Outgoing outgoing)
{
    private const string Name = "expiries";

    private const int Page = 64;

    /// <summary>The stored types after which something may end that didn't, or at another time.</summary>
    private static readonly string[] Concerns = ["changeAsked", "changeApproved", "changeTold", "changeVetoed", "accountImported", "accountFrozen"];

    /// <summary>Every event up to here was looked at.</summary>
    public long Cursor { get; private set; } = outgoing.FollowedTo(Name);

    /// <summary>Whether there was something to do.</summary>
    public bool Read(Instant now)
    {
        var head = log.Head;
        if (head <= Cursor) return false;
        var events = log.Read(Cursor, Page, Concerns);
        var appointments = new List<Appointment>();
        foreach (var stored in events.DistinctBy(e => e.Owner, StringComparer.Ordinal))
        {
            if (stored.Body is null) continue;
            var moment = owners.ReadOwner(stored.Owner);
            foreach (var account in moment.State.Accounts)
                if (Next(moment, account, Instant.Earliest, now) is { } due)
                    appointments.Add(new Appointment(stored.Owner, Diary.Expiry, account.Id, due.Milliseconds, stored.Position));
        }
        var upTo = events.Count > 0 ? events[^1].Position : Cursor;
        if (events.Count < Page) upTo = Math.Max(upTo, head);
        outgoing.Follow(Name, upTo, appointments);
        Cursor = upTo;
        return events.Count > 0;
    }

    /// <summary>What of an account is to be told at a time: each end once, also where both of its times have come.</summary>
    public static IEnumerable<(KeyEnding Ending, bool IsLast)> Due(Moment moment, Account account, Instant now) =>
        KeyEnding.Of(moment.State, account, moment.Policy, moment.At, moment.Wall)
            .Where(e => e.FirstTold <= now && now < e.Ends)
            .Select(e => (e, e.LastTold <= now));

    /// <summary>The first time after another one at which something is to be told, or at which that may have changed.</summary>
    public static Instant? Next(Moment moment, Account account, Instant after, Instant now)
    {
        var times = KeyEnding.Of(moment.State, account, moment.Policy, moment.At, moment.Wall)
            .Where(e => now < e.Ends)
            .SelectMany(e => new[] { e.FirstTold, e.LastTold })
            .Concat(moment.State.Changes.Where(c => c.Account == account.Id && MovesAnEnd(c)).Select(c => InForce(c, moment, now)))
            .Where(t => t > after)
            .ToArray();
        return times.Length == 0 ? null : times.Min();
    }

    /// <summary>The moment after a hold: at its end it still runs.</summary>
    private static Instant InForce(Change change, Moment moment, Instant now) =>
        Diary.EndOf(change, moment) is { } ends ? Instant.Max(ends, now) + TimeSpan.FromMilliseconds(1) : now + Diary.LookAgain;

    private static bool MovesAnEnd(Change change) => change is { Waits: true, ToldAt: not null } && Array.Exists(
        change.Parts, p => p is { State: PartState.Held, Does: Edit.SetExpiry or Edit.FullCredential });
}
