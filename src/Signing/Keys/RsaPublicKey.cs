using System.Security.Cryptography;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>An RSA key of 2048 to 4096 bits, for PKCS #1 v1.5 with SHA-256 (RFC 8017 section 8.2).</summary>
public sealed class RsaPublicKey : Credential
{
    private readonly Lock one = new();
    private readonly RSA key;
    private readonly Passphrase passphrase;

    /// <param name="pem">`BEGIN PUBLIC KEY` or `BEGIN RSA PUBLIC KEY`.</param>
    /// <param name="passphrase">For the schemes that have one (Bitget).</param>
    public RsaPublicKey(string pem, string? passphrase = null)
    {
        key = RSA.Create();
        this.passphrase = new Passphrase(passphrase, []);
        if (pem.Contains("PRIVATE", StringComparison.Ordinal)) throw new ArgumentException("a private key, where its public one is enough", nameof(pem));
        key.ImportFromPem(pem);
        if (key.KeySize is < 2048 or > 4096) throw new ArgumentException("an rsa key here has 2048 to 4096 bits", nameof(pem));
    }

    public override bool Verify(Algorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (algorithm is not (Algorithm.RsaPkcs1Sha256 or Algorithm.OfKey) || signature.Length * 8 != (key.KeySize + 7 & ~7)) return false;
        // .NET promises no object of a key to two threads
        lock (one) return key.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public override bool Knows(PassphraseForm form, ReadOnlySpan<byte> passphrase) => this.passphrase.Is(form, passphrase);

    public override void Dispose() => key.Dispose();
}
