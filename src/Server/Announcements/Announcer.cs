using System.Diagnostics;
using System.Globalization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Telemetry;
using Holdfast.Storage;

namespace Holdfast.Server.Announcements;

/// <summary>
/// Reads the log behind the decisions and tells people, at least once and by a stable id. What it did is in the log, so
/// that after a crash it does the rest and nothing twice that counts.
/// </summary>
internal sealed partial class Announcer(
    ILog log, OwnerBook owners, InstallationClock clock, Outbox outbox, VetoLinks links, ServerOptions options, Untold untold,
    Trail trail, ILogger<Announcer> logger)
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
            catch (Exception e) when (e is LogUnavailableException or IOException or UnauthorizedAccessException)
            {
                if (!IsFailing) LogFailing(new Reported(e));
                IsFailing = true;
                await Task.Delay(Pause, stop);
            }
        }
    }

    /// <summary>Tells what one page of the log asks for, and notes how far it came.</summary>
    private async ValueTask<(long At, long When)> TurnAsync((long At, long When) saved, CancellationToken stop)
    {
        var head = log.Head;
        var events = log.Read(cursor, Page, Announcing.Concerns);
        foreach (var stored in events)
        {
            await TellAsync(stored);
            Volatile.Write(ref cursor, stored.Position);
        }
        if (events.Count < Page) Volatile.Write(ref cursor, Math.Max(cursor, head));
        if (cursor > saved.At && (events.Count > 0 || Stopwatch.GetElapsedTime(saved.When) > Pause))
        {
            await untold.SaveAsync();
            await log.SetMetaAsync(CursorName, cursor.ToString(CultureInfo.InvariantCulture));
            saved = (cursor, Stopwatch.GetTimestamp());
        }
        if (events.Count > 0) return saved;
        await log.WaitAsync(cursor, Pause, stop);
        await Task.Delay(Breath, stop);
        return saved;
    }

    /// <summary>Waits until everything recorded so far is announced.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        for (var head = log.Head; Cursor < head; head = Math.Max(head, log.Head))
            await Task.Delay(2, stop);
    }

    /// <summary>Waits until the announcer has seen a position: the feed shows an event before the announcer has read it.</summary>
    public async Task ReachAsync(long position, CancellationToken stop)
    {
        while (Cursor < position) await Task.Delay(2, stop);
    }

    private async ValueTask TellAsync(StoredEvent stored)
    {
        if (stored.Body is null) return;
        using var span = trail.Announce(stored.Position);
        var @event = EventCodec.Read(stored);
        if (@event is OwnerEvent.Announced done)
        {
            if (owners.ReadOwner(stored.Owner).State.FindChange(done.Change ?? "") is { Waits: true, ToldAt: null })
                untold.Add(stored.Position, stored.Owner, done);
            return;
        }
        var moment = owners.ReadOwner(stored.Owner);
        if (Announcing.Of(@event, moment, clock.Shown) is not { } plan) return;
        var id = $"a_{stored.Position}";
        Telling[] to = [.. plan.To.Select((r, i) => r with { Link = plan.CanVeto ? links.For(stored.Position, i) : null })];
        foreach (var recipient in to)
            if (recipient.Kind == "email")
                outbox.Write($"{stored.Position:D12}-{Outbox.Safe(recipient.Channel)}", plan.Letter.ToEml(
                    $"{id}.{Outbox.Safe(recipient.Channel)}", "holdfast@localhost", recipient.To, new Instant(stored.At), recipient.Link));
        var announced = new OwnerEvent.Announced(
            plan.Account, id, plan.Change, plan.Letter.Kind, to, plan.Letter.Subject, plan.Letter.Text);
        await owners.RunAsync(stored.Owner, new Command
        {
            Claims = [LogKey.Of("announcement", id)],
            Decide = _ => new Outcome.Records(announced),
            Answer = (_, _) => new Answered(200, default),
        });
        if (options.Sandbox && plan.Change is { } change) await TakeByMailAsync(stored.Owner, change, to);
    }

    /// <summary>In a sandbox a written letter counts as taken.</summary>
    private async ValueTask TakeByMailAsync(string owner, string change, Telling[] to)
    {
        foreach (var recipient in to)
        {
            if (recipient.Kind != "email" || recipient.Channel.Contains(':', StringComparison.Ordinal)) continue;
            var answer = await TakeAsync(owner, change, recipient.Channel);
            if (answer.Status == 200) return;
        }
    }

    public ValueTask<Answered> TakeAsync(string owner, string change, string? channel) => owners.RunAsync(owner, new Command
    {
        Decide = moment => TellChange.Decide(moment.State, new TellChange(change, channel)),
        Answer = (outcome, _) => outcome is Outcome.Refused refused
            ? Answers.Problems.Of(refused)
            : new Answered(200, default),
    });

    [LoggerMessage(1, LogLevel.Error, "people can't be told now, so no hold starts; trying again")]
    private partial void LogFailing(Reported e);
}
