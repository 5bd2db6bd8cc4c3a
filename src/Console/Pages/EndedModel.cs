namespace Holdfast.Consoles.Pages;

/// <param name="Did">What the report did to the account, a sentence each.</param>
/// <param name="IsTold">The reporter said what they said.</param>
public sealed record EndedModel(string Account, IReadOnlyList<string> Did, bool IsTold);
