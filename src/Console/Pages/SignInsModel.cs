namespace Holdfast.Consoles.Pages;

/// <param name="MayAdd">Signed in with a factor, or there is none of his own yet.</param>
/// <param name="HasOwn">There is a factor of his own.</param>
/// <param name="FreshId">An id that no factor has, by what it is of.</param>
public sealed record SignInsModel(
    string Account, IReadOnlyList<PersonRow> Factors, IReadOnlyList<SessionRow> Sessions, bool MayAdd, bool HasOwn, Func<string, string> FreshId);

public sealed record SessionRow(string Id, string Text, string Note, bool IsThis);
