using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Labels;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Server.Announcements.Letters;

/// <summary>
/// What somebody is told, in plain words. No label stands in a subject, and every letter to a customer says that nobody calls.
/// </summary>
/// <param name="Kind">Also the name of its section in the sentences.</param>
internal sealed record Letter(string Kind, string Subject, string[] Text)
{
    /// <summary>Lines of this form are one list in HTML.</summary>
    public const string Item = "- ";

    private static readonly Phrases Words = Phrases.English;

    /// <summary>Stands before all else that waits.</summary>
    public static string Else => Words["else"];

    /// <summary>The same letter, saying too what was taken over when the account was imported.</summary>
    public Letter With(string[] takenOver) =>
        takenOver.Length == 0 ? this : this with { Text = [.. Text, Words["takenOver"], .. takenOver.Select(l => Item + l)] };

    /// <summary>Something was approved that will make more possible.</summary>
    /// <param name="from">When it begins if somebody is told now.</param>
    /// <param name="together">All else that waits, and what it comes to.</param>
    public static Letter Approved(Change change, Instant asked, Instant from, string[] together, string who) => Make(
        "changeApproved",
        ("account", [change.Account]), ("change", List(change.Text)), ("together", together), ("asked", [asked.ToWords()]),
        ("from", [from.ToWords()]), ("who", [who]));

    /// <summary>The same for guardians, and for their reminder.</summary>
    public static Letter ApprovedToGuardians(Change change, Instant from, string[] together, string who) => Make(
        "guardianTold",
        ("account", [change.Account]), ("change", List(change.Text)), ("together", together), ("from", [from.ToWords()]), ("who", [who]));

    /// <summary>A guardian is asked before anything begins.</summary>
    public static Letter Asked(Change change) =>
        Make("guardianAsked", ("account", [change.Account]), ("change", List(change.Text)));

    /// <summary>A new guardian or channel begins its own hold.</summary>
    public static Letter Added(Change change) =>
        Make("sayAdded", ("account", [change.Account]), ("change", List(change.Text)));

    public static Letter Vetoed(Change change, bool toGuardians) =>
        Make(toGuardians ? "guardianVetoed" : "changeVetoed", ("account", [change.Account]), ("change", List(change.Text)));

    public static Letter Frozen(string account, string reason, Instant? ends, bool toGuardians) => Make(
        toGuardians ? "guardianFrozen" : "accountFrozen",
        ("account", [account]), ("reason", [$"“{SafeText.Escape(reason)}”"]),
        ("until", [ends is { } at ? Words.Say("until", ("at", at.ToWords())) : Words["forever"]]));

    /// <summary>Wrong codes came, one after the other.</summary>
    public static Letter CodesFailed(string account, int count) =>
        Make("codesFailed", ("account", [account]), ("count", [count.ToString(System.Globalization.CultureInfo.InvariantCulture)]));

    /// <summary>A hold ends soon.</summary>
    public static Letter Reminder(Change change, Instant told, Instant from, string[] together, string who) => Make(
        "changeReminder",
        ("account", [change.Account]), ("change", List(change.Text)), ("together", together), ("told", [told.ToWords()]),
        ("from", [from.ToWords()]), ("who", [who]));

    /// <param name="why">A phrase: `young` or `size`.</param>
    public static Letter Withdrawn(WithdrawalRequest request, Instant at, string why) => Make(
        "withdrawalMade",
        ("account", [request.Account]), ("at", [at.ToWords()]), ("why", [Words[why]]),
        ("withdrawal", List([Words.Say(
            request.Tag is null ? "sent" : "tagged",
            ("amount", Domain.Money.Amount.Format(request.Amount)), ("asset", request.Asset), ("address", request.Address),
            ("network", request.Network), ("tag", request.Tag ?? ""))])));

    public static Letter Digest(string[] lines, Instant at) =>
        Make("dailyDigest", ("at", [at.ToWords()]), ("digest", List(lines)));

    /// <summary>For staff: nobody could be told for 72 hours.</summary>
    public static Letter Untold(Change change) =>
        Make("staffUntold", ("account", [change.Account]), ("digest", [change.Digest]));

    /// <param name="from">When what is asked for now would begin; null where that is in time.</param>
    public static Letter Ends(string account, KeyEnding ending, Instant at, Instant? from) => Make(
        "keyEnds",
        ("account", [account]),
        ("end", List([ending.Credential is { } credential
            ? Words.Say("credentialEnds", ("key", ending.Key), ("credential", credential), ("at", at.ToWords()))
            : Words.Say("keyExpires", ("key", ending.Key), ("label", SafeText.Escape(ending.Label)), ("at", at.ToWords()))])),
        ("renew", ending.Credential is not null ? [] : from is { } begins ? [Words.Say("renewLate", ("from", begins.ToWords()))] : [Words["renewInTime"]]));

    private static string[] List(string[] lines) => Array.ConvertAll(lines, l => Item + l);

    private static Letter Make(string kind, params (string Name, string[] Values)[] values) => new(
        kind, Words.Subject(kind), Words.Paragraphs(kind, values.ToDictionary(v => v.Name, v => v.Values, StringComparer.Ordinal)));
}
