using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Reviews;

/// <summary>Why less power would do.</summary>
public enum Spare
{
    /// <summary>The key was not used at all.</summary>
    KeyUnused,

    /// <summary>A permission was not needed.</summary>
    PermissionUnused,

    /// <summary>A source was not used.</summary>
    SourceUnused,

    /// <summary>It may be used from anywhere and was used from few places.</summary>
    SourceMissing,

    /// <summary>It never expires.</summary>
    NeverExpires,

    /// <summary>Nothing bounds what may leave of an asset.</summary>
    NoLimit,
}

/// <summary>Less power that costs nobody anything: edits that reduce, ready to be asked for in one change.</summary>
public sealed record Suggestion(Spare Why, Edit[] Edits);

/// <summary>One key, looked at again.</summary>
public sealed record KeyReview(ApiKey Key, KeyUsage Usage, QuietLoss Loss, Suggestion[] Suggestions);

/// <summary>
/// A review of an account's keys: what each could lose unnoticed, and what of its power nobody would miss. It only ever suggests edits
/// that reduce; a test holds that against the judge of edits.
/// </summary>
public static class ReviewKeys
{
    /// <summary>What was not used for so long is spare, where it was watched for so long.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(90);

    /// <summary>From how many places a key may be used for these to be suggested as its sources.</summary>
    private const int MostPlaces = 8;

    /// <param name="state">Brought to `at`.</param>
    /// <param name="wall">The later clock, for what ends by the calendar.</param>
    public static KeyReview[] Of(
        OwnerState state, Account account, Policy policy, Instant at, Instant wall, Func<ApiKey, KeyUsage> usageOf)
    {
        return Array.ConvertAll(account.Keys, key =>
        {
            var usage = usageOf(key);
            return new KeyReview(key, usage, QuietLoss.Of(state, account, key, policy, at, wall), [.. Suggest(state, account, key, usage, wall)]);
        });
    }

    private static IEnumerable<Suggestion> Suggest(OwnerState state, Account account, ApiKey key, KeyUsage usage, Instant wall)
    {
        var isWatched = usage.Since is { } since && since + Unused <= wall;
        if (isWatched && !IsRecent(usage.LastUsed, wall))
        {
            yield return new Suggestion(Spare.KeyUnused, [new Edit.RemoveKey(key.Id)]);
            yield break;
        }
        if (isWatched)
            foreach (var part in key.Permissions)
                if (!usage.Permissions.TryGetValue(part.Name, out var last) || !IsRecent(last, wall))
                    yield return new Suggestion(Spare.PermissionUnused, [new Edit.Revoke(key.Id, part.Name)]);
        if (isWatched && usage.From is { } from)
            foreach (var suggestion in Sources(key, from)) yield return suggestion;
        if (key.ExpiresAt is null) yield return new Suggestion(Spare.NeverExpires, [new Edit.SetExpiry(key.Id, wall + Unused)]);
        if (key.Permissions.Any(p => p.Name == Permissions.Withdraw))
            foreach (var asset in account.Destinations.Select(d => d.Asset).Distinct(StringComparer.Ordinal))
                if (!state.Limits.Any(l => (l.Asset is null || l.Asset == asset) && l.AmountAt(state.At) is not null) && Usual(state, asset) is { } amount)
                    yield return new Suggestion(Spare.NoLimit, [new Edit.SetLimit(asset, null, TimeSpan.FromDays(1), amount, null)]);
    }

    /// <summary>Sources that no use came from go, but never the last one: a key without any may be used from anywhere.</summary>
    private static IEnumerable<Suggestion> Sources(ApiKey key, Source[] from)
    {
        if (key.Sources.Length == 0)
        {
            if (from.Length is > 0 and <= MostPlaces)
                yield return new Suggestion(Spare.SourceMissing, [.. from.Select(s => new Edit.AddSource(key.Id, s))]);
            yield break;
        }
        var spare = Array.FindAll(key.Sources, part => !Array.Exists(from, f => part.Source.Contains(f) || f.Contains(part.Source)));
        if (spare.Length < key.Sources.Length)
            foreach (var part in spare) yield return new Suggestion(Spare.SourceUnused, [new Edit.RemoveSource(key.Id, part.Source)]);
    }

    /// <summary>Twice the most that left of an asset in a day, as far back as is remembered; null where none left.</summary>
    private static decimal? Usual(OwnerState state, string asset)
    {
        var days = state.Ledger.Entries.Where(e => e.Asset == asset)
            .GroupBy(e => e.At.Milliseconds / (long)TimeSpan.FromDays(1).TotalMilliseconds).Select(d => d.Sum(e => e.Amount)).ToArray();
        return days.Length == 0 ? null : 2m * days.Max();
    }

    private static bool IsRecent(Instant? last, Instant now) => last is { } at && at + Unused > now;
}
