namespace Holdfast.Signing.Claims;

/// <summary>How a signature was made. A credential verifies its own only, so a claim can't choose a weaker one.</summary>
public enum Algorithm
{
    /// <summary>The request does not say; the credential's own is meant (RFC 9421 section 3.2, step 6).</summary>
    OfKey,
    HmacSha256,
    HmacSha512,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2), 2048 to 4096 bits.</summary>
    RsaPkcs1Sha256,

    /// <summary>ECDSA on P-256 with SHA-256, as r and s of 32 bytes each (RFC 7518 section 3.4, RFC 9421 section 3.3.4).</summary>
    EcdsaP256Sha256,

    /// <summary>The pure form (RFC 8032).</summary>
    Ed25519,
}
