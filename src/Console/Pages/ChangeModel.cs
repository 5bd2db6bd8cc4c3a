using Holdfast.Consoles.Parts;

namespace Holdfast.Consoles.Pages;

/// <summary>How the one who looks may approve.</summary>
/// <param name="Signs">What a passkey is asked for, as JSON; null where there is none.</param>
/// <param name="TakesLink">The platform's word, by which he came, suffices: there is no factor of his own yet.</param>
/// <param name="SignIn">He has a factor and came by a link alone.</param>
public sealed record Approving(string? Signs, bool TakesCode, bool TakesRecovery, bool TakesLink, bool SignIn);

/// <param name="Fingerprint">The first digits of the digest, as letters and the platform show them, too.</param>
/// <param name="Undo">The edits that take back what came into force, as JSON.</param>
/// <param name="Approve">Null where it is not for him to approve, or not yet.</param>
/// <param name="Wait">What is said while an approval is not taken yet; null where it is, or nothing is to approve.</param>
public sealed record ChangeModel(
    string Heading, ChangeRow Row, string Fingerprint, IReadOnlyList<string> Undo, Approving? Approve, string? Wait, DateTimeOffset Now);
