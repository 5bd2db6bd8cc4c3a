namespace Holdfast.Domain.Factors;

/// <summary>
/// The public half of a passkey, as its registration gave it. Source: Web Authentication Level 3, sections 4 (credential record) and 6.5.
/// Binary members are base64url without padding.
/// </summary>
/// <param name="Credential">The credential's id.</param>
/// <param name="PublicKey">The COSE key.</param>
/// <param name="RelyingParty">The domain that it was made for.</param>
/// <param name="IsBackupEligible">It may be copied to other devices of its owner.</param>
public sealed record Passkey(string Credential, string PublicKey, string RelyingParty, bool IsBackupEligible);

/// <summary>
/// What a passkey signed to approve one digest, kept so that anybody can check it again: the signature is over the authenticator's data
/// followed by the SHA-256 of the client's, which holds the digest as its challenge. Binary members are base64url without padding.
/// </summary>
/// <param name="Credential">The id of the credential that signed.</param>
public sealed record PasskeyProof(string Credential, string AuthenticatorData, string ClientData, string Signature);
