using System.Globalization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Accounts;

/// <summary>What an owner reads once a day, in plain sentences. It is read off the state, and says what that doesn't know.</summary>
/// <param name="Left">What was allowed to leave.</param>
/// <param name="Waits">What waits, and from when it is possible.</param>
/// <param name="Happened">What came into force or ended.</param>
/// <param name="Frozen">The freezes that stand.</param>
public sealed record Digest(string[] Left, string[] Waits, string[] Happened, string[] Frozen)
{
    /// <summary>The digest of the time after `since` up to `at`; null when there is nothing to say.</summary>
    /// <param name="shown">Moves a time to how it is shown.</param>
    public static Digest? Of(
        OwnerState state, Policy policy, Instant since, Instant at, Func<Instant, Instant>? shown = null)
    {
        state = Maturing.At(state, at);
        var show = shown ?? (x => x);
        var digest = new Digest(
            LeftOf(state, policy, since, at), Pending.Of(state, null, at, shown).Text, HappenedOf(state, since, at, show),
            [.. state.Freezes.Select(f => $"The account is frozen since {show(f.Set).ToWords()}, {(f.Ends is { } ends ? $"until {show(ends).ToWords()}" : "until it is lifted")}: nothing leaves.")]);
        return digest is { Left: [], Waits: [], Happened: [], Frozen: [] } ? null : digest;
    }

    private static string[] LeftOf(OwnerState state, Policy policy, Instant since, Instant at)
    {
        var entries = Array.FindAll(state.Ledger.Entries, e => e.At > since && e.At <= at);
        if (entries.Length == 0) return [];
        var full = state.Ledger.Entries.Length >= Ledger.MostEntries;
        var used = state.Ledger.AllowanceUsed(at, Policy.AllowancePeriod);
        return
        [
            .. entries.GroupBy(e => e.Asset, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Sum(g.Key, g.Count(), g.Sum(e => e.Amount), full)),
            .. used == 0 ? (string[])[] :
                [$"Of the {Amount.Format(state.Allowance ?? policy.Allowance)} that may go to new or unknown places in 48 hours, {Amount.Format(used)} is used."],
            full
                ? "There were so many that older ones may be counted as one: it may have been more withdrawals and less in all."
                : "This counts what was allowed and not cancelled. Where it went is not known here.",
        ];
    }

    private static string Sum(string asset, int count, decimal amount, bool full) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(full ? "At least " : "")}{count} {(count == 1 ? "withdrawal" : "withdrawals")} of {asset}, {(full ? "at most " : "")}{Amount.Format(amount)} in all.");

    private static string[] HappenedOf(OwnerState state, Instant since, Instant at, Func<Instant, Instant> shown)
    {
        var lines = new List<string>();
        foreach (var change in state.Changes)
            for (var i = 0; i < change.Edits.Length; i++)
                if (Became(change, i) is { } what && what.At > since && what.At <= at)
                    lines.Add($"{Wording.Say(change.Edits[i].Edit)} {what.How} {shown(what.At).ToWords()}.");
        if (state.Changes.Count(c => c.EndedAt > since) >= Stopping.MostEnded)
            lines.Add($"Only the last {Stopping.MostEnded} changes are known here: there may have been more.");
        return [.. lines];
    }

    /// <summary>What became of an edit, and when; null while it waits.</summary>
    private static (string How, Instant At)? Became(Change change, int edit)
    {
        if (change.Edits[edit].Effect == Effect.Reduces) return ("In force since", change.AskedAt);
        if (change.EndedAt is not { } ended) return null;
        var parts = Array.FindAll(change.Parts, p => p.Edit == edit);
        if (Array.Exists(parts, p => p.State == PartState.Vetoed)) return ("Stopped on", ended);
        if (!Array.Exists(parts, p => p.State == PartState.Voided)) return ("In force since", ended);
        return (change.Ending switch
        {
            Ending.Expired => "Not approved in time; ended on",
            Ending.NobodyTold => "Nobody could be told; ended on",
            Ending.Vetoed or Ending.Voided or null => "Ended by a later change, at the latest on",
            _ => throw new InvalidOperationException($"no words for {change.Ending}"),
        }, ended);
    }
}
