using System.Diagnostics;
using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Server.Owners;
using Holdfast.Server.Telemetry;
using Holdfast.Storage;

namespace Holdfast.Server.Announcements;

/// <summary>
/// Reads the log behind the decisions and records what is to be told, by a stable id. What it did is in the log, so that
/// after a crash it does the rest and nothing twice.
/// </summary>
internal sealed partial class Announcer(
    ILog log, OwnerBook owners, Announcing announcing, Recording recording, Trail trail, ILogger<Announcer> logger)
{
    private const string CursorName = "announcer";

    private const int Page = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Breath = TimeSpan.FromMilliseconds(5);

    private long cursor = long.Parse(log.Meta(CursorName) ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Everything up to here has been announced.</summary>
    public long Cursor => Volatile.Read(ref cursor);

    /// <summary>Whether it could not do its work at the last try; holds don't start until it can.</summary>
    public bool IsFailing { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        var saved = (At: cursor, When: Stopwatch.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            try
            {
                saved = await TurnAsync(saved, stop);
                IsFailing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // whatever it was, nobody is told while it lasts: it is said, and tried again
                if (!IsFailing) LogFailing(new Reported(e));
                IsFailing = true;
                await Task.Delay(Pause, stop);
            }
        }
    }

    /// <summary>Waits until everything recorded so far is announced.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        for (var head = log.Head; Cursor < head; head = Math.Max(head, log.Head))
            await Task.Delay(2, stop);
    }

    /// <summary>Announces one page of the log, its events side by side, and notes how far it came.</summary>
    private async ValueTask<(long At, long When)> TurnAsync((long At, long When) saved, CancellationToken stop)
    {
        var head = log.Head;
        var events = log.Read(cursor, Page, Announcing.Concerns);
        await Task.WhenAll(events.Select(e => TellAsync(e).AsTask()));
        if (events.Count > 0) Volatile.Write(ref cursor, events[^1].Position);
        if (events.Count < Page) Volatile.Write(ref cursor, Math.Max(cursor, head));
        // announced twice is announced once, so the place is noted now and then
        if (cursor > saved.At && Stopwatch.GetElapsedTime(saved.When) > Pause)
        {
            await log.SetMetaAsync(CursorName, cursor.ToString(CultureInfo.InvariantCulture));
            saved = (cursor, Stopwatch.GetTimestamp());
        }
        if (events.Count > 0) return saved;
        await log.WaitAsync(cursor, Pause, stop);
        await Task.Delay(Breath, stop);
        return saved;
    }

    private async ValueTask TellAsync(StoredEvent stored)
    {
        if (stored.Body is null) return;
        using var span = trail.Announce(stored.Position);
        foreach (var plan in announcing.Of(EventCodec.Read(stored), owners.ReadOwner(stored.Owner)))
            await recording.RecordAsync(stored.Owner, new AnnouncementId(stored.Position, plan.Series), plan, new Instant(stored.At));
    }

    [LoggerMessage(1, LogLevel.Error, "people can't be told now, so no hold starts; trying again")]
    private partial void LogFailing(Reported e);
}
