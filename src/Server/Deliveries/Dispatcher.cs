using System.Collections.Concurrent;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Answers;
using Holdfast.Server.Channels;
using Holdfast.Server.Clocks;
using Holdfast.Server.Owners;
using Holdfast.Server.Telemetry;
using Holdfast.Storage;

namespace Holdfast.Server.Deliveries;

/// <summary>
/// Brings what was announced to where it goes, at least once: reads the log behind a cursor of its own, tries what is due,
/// tries again by the schedule, and starts the holds of what a channel has taken.
/// </summary>
internal sealed partial class Dispatcher(
    ILog log, OwnerBook owners, InstallationClock clock, Outgoing outgoing, Expiries expiries, Diary diary, Post post, ILogger<Dispatcher> logger) : IDisposable
{
    private const int Page = 256, MostAtOnce = 128;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Breath = TimeSpan.FromMilliseconds(2);

    /// <summary>After the schedule's last attempt, for as long as a change waits.</summary>
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private static readonly Way[] Ways = Enum.GetValues<Way>();

    private readonly Dictionary<Way, HashSet<(long, int)>> underWay = Ways.ToDictionary(w => w, _ => new HashSet<(long, int)>());
    private readonly ConcurrentQueue<(Delivery Delivery, long? Again)> finished = new();
    private readonly SemaphoreSlim wake = new(0);
    private volatile bool isStuck;
    private int flying;

    /// <summary>Everything announced up to here is taken over.</summary>
    public long Cursor => outgoing.Cursor;

    /// <summary>Whether it could not do its work at the last try, or the mail server would not.</summary>
    public bool IsFailing => isStuck || post.MailFails;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await TurnAsync(stop)) await RestAsync(stop);
                isStuck = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // whatever it was, nobody is told while it lasts: it is said, and tried again
                if (!isStuck) LogFailing(new Reported(e));
                isStuck = true;
                await Task.Delay(Pause, stop);
            }
        }
    }

    /// <summary>Looks again at once: the clock was moved.</summary>
    public void Wake() => wake.Release();

    /// <summary>Waits until everything announced so far was tried, what failed before included.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        while (Volatile.Read(ref flying) > 0 || !finished.IsEmpty) await Task.Delay(2, stop);
        outgoing.Hurry(clock.Sure().Milliseconds);
        Wake();
        for (var head = log.Head; Cursor < head || expiries.Cursor < head || HasFresh(); head = Math.Max(head, log.Head)) await Task.Delay(2, stop);
    }

    /// <summary>Waits until it has read the log up to a position: the feed shows an event before that.</summary>
    public async Task ReachAsync(long position, CancellationToken stop)
    {
        while (Cursor < position) await Task.Delay(2, stop);
    }

    public ValueTask<Answered> TakeAsync(string owner, string change, string? channel) => owners.RunAsync(owner, new Command
    {
        Decide = moment => TellChange.Decide(moment.State, new TellChange(change, channel)),
        Answer = (outcome, _) => outcome is Outcome.Refused refused ? Problems.Of(refused) : new Answered(200, default),
    });

    public void Dispose() => wake.Dispose();

    private bool HasFresh()
    {
        var now = clock.Sure().Milliseconds;
        return !finished.IsEmpty || outgoing.AppointmentsDueAt(now, 1).Count > 0 || outgoing.HasUntried(now);
    }

    /// <summary>Whether there was something to do.</summary>
    private async ValueTask<bool> TurnAsync(CancellationToken stop)
    {
        var ended = Finish();
        var read = Read();
        var now = clock.Sure();
        read |= expiries.Read(now);
        var kept = outgoing.AppointmentsDueAt(now.Milliseconds, Page);
        foreach (var appointment in kept)
            outgoing.Set(appointment, (await diary.KeepAsync(appointment, now))?.Milliseconds);
        var started = false;
        foreach (var way in Ways) started |= Start(way, now, stop);
        return started | ended | read | kept.Count > 0;
    }

    private bool Finish()
    {
        var page = new List<(Delivery Delivery, long? Again)>();
        while (page.Count < Page && finished.TryDequeue(out var one)) page.Add(one);
        if (page.Count == 0) return false;
        outgoing.Finish(page);
        foreach (var (delivery, _) in page) underWay[delivery.Way].Remove((delivery.Announcement, delivery.Recipient));
        return true;
    }

    private bool Read()
    {
        var head = log.Head;
        var events = log.Read(Cursor, Page, Intake.Concerns);
        if (events.Count == 0 && head <= Cursor) return false;
        var intake = new Intake(owners, post.HasPlatform);
        var now = clock.Sure();
        foreach (var stored in events) intake.Read(stored, now);
        var upTo = events.Count > 0 ? events[^1].Position : Cursor;
        if (events.Count < Page) upTo = Math.Max(upTo, head);
        outgoing.Take(upTo, intake.Deliveries, intake.Untold, intake.Appointments, intake.Told);
        return events.Count > 0;
    }

    private bool Start(Way way, Instant now, CancellationToken stop)
    {
        var busy = underWay[way];
        if (busy.Count >= MostAtOnce) return false;
        var started = false;
        foreach (var delivery in outgoing.DueAt(way, now.Milliseconds, 2 * MostAtOnce))
        {
            if (busy.Count >= MostAtOnce) break;
            if (!busy.Add((delivery.Announcement, delivery.Recipient))) continue;
            started = true;
            Interlocked.Increment(ref flying);
            _ = Task.Run(() => DeliverAsync(delivery, stop), CancellationToken.None);
        }
        return started;
    }

    private async Task DeliverAsync(Delivery delivery, CancellationToken stop)
    {
        long? again = (clock.Sure() + Pause).Milliseconds;
        try
        {
            again = await TryAsync(delivery, stop);
        }
        catch (OperationCanceledException)
        {
            // the server stops; the next start tries again
        }
        catch (Exception e)
        {
            LogFailed(delivery.Announcement, new Reported(e));
            again = (clock.Sure() + Daily).Milliseconds;
            if (e is LogUnavailableException or IOException) again = (clock.Sure() + Pause).Milliseconds;
        }
        finished.Enqueue((delivery, again));
        Interlocked.Decrement(ref flying);
        wake.Release();
    }

    /// <summary>The time of the next attempt, or null when there is none.</summary>
    private async Task<long?> TryAsync(Delivery delivery, CancellationToken stop)
    {
        if (log.ReadAt(delivery.Announcement) is not { Body: not null } stored
            || EventCodec.Read(stored) is not OwnerEvent.Announced announced
            || Intake.IsOver(announced, new Instant(stored.At), owners.ReadOwner(stored.Owner).State, clock.Sure())) return null;
        var attempt = await post.SendAsync(delivery, stored, announced, stop);
        switch (attempt)
        {
            case Attempt.Taken:
                await TakenAsync(delivery, stored.Owner, announced);
                return null;
            case Attempt.Refused refused:
                LogRefused(stored.Position, refused.Why);
                return null;
            case Attempt.NoWay:
                return Outgoing.Parked;
            case Attempt.Later later:
                LogLater(stored.Position, delivery.Attempts + 1, later.Why);
                var pause = RetrySchedule.After(delivery.Attempts + 1, Random.Shared.NextDouble(), later.NotBefore)
                    ?? (Waits(stored.Owner, announced) ? Daily : null);
                return pause is { } p ? (clock.Sure() + p).Milliseconds : null;
            default:
                throw new InvalidOperationException($"no rule for {attempt.GetType().Name}");
        }
    }

    private bool Waits(string owner, OwnerEvent.Announced announced) =>
        announced.Change is { } change && owners.ReadOwner(owner).State.FindChange(change) is { Waits: true };

    /// <summary>A channel has it: the holds of what it tells run, if the channel counts.</summary>
    private async Task TakenAsync(Delivery delivery, string owner, OwnerEvent.Announced announced)
    {
        if (announced.Change is not { } change || announced.Kind == "guardianAsked" || delivery.Recipient == Delivery.Platform) return;
        var to = announced.To[delivery.Recipient];
        foreach (var channel in announced.To.Where(t => t.Kind == to.Kind && string.Equals(t.To, to.To, StringComparison.Ordinal)))
            if (RecipientName.IsChannel(channel.Channel)
                && await TakeAsync(owner, change, channel.Channel) is { Status: 200 }) return;
    }

    private async ValueTask RestAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var due = outgoing.NextDue() is { } next ? TimeSpan.FromMilliseconds(next - clock.Sure().Milliseconds) : Pause;
        if (due <= TimeSpan.Zero || due > Pause) due = Pause;
        var more = log.WaitAsync(Cursor, due, either.Token).AsTask();
        await Task.WhenAny(more, wake.WaitAsync(due, either.Token));
        await either.CancelAsync();
        while (wake.Wait(0, CancellationToken.None)) continue;
        await Task.Delay(Breath, stop);
    }

    [LoggerMessage(30, LogLevel.Error, "nothing can be delivered now, so no hold starts; trying again")]
    private partial void LogFailing(Reported e);

    [LoggerMessage(33, LogLevel.Error, "what came of the announcement at {Position} could not be noted")]
    private partial void LogFailed(long position, Reported e);

    [LoggerMessage(31, LogLevel.Warning, "the announcement at {Position} was not taken at attempt {Attempt}: {Why}")]
    private partial void LogLater(long position, int attempt, string why);

    [LoggerMessage(32, LogLevel.Warning, "the announcement at {Position} was refused for good: {Why}")]
    private partial void LogRefused(long position, string why);
}
