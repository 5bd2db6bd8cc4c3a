namespace Holdfast.Consoles.Pages;

/// <summary>A page that only says something.</summary>
public sealed record MessageModel(IReadOnlyList<string> Lines, string? Path = null, string? Action = null);
