using System.Globalization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// Says a change in plain words, rendered from the same edits that the digest covers: what becomes possible, from when,
/// and what it comes to together with everything else that waits. Labels appear only as what the owner named something.
/// </summary>
public static class Wording
{
    public static string[] Of(OwnerState state, string account, JudgedEdit[] edits, HeldPart[] parts, Instant at)
    {
        var lines = new List<string>();
        var holds = ChangeDigest.Holds(edits.Length, parts);
        for (var i = 0; i < edits.Length; i++) lines.Add($"{Say(edits[i].Edit)} {When(edits[i].Effect, holds[i])}");
        if (Together(state, account, edits, at) is { } together) lines.Add(together);
        return [.. lines];
    }

    private static string When(Effect effect, TimeSpan hold) => effect == Effect.Reduces
        ? "This is in force now."
        : hold == TimeSpan.Zero
            ? "This is in force as soon as it is approved."
            : $"This is in force {Hours(hold)} after it was approved and announced, unless somebody stops it.";

    internal static string Hours(TimeSpan span) => span.TotalHours >= 168 && span.Ticks % TimeSpan.TicksPerDay == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.Days} days")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalHours)} hours");

    private static string? Together(OwnerState state, string account, JudgedEdit[] edits, Instant at)
    {
        if (!Array.Exists(edits, e => e.Effect == Effect.Expands)) return null;
        var waiting = state.Changes
            .Where(c => c.Waits && c.Quiet is null && c.AskedAt <= at
                        && string.Equals(c.Account, account, StringComparison.Ordinal))
            .SelectMany(c => c.Edits).Where(e => e.Effect == Effect.Expands).Select(e => e.Edit)
            .ToArray();
        if (waiting.Length == 0) return null;
        Edit[] all = [.. edits.Where(e => e.Effect == Effect.Expands).Select(e => e.Edit), .. waiting];
        return string.Create(CultureInfo.InvariantCulture,
            $"Together with {waiting.Length} other {(waiting.Length == 1 ? "edit that waits" : "edits that wait")}: {Meaning(all)}.");
    }

    /// <summary>What expanding edits come to when all of them are in force.</summary>
    internal static string Meaning(Edit[] all) => (Array.Exists(all, MovesMoney), Array.Exists(all, e => e is Edit.AddDestination)) switch
    {
        (true, true) => "a key could send money to a new address",
        (true, false) => "a key could send money out",
        (false, true) => "money could go to a new address",
        (false, false) => "more would be possible than today",
    };

    private static bool MovesMoney(Edit edit) => edit switch
    {
        Edit.Grant e => e.Permission is not (Permissions.Read or Permissions.Trade),
        Edit.AddKey e => Array.Exists(e.Permissions, p => p is not (Permissions.Read or Permissions.Trade)),
        _ => false,
    };

    /// <summary>One edit as one sentence.</summary>
    public static string Say(Edit edit) => edit switch
    {
        Edit.AddKey e => $"A new API key {e.Key} (you named it “{e.Label}”) can {Can(e.Permissions)}, {From(e.Sources)}{Until(e.ExpiresAt)}.",
        Edit.RemoveKey e => $"The API key {e.Key} is removed.",
        Edit.SuspendKey e => $"The API key {e.Key} is suspended.",
        Edit.ResumeKey e => $"The suspended API key {e.Key} works again.",
        Edit.RotateKey e => $"The API key {e.Key} gets a new credential{Overlap(e.Overlap)}.",
        Edit.RemoveCredential e => $"The credential {e.Credential} of the API key {e.Key} ends.",
        Edit.Grant e => $"The API key {e.Key} can {Can([e.Permission])}.",
        Edit.Revoke e => $"The API key {e.Key} can no longer {Can([e.Permission])}.",
        Edit.AddSource e => $"The API key {e.Key} can be used from {e.Source}.",
        Edit.RemoveSource e => $"The API key {e.Key} can no longer be used from {e.Source}; without any source it can be used from anywhere.",
        Edit.SetExpiry { ExpiresAt: null } e => $"The API key {e.Key} does not expire.",
        Edit.SetExpiry e => $"The API key {e.Key} expires on {e.ExpiresAt}.",
        Edit.AddDestination e => $"{e.Asset} can go to {e.Address} on {e.Network}{Tag(e.Tag)} (you named it “{e.Label}”).",
        Edit.RemoveDestination e => $"{e.Asset} can no longer go to {e.Address} on {e.Network}{Tag(e.Tag)}.",
        Edit.SetLimit e => $"At most {Amount.Format(e.Amount)} {e.Asset ?? e.Currency} can leave in {Hours(e.Period)}{For(e.For)}.",
        Edit.RemoveLimit e => $"There is no limit in {Hours(e.Period)} for {e.Asset ?? e.Currency} any more.",
        Edit.SetAllowance e => $"At most {Amount.Format(e.Amount)} can leave in 48 hours to new or unknown places.",
        Edit.SetChallenge { Above: null } => "No withdrawal needs to be confirmed because of its size.",
        Edit.SetChallenge e => $"Every withdrawal above {Amount.Format(e.Above!.Value)} must be confirmed.",
        Edit.SetSettling e => $"What is new counts as young for {Hours(e.Length)}.",
        Edit.SetHold e => $"Changes of {e.Element.Name()} wait {Hours(e.Length)}{For(e.For)}.",
        Edit.AddFactor e => $"A new {Kind(e.Kind)} (you named it “{e.Label}”) can approve{(e.Guardian is null ? "" : $" for the guardian {e.Guardian}")}.",
        Edit.RemoveFactor e => $"The factor {e.Factor} can no longer approve.",
        Edit.AddGuardian e => $"{e.Name} becomes a guardian who is told of changes and can stop them.",
        Edit.RemoveGuardian e => $"The guardian {e.Guardian} can no longer stop changes.",
        Edit.AddChannel e => $"You are also told by {e.Kind.ToString().ToLowerInvariant()} at {e.To}.",
        Edit.RemoveChannel e => $"You are no longer told through {e.Channel}.",
        Edit.SetAlerts e => Told(e),
        Edit.ResetFactors => "All ways to approve are reset.",
        Edit.Recover e => $"The account is recovered: a new {Kind(e.Kind)} is the only way to approve.",
        Edit.LiftFreeze => "The freeze is lifted.",
        Edit.Join => "The account joins the owner's other accounts: money can move between them.",
        _ => throw new InvalidOperationException($"no words for {edit.GetType().Name}"),
    };

    private static string Told(Edit.SetAlerts e) => string.Concat(
        $"The channel {e.Channel} is told at once of withdrawals ",
        e.Above is { } above ? $"from {Amount.Format(above)} on" : "over new or unknown parts only",
        e.Digest ? "; a daily digest" : "; no daily digest",
        e.Quiet is { } q ? $"; not between {q.From} and {q.To} ({q.Zone}), except for what makes more possible." : ".");

    private static string Can(string[] permissions) =>
        permissions.Length == 0 ? "do nothing yet" : string.Join(" and ", permissions.Select(p => p switch
        {
            Permissions.Read => "read",
            Permissions.Trade => "trade",
            Permissions.Transfer => "transfer between accounts",
            Permissions.Withdraw => "withdraw",
            Permissions.Manage => "manage keys",
            _ => $"use “{p}”, which Holdfast does not know",
        }));

    private static string From(Source[] sources) =>
        sources.Length == 0 ? "from anywhere" : "from " + string.Join(", ", sources);

    private static string Until(Instant? at) => at is { } t ? $", until {t}" : "";

    private static string Overlap(TimeSpan? span) => span switch
    {
        null => "",
        { Ticks: 0 } => "; the old one ends at once",
        { } s => $"; the old one ends after {Hours(s)}",
    };

    private static string For(TimeSpan? span) => span is { } s ? $", for {Hours(s)}" : "";

    private static string Tag(string? tag) => tag is null ? "" : $" with tag {tag}";

    private static string Kind(FactorKind kind) => kind switch
    {
        FactorKind.Platform => "word of the platform",
        FactorKind.Totp => "authenticator app",
        FactorKind.Passkey => "passkey",
        FactorKind.Recovery => "sheet of recovery codes",
        _ => throw new InvalidOperationException($"no words for {kind}"),
    };
}
