using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Reports;

/// <summary>A suspicious call or message, as the one who had it tells it.</summary>
/// <param name="Phone">E.164; null where it was no call or the number was hidden.</param>
/// <param name="At">When it was.</param>
/// <param name="Claims">What the caller said, in the reporter's words.</param>
public sealed record ReportedCall(string? Phone, Instant At, string Claims, Indicator[] Indicators);

/// <summary>Something that the caller used.</summary>
public sealed record Indicator(IndicatorKind Kind, string Value);

/// <summary>
/// The owner reports a call. It acts at once on his own account and on no other: what was asked on it in the last day is stopped, every
/// hold is the longest for a week, and it is frozen where he wants that. It needs no factor and nobody can veto it.
/// </summary>
/// <param name="Id">The id that the report gets.</param>
/// <param name="Change">The id and nonce that its change of holds gets.</param>
/// <param name="Freeze">The id that the freeze gets; null: he does not want one.</param>
public sealed record ReportCall(string Account, string Id, By By, ReportedCall Call, (string Id, string Nonce) Change, string? Freeze)
{
    /// <summary>What was asked no longer ago is stopped.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    /// <summary>How long holds are then, and for how long.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromHours(96), For = TimeSpan.FromDays(7);

    public static Outcome Decide(OwnerState state, ReportCall report, Policy policy, Instant at)
    {
        if (state.Find(report.Account) is null)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{report.Account}`");
        if (report.By.Kind != ByKind.Owner)
            return Outcome.Refuse(RefusalKind.Rule, "reportNotOwn", "a report acts on the account of the one who makes it; only its owner can");
        var events = new List<OwnerEvent> { new OwnerEvent.CallReported(report.Account, report.Id, report.By, report.Call) };
        var after = OwnerFold.ApplyAll(state, events, at);
        foreach (var change in state.Changes)
            if (change.AskedAt + Reach >= at && string.Equals(change.Account, report.Account, StringComparison.Ordinal))
                Add(VetoChange.Decide(after, new VetoChange(change.Id, report.By, Quiet: false), policy, at));
        Add(AskChange.Decide(
            after, new AskChange(report.Account, report.By, LongestHolds(after, policy, at), [], report.Change.Id, report.Change.Nonce, [], false), policy, at));
        if (report.Freeze is { } freeze)
            Add(FreezeAccount.Decide(after, new FreezeAccount(report.Account, freeze, report.By, "a suspicious call", null, All: false), at));
        return new Outcome.Records([.. events]);

        void Add(Outcome outcome)
        {
            // what needs no stopping, or is over, is no reason to do less of the rest
            if (outcome is not Outcome.Records records) return;
            events.AddRange(records.Events);
            after = OwnerFold.ApplyAll(after, records.Events, at);
        }
    }

    /// <summary>Reading needs no hold: it moves nothing.</summary>
    private static Edit[] LongestHolds(OwnerState state, Policy policy, Instant at) =>
    [
        .. Elements.All.Where(e => e != Element.Read && state.HoldOf(e, policy, at) < Hold).Select(e => new Edit.SetHold(e, Hold, For)),
    ];
}
