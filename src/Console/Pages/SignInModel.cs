namespace Holdfast.Consoles.Pages;

/// <param name="Options">What a passkey is asked for, as JSON.</param>
/// <param name="Name">The account of whoever came by a link; null where nobody is signed in.</param>
public sealed record SignInModel(string Options, string? Name, bool TakesCode, bool TakesRecovery);
