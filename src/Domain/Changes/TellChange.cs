using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>A channel took the announcement of a change: from now on its holds run.</summary>
/// <param name="Channel">The channel; null where the platform or two staff members vouch that people were told.</param>
public sealed record TellChange(string Change, string? Channel)
{
    /// <summary>After this without anybody told, two staff members may start a hold.</summary>
    private static readonly TimeSpan StaffMayStart = TimeSpan.FromHours(72);

    public static Outcome Decide(OwnerState state, TellChange tell)
    {
        if (state.FindChange(tell.Change) is not { } change)
            return Outcome.Refuse(RefusalKind.Unknown, "changeUnknown", $"there is no change `{tell.Change}`");
        if (change.ToldAt is not null || !change.Waits || change.AwaitsApproval) return new Outcome.Nothing(change.Id);
        if (tell.Channel is { } id && !Array.Exists(state.Channels, c => Counts(c, id)))
            return Outcome.Refuse(RefusalKind.Rule, "channelDoesNotCount", "the channel is in its own hold or gone");
        return new Outcome.Records(new OwnerEvent.ChangeTold(change.Id, tell.Channel ?? "platform"));
    }

    /// <summary>Whether two staff members may start the hold because nobody could be told for 72 h.</summary>
    public static bool IsForStaff(Change change, Instant at) =>
        change is { Waits: true, AwaitsApproval: false, ToldAt: null } && ForStaffAfter(change) < at;

    /// <summary>From when on people could have been told, and 72 hours more.</summary>
    public static Instant ForStaffAfter(Change change) => (change.ApprovedAt ?? change.AskedAt) + StaffMayStart;

    private static bool Counts(Factors.Channel channel, string id) =>
        string.Equals(channel.Id, id, StringComparison.Ordinal) && channel.EndedAt is null && channel.Since is not null;
}
