namespace Holdfast.Consoles.Pages;

public sealed record PeopleModel(string Account, IReadOnlyList<PersonRow> Guardians, IReadOnlyList<PersonRow> Channels);

/// <param name="Remove">The edit that removes it, as JSON; null while it waits.</param>
public sealed record PersonRow(string Id, string Text, string Note, string? Remove);
