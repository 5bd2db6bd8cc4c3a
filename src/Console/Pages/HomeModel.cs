using Holdfast.Consoles.Parts;

namespace Holdfast.Consoles.Pages;

/// <summary>The answer to "is my money safe right now?".</summary>
/// <param name="Look">Its colour: empty for good, `look` where something is to be looked at, `stopped` where all is stopped.</param>
public sealed record Verdict(string Answer, string Look, IReadOnlyList<string> Why);

/// <summary>One thing that would make the account safer.</summary>
public sealed record Step(string Text, string Path, string Action);

public sealed record HomeModel(Verdict Verdict, IReadOnlyList<ChangeRow> Waiting, IReadOnlyList<AccountKeys> Accounts, Step? Step, DateTimeOffset Now);

/// <summary>The keys of one account.</summary>
public sealed record AccountKeys(string Account, IReadOnlyList<KeyRow> Keys);

/// <param name="Sentence">What it can do and when it did.</param>
/// <param name="Grantable">Permissions that it does not have.</param>
public sealed record KeyRow(
    string Account, string Key, string Label, string Sentence, string State, IReadOnlyList<KeyPart> Permissions, IReadOnlyList<KeyPart> Sources,
    string? Expires, IReadOnlyList<string> Grantable);

/// <summary>A permission or a source of a key.</summary>
/// <param name="Remove">The edit that takes it away, as JSON; null while it waits.</param>
/// <param name="Note">What is to be said of it: since when, or from when.</param>
public sealed record KeyPart(string Name, string? Note, string? Remove);
