using System.Security.Cryptography;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>A secret that both sides hold, for HMAC-SHA256 and HMAC-SHA512 (RFC 2104).</summary>
public sealed class SharedSecret : Credential
{
    public const int FewestBytes = 8;
    public const int MostBytes = 1024;

    private readonly byte[] secret;
    private readonly Passphrase passphrase;
    private byte[]? sha256, sha512;

    /// <param name="secret">Copied.</param>
    /// <param name="passphrase">For the schemes that have one.</param>
    public SharedSecret(ReadOnlySpan<byte> secret, string? passphrase = null)
    {
        if (secret.Length is < FewestBytes or > MostBytes) throw new ArgumentException("a shared secret has 8 to 1024 bytes", nameof(secret));
        this.secret = secret.ToArray();
        this.passphrase = passphrase is null ? Passphrase.None : new Passphrase(passphrase, secret);
    }

    public override bool Verify(Algorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // two threads may make the same at once, and either serves
        return algorithm switch
        {
            Algorithm.HmacSha256 or Algorithm.OfKey => IsTag(new KeyedHash(sha256 ??= KeyedHash.Sha256(secret)), message, signature),
            Algorithm.HmacSha512 => IsTag(new KeyedHash(sha512 ??= KeyedHash.Sha512(secret)), message, signature),
            Algorithm.RsaPkcs1Sha256 or Algorithm.EcdsaP256Sha256 or Algorithm.Ed25519 => false,
        };
    }

    private static bool IsTag(KeyedHash hash, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> tag = stackalloc byte[HMACSHA512.HashSizeInBytes];
        hash.Hash(message, tag);
        return CryptographicOperations.FixedTimeEquals(signature, tag[..hash.HashSizeInBytes]);
    }

    public override bool Knows(PassphraseForm form, ReadOnlySpan<byte> passphrase) => this.passphrase.Is(form, passphrase);

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(sha256);
        CryptographicOperations.ZeroMemory(sha512);
        passphrase.Clear();
    }
}
