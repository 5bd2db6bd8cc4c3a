using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Announcements;

/// <summary>What is to be told, and to whom.</summary>
internal sealed record Announcement(string Account, string? Change, Letter Letter, Telling[] To, bool CanVeto);

/// <summary>Decides who is told what: every channel in force or ended within 7 days, and everybody who may stop it.</summary>
/// <param name="shown">Times as people are shown them.</param>
internal sealed class Announcing(Func<Instant, Instant> shown)
{
    /// <summary>The stored types of the events that somebody may have to be told of at once.</summary>
    public static readonly string[] Concerns = ["changeAsked", "changeApproved", "changeVetoed", "accountFrozen", "alertRaised"];

    public Announcement? Of(OwnerEvent @event, Moment moment)
    {
        var state = moment.State;
        switch (@event)
        {
            case OwnerEvent.ChangeAsked e when state.FindChange(e.Change) is { } change:
                return Asked(e, change, moment);
            case OwnerEvent.ChangeApproved { Complete: true } e when state.FindChange(e.Change) is { } change:
                return new Announcement(change.Account, change.Id, Approved(change, moment), Everybody(moment), CanVeto: true);
            case OwnerEvent.ChangeVetoed { Quiet: false } e when state.FindChange(e.Change) is { } change:
                return new Announcement(change.Account, null, Letter.Vetoed(change), Everybody(moment), CanVeto: false);
            case OwnerEvent.AccountFrozen e:
                var frozen = Letter.Frozen(e.Account, e.Freeze.Reason, e.Freeze.Ends is { } ends ? shown(ends) : null);
                return new Announcement(e.Account, null, frozen, Everybody(moment), CanVeto: false);
#if ALERTS
            case OwnerEvent.AlertRaised e when moment.Withdrawals(e.Account, e.Withdrawal) is { } record:
                return Withdrawn(e, record, moment);
#else

#endif
            default:
                return null;
        }
    }

    /// <summary>The reminder of a change whose hold ends at a time.</summary>
    public Announcement Reminder(Change change, Instant ends, Moment moment) => new(
        change.Account, change.Id,
        Letter.Reminder(
#if ALERTS
            change, shown(change.ToldAt!.Value), shown(ends), Pending.Beside(moment.State, change, moment.At, shown),
            WhoMayStop.Say(moment.State, change)),
#else
            change, shown(change.ToldAt!.Value), shown(ends), [], "you"),
#endif
        Everybody(moment), CanVeto: true);

    /// <summary>What staff are told of a change that nobody could be told of.</summary>
    public static Announcement Untold(Change change, string staff) => new(
        change.Account, change.Id, Letter.Untold(change), [new Telling("staff", "email", staff, null)], CanVeto: false);

    /// <summary>What the channels that want a digest are told of the last 24 hours; null when there is nothing to tell.</summary>
#if ALERTS
    public Announcement? Digest(Channel[] to, Moment moment) =>
        DailyDigest.Of(moment.State, moment.Policy, moment.At - TimeSpan.FromDays(1), moment.At, shown) is not { } lines ? null : new(
            moment.State.Accounts[0].Id, null, Letter.Digest(lines, shown(moment.At)), [.. to.Select(Of)], CanVeto: false);
#else

#endif

    private Announcement? Asked(OwnerEvent.ChangeAsked e, Change change, Moment moment)
    {
        var to = Everybody(moment);
        if (Array.Exists(e.Parts, p => p.State == PartState.Awaiting))
            return e.NeedsGuardian
                ? new Announcement(e.Account, change.Id, Letter.Asked(change), [.. to.Where(IsGuardian)], CanVeto: true)
                : null;
        if (!Array.Exists(e.Parts, p => p.State == PartState.Held)) return null;
        var says = Array.TrueForAll(e.Parts, p => p.State != PartState.Held || p.Does is Edit.FullGuardian or Edit.FullChannel);
        return new Announcement(
            e.Account, change.Id, says ? Letter.Added(change) : Approved(change, moment), to, CanVeto: true);
    }

    private Letter Approved(Change change, Moment moment)
    {
        var longest = change.Parts.Where(p => p.State == PartState.Held).Select(p => p.Hold).DefaultIfEmpty().Max();
        return Letter.Approved(
            change, shown(change.AskedAt), shown(moment.At + longest),
#if ALERTS
            Pending.Beside(moment.State, change, moment.At, shown), WhoMayStop.Say(moment.State, change));
#else
            [], "you");
#endif
    }

#if ALERTS
    /// <summary>What left over young parts is told everywhere, what was only large to those who asked for that size.</summary>
    private Announcement? Withdrawn(OwnerEvent.AlertRaised e, Domain.Withdrawals.WithdrawalRecord record, Moment moment)
    {
        var young = string.Equals(e.Reason, Domain.Withdrawals.Alerting.Young, StringComparison.Ordinal);
        Telling[] to =
        [
            .. moment.State.Channels
                .Where(c => IsTold(c, moment.At) && (young || Domain.Withdrawals.Alerting.IsWanted(c, record.Request, moment.Policy)))
                .Select(Of),
        ];
        return to.Length == 0 ? null : new Announcement(
            e.Account, null, Letter.Withdrawn(record.Request, shown(record.DecidedAt), young ? "young" : "size"), to, CanVeto: false);
    }
#endif

    /// <summary>Channels and guardians, each once, in a fixed order so that a link's recipient stays the same.</summary>
    private static Telling[] Everybody(Moment moment) =>
    [
        .. moment.State.Channels.Where(c => IsTold(c, moment.At)).Select(Of),
        .. moment.State.Guardians.Select(g => new Telling("guardian:" + g.Id, "email", g.Email, null)),
    ];

    private static bool IsTold(Channel channel, Instant at) => channel.EndedAt is null || channel.EndedAt + Channel.ToldOn >= at;

    private static bool IsGuardian(Telling telling) => telling.Channel.StartsWith("guardian:", StringComparison.Ordinal);

    private static Telling Of(Channel channel) => new(channel.Id, Name(channel.Kind), channel.To, null);

    private static string Name(ChannelKind kind) => kind switch
    {
        ChannelKind.Email => "email",
        ChannelKind.Webhook => "webhook",
        ChannelKind.Platform => "platform",
        _ => throw new InvalidOperationException($"no name for {kind}"),
    };
}
