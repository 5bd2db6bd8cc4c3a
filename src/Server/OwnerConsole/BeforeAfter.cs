using Holdfast.Consoles.Words;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Destinations;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;

namespace Holdfast.Server.OwnerConsole;

/// <summary>One edit as what is in force now and what would be. The words that are signed stand beside it.</summary>
internal static class BeforeAfter
{
    /// <summary>So much of an address people look at, at each end.</summary>
    private const int Looked = 4;

    public static string Before(Look look, string account, Edit edit) => Now(look, Find(look, account), edit) ?? "Nothing of this kind.";

    public static string After(Look look, string account, Edit edit) => Then(look, Find(look, account), edit) ?? Wording.Say(edit);

    private static Account Find(Look look, string account) => look.Moment.State.Find(account)!;

    private static string? Now(Look look, Account a, Edit edit) => edit switch
    {
        Edit.Grant e => Can(a, e.Key, k => Names(k)),
        Edit.Revoke e => Can(a, e.Key, k => Names(k)),
        Edit.AddSource e => From(a, e.Key, k => Sources(k)),
        Edit.RemoveSource e => From(a, e.Key, k => Sources(k)),
        Edit.SetExpiry e => a.FindKey(e.Key) is { } key ? key.ExpiresAt is { } end ? $"The API key {key.Id} ends {look.Say(end)}." : $"The API key {key.Id} never ends." : null,
        Edit.RotateKey or Edit.RemoveKey or Edit.SuspendKey or Edit.ResumeKey => KeyNow(a, edit),
        Edit.AddDestination or Edit.RemoveDestination => Places(a, a.Destinations.Length),
        Edit.SetLimit e => Limit(look, e.Asset, e.Currency, e.Period),
        Edit.RemoveLimit e => Limit(look, e.Asset, e.Currency, e.Period),
        Edit.SetAllowance => $"At most {Amount.Format(look.Moment.State.Allowance ?? look.Moment.Policy.Allowance)} {look.Moment.Policy.Currency} can leave in 48 hours to new or unknown places.",
        Edit.SetChallenge => look.Moment.State.Challenge is { } above ? $"Every withdrawal above {Amount.Format(above)} must be confirmed." : "No withdrawal needs to be confirmed because of its size.",
        Edit.SetHold e => $"Changes of {Domain.Policies.Elements.Name(e.Element)} wait {Times.Span(look.Moment.State.HoldOf(e.Element, look.Moment.Policy, look.Moment.At))}.",
        Edit.SetSettling => $"What is new counts as young for {Times.Span(look.Moment.State.SettlingTime(look.Moment.Policy))}.",
        Edit.AddFactor or Edit.RemoveFactor or Edit.ResetFactors or Edit.Recover => $"You approve with: {List([.. look.Moment.State.Factors.Select(FactorName)])}.",
        Edit.AddGuardian or Edit.RemoveGuardian => $"Guardians: {List([.. look.Moment.State.Guardians.Select(g => g.Name)])}.",
        Edit.AddChannel or Edit.RemoveChannel or Edit.SetAlerts => $"You are told at: {List([.. look.Moment.State.Channels.Where(c => c.EndedAt is null).Select(c => c.To)])}.",
        Edit.LiftFreeze => "Nothing can leave.",
        _ => null,
    };

    private static string? Then(Look look, Account a, Edit edit) => edit switch
    {
        Edit.Grant e => Can(a, e.Key, k => [.. Names(k), e.Permission]),
        Edit.Revoke e => Can(a, e.Key, k => [.. Names(k).Where(p => p != e.Permission)]),
        Edit.AddSource e => From(a, e.Key, k => [.. Sources(k), e.Source.ToString()]),
        Edit.RemoveSource e => From(a, e.Key, k => [.. Sources(k).Where(s => s != e.Source.ToString())]),
        Edit.AddDestination e when a.Destinations.Length > 0 && Alike(a, e) is { } like =>
            $"{Places(a, a.Destinations.Length + 1)} The new one: {Grouped(e.Address)}. Careful: it begins and ends like another of yours, {Grouped(like.Address)}.",
        Edit.AddDestination e => $"{Places(a, a.Destinations.Length + 1)} The new one: {Grouped(e.Address)}.",
        Edit.LiftFreeze => "What is aged can leave again.",
        _ => null,
    };

    private static string? Can(Account a, string id, Func<ApiKey, string[]> which) =>
        a.FindKey(id) is { } key ? $"The API key {id} {KeySentence.Can([.. which(key).Distinct(StringComparer.Ordinal)], a)}." : null;

    private static string? From(Account a, string id, Func<ApiKey, string[]> which) =>
        a.FindKey(id) is { } key ? $"The API key {id} can be used {KeySentence.From([.. which(key).Distinct(StringComparer.Ordinal)])}." : null;

    private static string[] Names(ApiKey key) => [.. key.Permissions.Select(p => p.Name)];

    private static string[] Sources(ApiKey key) => [.. key.Sources.Select(s => s.Source.ToString())];

    private static string? KeyNow(Account a, Edit edit)
    {
        var id = edit switch { Edit.RotateKey e => e.Key, Edit.RemoveKey e => e.Key, Edit.SuspendKey e => e.Key, Edit.ResumeKey e => e.Key, _ => "" };
        return a.FindKey(id) is not { } key ? null : key.Suspended ? $"The API key {id} is suspended." : $"The API key {id} {KeySentence.Can(Names(key), a)}.";
    }

    private static string Places(Account a, int count) => count == 0 ? "Your money can go to no address of yours yet." : $"Your money can go to {count} {(count == 1 ? "address" : "addresses")}.";

    private static string Limit(Look look, string? asset, string? currency, TimeSpan period) =>
        Array.Find(look.Moment.State.Limits, l => l.Is(asset, currency, period))?.AmountAt(look.Moment.At) is { } amount
            ? $"At most {Amount.Format(amount)} {asset ?? currency} can leave in {Times.Span(period)}."
            : $"There is no limit in {Times.Span(period)} for {asset ?? currency}.";

    /// <summary>Addresses that begin and end alike are made to be mistaken for each other.</summary>
    private static Destination? Alike(Account a, Edit.AddDestination e) => Array.Find(a.Destinations, d =>
        d.Address != e.Address && d.Address.Length >= 2 * Looked && e.Address.Length >= 2 * Looked && Same(d.Address[..Looked], e.Address[..Looked]) && Same(d.Address[^Looked..], e.Address[^Looked..]));

    /// <summary>People read over the case of a letter.</summary>
    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>In groups of four, which people can compare.</summary>
    public static string Grouped(string address) => string.Join(' ', address.Chunk(4).Select(c => new string(c)));

    private static string FactorName(Domain.Factors.Factor factor) => factor.Kind == FactorKind.Platform ? "the word of your platform" : $"{factor.Label} ({factor.Kind.ToString().ToLowerInvariant()})";

    private static string List(string[] words) => words.Length == 0 ? "nothing" : string.Join(", ", words);
}
