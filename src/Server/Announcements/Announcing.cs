using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Time;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Announcements;

/// <summary>What an event makes Holdfast tell, and to whom.</summary>
internal sealed record Announcement(string Account, string? Change, Letter Letter, Telling[] To, bool CanVeto);

/// <summary>Decides who is told what: every channel in force or ended within 7 days, and everybody who may stop it.</summary>
internal static class Announcing
{
    private static readonly TimeSpan ToldAfterTheEnd = TimeSpan.FromDays(7);

    /// <summary>The stored types of the events that somebody may have to be told of.</summary>
    public static readonly string[] Concerns = ["changeAsked", "changeApproved", "changeVetoed", "accountFrozen", "announced"];

    public static Announcement? Of(OwnerEvent @event, Moment moment, Func<Instant, Instant> shown)
    {
        var state = moment.State;
        switch (@event)
        {
            case OwnerEvent.ChangeAsked e when state.FindChange(e.Change) is { } change:
                return Asked(e, change, moment, shown);
            case OwnerEvent.ChangeApproved { Complete: true } e when state.FindChange(e.Change) is { } change:
                return new Announcement(
                    change.Account, change.Id, Letter.Approved(change, shown), Everybody(state, moment.At), CanVeto: true);
            case OwnerEvent.ChangeVetoed { Quiet: false } e when state.FindChange(e.Change) is { } change:
                return new Announcement(
                    change.Account, null, Letter.Vetoed(change), Everybody(state, moment.At), CanVeto: false);
            case OwnerEvent.AccountFrozen e:
                return new Announcement(
                    e.Account, null, Letter.Frozen(e.Freeze.Reason, e.Freeze.Ends, shown), Everybody(state, moment.At), CanVeto: false);
            default:
                return null;
        }
    }

    private static Announcement? Asked(OwnerEvent.ChangeAsked e, Change change, Moment moment, Func<Instant, Instant> shown)
    {
        var to = Everybody(moment.State, moment.At);
        if (Array.Exists(e.Parts, p => p.State == PartState.Awaiting))
            return e.NeedsGuardian
                ? new Announcement(e.Account, change.Id, Letter.Asked(change, e.Account), [.. to.Where(IsGuardian)], CanVeto: true)
                : null;
        if (!Array.Exists(e.Parts, p => p.State == PartState.Held)) return null;
        var says = Array.TrueForAll(e.Parts, p => p.State != PartState.Held || p.Does is Edit.FullGuardian or Edit.FullChannel);
        return new Announcement(
            e.Account, change.Id, says ? Letter.Added(change) : Letter.Approved(change, shown), to, CanVeto: true);
    }

    /// <summary>Channels and guardians, each once, in a fixed order so that a link's recipient stays the same.</summary>
    private static Telling[] Everybody(OwnerState state, Instant at) =>
    [
        .. state.Channels
            .Where(c => c.EndedAt is null || c.EndedAt + ToldAfterTheEnd >= at)
            .Select(c => new Telling(c.Id, Name(c), c.To, null)),
        .. state.Guardians.Select(g => new Telling("guardian:" + g.Id, "email", g.Email, null)),
    ];

    private static bool IsGuardian(Telling telling) => telling.Channel.StartsWith("guardian:", StringComparison.Ordinal);

    private static string Name(Channel channel) => channel.Kind switch
    {
        ChannelKind.Email => "email",
        ChannelKind.Webhook => "webhook",
        ChannelKind.Platform => "platform",
        _ => throw new InvalidOperationException($"no name for {channel.Kind}"),
    };
}
