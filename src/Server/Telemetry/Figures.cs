using System.Diagnostics.Metrics;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;
using Holdfast.Server.Clocks;
using Holdfast.Server.Deliveries;
using Holdfast.Server.Gate.Activity;
using Holdfast.Server.Hosting;
using Holdfast.Storage;

namespace Holdfast.Server.Telemetry;

/// <summary>The few figures to alert on; docs/guides/alerts.md says of each what it means, when to alert and what to do.</summary>
internal sealed class Figures : IDisposable
{
    private readonly ILog log;
    private readonly InstallationClock clock;
    private readonly Messenger messenger;
    private readonly Meter meter = new(Sources.Name);

    public Figures(
        ILog log, InstallationClock clock, Installation installation, Messenger messenger, RequestTally tally,
        DataFolder folder, ActivityBook activity)
    {
        (this.log, this.clock, this.messenger) = (log, clock, messenger);
        All =
        [
            new("holdfast.ready", "{bool}", "1 while decisions can be recorded; 0 means that everything is denied", () => log.IsAvailable && !installation.IsRolledBack ? 1 : 0),
            new("holdfast.log.head", "{event}", "position of the last durable event", () => log.Head),
            new("holdfast.log.unsigned", "{event}", "events that no signed checkpoint covers yet", Unsigned),
            new("holdfast.announcements.behind", "{event}", "positions of the log that were not looked at yet for whom to tell", Behind),
            new("holdfast.announcements.delay", "s", "age of the oldest event that somebody should have been told of", Delay),
            new("holdfast.announcements.failing", "{bool}", "1 while people can't be told, so that no hold starts", () => messenger.IsFailing ? 1 : 0),
            new("holdfast.announcements.untaken", "{announcement}", "announcements that nobody has taken yet: their holds have not started", () => messenger.Outgoing.UntoldCount),
            new("holdfast.deliveries.failing", "{delivery}", "deliveries that were tried in vain and are tried again", () => messenger.Outgoing.Count().Failing),
            new("holdfast.clock.behind", "s", "time of a restart that nobody vouched for: holds end that much later", () => clock.Behind.TotalSeconds),
            new("holdfast.policy.pending", "{policy}", "1 while a policy that weakens waits for two staff members or its hold", () => installation.State.Pending is null ? 0 : 1),
            new("holdfast.tokens.lying", "{file}", "first tokens that still lie in the data folder", () => folder.FirstTokens().Count),
            new("holdfast.disk.free", "By", "room on the disk of the data folder", () => folder.FreeBytes),
            new("holdfast.memory.used", "By", "memory of the process", () => Environment.WorkingSet),
            new("holdfast.requests.failed", "{request}", "answers of 500 and above since the start", () => tally.Failed) { IsCounter = true },
            new("holdfast.requests.strangers", "{request}", "requests without a valid token since the start", () => tally.Strangers) { IsCounter = true },
            new("holdfast.activity.dropped", "{sighting}", "what keys were used for and there was no room to write down", () => activity.Dropped) { IsCounter = true },
            new("holdfast.activity.failed", "{batch}", "times that what keys were used for could not be written and was tried again", () => activity.Failed) { IsCounter = true },
        ];
        foreach (var figure in All) Offer(figure);
    }

    public IReadOnlyList<Figure> All { get; }

    public void Dispose() => meter.Dispose();

    private void Offer(Figure figure)
    {
        if (figure.IsCounter) meter.CreateObservableCounter(figure.Name, figure.Read, figure.Unit, figure.Help);
        else meter.CreateObservableGauge(figure.Name, figure.Read, figure.Unit, figure.Help);
    }

    private double Unsigned() => Math.Max(0, log.Head - (log.LatestCheckpoint?.Position ?? 0));

    private double Behind() => Math.Max(0, log.Head - Math.Min(messenger.Announcer.Cursor, messenger.Dispatcher.Cursor));

    private double Delay() => log.IsAvailable
        ? Math.Max(Age(messenger.Announcer.Cursor, Announcing.Concerns), Age(messenger.Dispatcher.Cursor, Intake.Concerns))
        : 0;

    /// <summary>Of the first event behind a position that somebody has to look at.</summary>
    private double Age(long after, IReadOnlyList<string> types) => log.Read(after, 1, types) is [var oldest]
        ? Math.Max(0, (clock.Sure() - new Instant(oldest.At)).TotalSeconds)
        : 0;
}
