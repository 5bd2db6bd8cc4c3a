namespace Holdfast.Consoles.Pages;

/// <param name="Losses">Of each key, in a sentence.</param>
public sealed record ReviewModel(IReadOnlyList<AccountSpare> Accounts, IReadOnlyList<string> Losses);

public sealed record AccountSpare(string Account, IReadOnlyList<SpareRow> Spare);

/// <param name="Edit">An edit that only reduces, as JSON; several in a JSON list.</param>
public sealed record SpareRow(string Text, string Why, string Edit);
