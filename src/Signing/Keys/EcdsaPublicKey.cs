using System.Security.Cryptography;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>
/// A key on P-256, for ECDSA with SHA-256 as r and s. Both halves of s are accepted: standard signers (OpenSSL, Go, Java, WebCrypto)
/// send the high one half of the time, and a replay id is not of the signature.
/// </summary>
public sealed class EcdsaPublicKey : Credential
{
    public const int SignatureBytes = 64;

    private readonly Lock one = new();
    private readonly ECDsa key;

    /// <param name="pem">`BEGIN PUBLIC KEY`.</param>
    public EcdsaPublicKey(string pem)
    {
        key = ECDsa.Create();
        if (pem.Contains("PRIVATE", StringComparison.Ordinal)) throw new ArgumentException("a private key, where its public one is enough", nameof(pem));
        key.ImportFromPem(pem);
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        if (!curve.IsNamed || curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value) throw new ArgumentException("a key on another curve than p-256", nameof(pem));
    }

    public override bool Verify(Algorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (algorithm is not (Algorithm.EcdsaP256Sha256 or Algorithm.OfKey) || signature.Length != SignatureBytes) return false;
        // .NET promises no object of a key to two threads
        lock (one) return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override bool Knows(PassphraseForm form, ReadOnlySpan<byte> passphrase) => form == PassphraseForm.None;

    public override void Dispose() => key.Dispose();
}
