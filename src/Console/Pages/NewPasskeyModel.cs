namespace Holdfast.Consoles.Pages;

/// <param name="Path">Where what the browser made is sent to.</param>
/// <param name="Options">What it is asked for, as JSON.</param>
public sealed record NewPasskeyModel(string Account, string Path, string Options);
