namespace Holdfast.Consoles.Pages;

/// <param name="Next">Where it goes on: the change that this belongs to.</param>
public sealed record SecretsModel(IReadOnlyList<ShownSecret> Secrets, string Next);

/// <param name="Uri">What an authenticator app scans; null for what is none.</param>
/// <param name="Codes">Recovery codes.</param>
public sealed record ShownSecret(string Name, string Text, string? Uri, IReadOnlyList<string> Codes)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => "a secret";
}
