using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Announcements;

/// <summary>What is to be told, and to whom.</summary>
/// <param name="Series">Which of the announcements about its event it is.</param>
internal sealed record Announcement(Series Series, string Account, string? Change, Letter Letter, Telling[] To, bool CanVeto);

/// <summary>
/// Decides who is told what: every channel in force or ended within 7 days, and, in words of their own, the guardians.
/// </summary>
/// <param name="shown">Times as people are shown them.</param>
/// <param name="hasWebhook">Whether the platform has a webhook, and so may write to its customers itself.</param>
internal sealed class Announcing(Func<Instant, Instant> shown, bool hasWebhook)
{
    /// <summary>The stored types of the events that somebody may have to be told of at once.</summary>
    public static readonly string[] Concerns = ["changeAsked", "changeApproved", "changeVetoed", "accountFrozen", "alertRaised", "codeFailed"];

    /// <summary>What one event makes us tell; what nobody would get is left out, but for what starts a hold.</summary>
    public IEnumerable<Announcement> Of(OwnerEvent @event, Moment moment)
    {
        var state = moment.State;
        IEnumerable<Announcement> all = @event switch
        {
            OwnerEvent.ChangeAsked e when state.FindChange(e.Change) is { } change => Asked(e, change, moment),
            OwnerEvent.ChangeApproved { Complete: true } e when state.FindChange(e.Change) is { } change => Approved(change, moment),
            OwnerEvent.ChangeVetoed { Quiet: false } e when state.FindChange(e.Change) is { } change =>
                Both(moment, change.Account, toGuardians => Letter.Vetoed(change, toGuardians)),
            OwnerEvent.AccountFrozen { Freeze: var freeze } e => Both(moment, e.Account, toGuardians =>
                Letter.Frozen(e.Account, freeze.Reason, freeze.Ends is { } ends ? shown(ends) : null, toGuardians)),
            OwnerEvent.CodeFailed { IsTold: true } e => [new(Series.Alert, e.Account, null, Letter.CodesFailed(e.Account, e.InARow!.Value), Channels(moment), CanVeto: false)],
            OwnerEvent.AlertRaised e when moment.Withdrawals(e.Account, e.Withdrawal) is { } record => [Withdrawn(e, record, moment)],
            _ => [],
        };
        return all.Where(a => a.To.Length > 0 || a is { Series: Series.Alert, Change: not null });
    }

    /// <summary>The reminders of a change whose hold ends at a time.</summary>
    public IEnumerable<Announcement> Reminders(Change change, Instant ends, Moment moment)
    {
        var (together, who) = Around(change, moment);
        Announcement[] all =
        [
            new(Series.Reminder, change.Account, change.Id,
                Letter.Reminder(change, shown(change.ToldAt!.Value), shown(ends), together, who.ToOwner()), Channels(moment), CanVeto: true),
            new(Series.GuardiansReminder, change.Account, change.Id,
                Letter.ApprovedToGuardians(change, shown(ends), together, who.ToGuardian("")), Guardians(moment), CanVeto: true),
        ];
        return all.Where(a => a.To.Length > 0);
    }

    /// <summary>What staff are told of a change that nobody could be told of.</summary>
    /// <param name="staff">Where they get mail; empty for nowhere but the feed.</param>
    public static Announcement Untold(Change change, string staff) => new(
        Series.Untold, change.Account, change.Id, Letter.Untold(change), [new Telling(RecipientName.Staff, "email", staff, null)], CanVeto: false);

    /// <summary>What the channels that want a digest are told of the time since the last one; null when there is nothing to tell.</summary>
    public Announcement? Digest(Channel[] to, Moment moment, Instant since) =>
        Domain.Accounts.Digest.Of(moment.State, moment.Policy, since, moment.At, shown) is not { } digest ? null : new(
            Series.Digest, moment.State.Accounts[0].Id, null,
            Letter.Digest([.. digest.Frozen, .. digest.Left, .. digest.Happened, .. digest.Waits], shown(moment.At)),
            [.. to.Select(Of)], CanVeto: false);

    /// <summary>That a key or a credential ends; null where nobody would get it.</summary>
    /// <param name="isLast">Whether that is within 7 days.</param>
    public Announcement? Ends(string account, KeyEnding ending, bool isLast, Moment moment)
    {
        var letter = Letter.Ends(account, ending, ending.OnCalendar ?? shown(ending.Ends), isLast ? shown(moment.At + ending.Hold) : null);
        var plan = new Announcement(isLast ? Series.EndsSoon : Series.EndsFirst, account, null, letter, Channels(moment), CanVeto: false);
        return plan.To.Length > 0 ? plan : null;
    }

    /// <summary>A channel that ended is told for 7 days more.</summary>
    public static bool IsTold(Channel channel, Instant at) => channel.EndedAt is null || channel.EndedAt + Channel.ToldOn >= at;

    private IEnumerable<Announcement> Asked(OwnerEvent.ChangeAsked e, Change change, Moment moment)
    {
        if (Array.Exists(e.Parts, p => p.State == PartState.Awaiting))
            return e.NeedsGuardian
                ? [new Announcement(Series.Alert, e.Account, change.Id, Letter.Asked(change), Guardians(moment), CanVeto: true)]
                : [];
        // nobody is written to because of a move: the first letter that is sent anyway says what was taken over
        if (!Array.Exists(e.Parts, p => p.State == PartState.Held) || change.IsTakenOver) return [];
        if (!Array.TrueForAll(e.Parts, p => p.State != PartState.Held || p.Does is Edit.FullGuardian or Edit.FullChannel))
            return Approved(change, moment);
        return [new Announcement(
            Series.Alert, e.Account, change.Id, Letter.Added(change), [.. Channels(moment), .. Guardians(moment)], CanVeto: true)];
    }

    private Announcement[] Approved(Change change, Moment moment)
    {
        var longest = change.Parts.Where(p => p.State == PartState.Held).Select(p => p.Hold).DefaultIfEmpty().Max();
        var from = shown(moment.At + longest);
        var (together, who) = Around(change, moment);
        return
        [
            new(Series.Alert, change.Account, change.Id,
                Letter.Approved(change, shown(change.AskedAt), from, together, who.ToOwner()), Channels(moment), CanVeto: true),
            new(Series.Guardians, change.Account, change.Id,
                Letter.ApprovedToGuardians(change, from, together, who.ToGuardian("")), Guardians(moment), CanVeto: true),
        ];
    }

    /// <summary>All else that waits with what it comes to, and who may stop the change.</summary>
    private (string[] Together, WhoMayStop Who) Around(Change change, Moment moment)
    {
        var pending = Pending.Of(moment.State, change.Id, moment.At, shown);
        string[] together = pending.Together is { } sum ? [Letter.Else, .. pending.Text.Select(l => Letter.Item + l), sum] : [];
        return (together, WhoMayStop.Of(moment.State, change, moment.Policy, moment.At));
    }

    private IEnumerable<Announcement> Both(Moment moment, string account, Func<bool, Letter> letter) =>
    [
        new(Series.Alert, account, null, letter(false), Channels(moment), CanVeto: false),
        new(Series.Guardians, account, null, letter(true), Guardians(moment), CanVeto: false),
    ];

    /// <summary>What left over young parts is told everywhere, what was only large to those who asked for that size.</summary>
    private Announcement Withdrawn(OwnerEvent.AlertRaised e, WithdrawalRecord record, Moment moment)
    {
        var young = string.Equals(e.Reason, Alerting.Young, StringComparison.Ordinal);
        Telling[] to =
        [
            .. moment.State.Channels
                .Where(c => IsTold(c, moment.At)
                    && (young || (c.Alerts?.Above is { } above && Alerting.IsAtLeast(above, record.Request, moment.Policy))))
                .Select(Of),
        ];
        return new Announcement(
            Series.Alert, e.Account, null, Letter.Withdrawn(record.Request, shown(record.DecidedAt), e.Reason), to, CanVeto: false);
    }

    /// <summary>Each once, in a fixed order so that a link's recipient stays the same.</summary>
    private Telling[] Channels(Moment moment) =>
    [
        .. moment.State.Channels.Where(c => IsTold(c, moment.At)).Select(Of),
        .. moment.Policy.PlatformTells || hasWebhook ? [new Telling(RecipientName.Platform, "platform", moment.State.Owner, null)] : (Telling[])[],
    ];

    private static Telling[] Guardians(Moment moment) =>
        [.. moment.State.Guardians.Select(g => new Telling(RecipientName.Guardian(g.Id), "email", g.Email, null))];

    private static Telling Of(Channel channel) => new(channel.Id, Name(channel.Kind), channel.To, null);

    private static string Name(ChannelKind kind) => kind switch
    {
        ChannelKind.Email => "email",
        ChannelKind.Webhook => "webhook",
        ChannelKind.Platform => "platform",
        _ => throw new InvalidOperationException($"no name for {kind}"),
    };
}
