using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Changes;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Gate;

/// <summary>How the 32 bytes of a shared credential look to the clients of its scheme, and what verifies with them.</summary>
internal static class SharedCredential
{
    private const int PassphraseCharacters = 24;

    /// <summary>The secret as it is shown once: clients take the text as it is, or decode it where their scheme has it in base64.</summary>
    public static string Text(string scheme, ReadOnlySpan<byte> secret) =>
        IsBase64(scheme) ? Convert.ToBase64String(secret) : Base64Url.EncodeToString(secret);

    /// <summary>Where the scheme has one; made of the secret, so that nothing more has to be kept.</summary>
    public static string? Passphrase(string scheme, ReadOnlySpan<byte> secret) =>
        Catalog.Named(scheme) is not { PassphraseForm: not PassphraseForm.None } ? null
        : Base64Url.EncodeToString(HMACSHA256.HashData(secret, "holdfast passphrase"u8))[..PassphraseCharacters];

    public static Credential Open(string scheme, ReadOnlySpan<byte> secret)
    {
        var passphrase = Passphrase(scheme, secret);
        if (IsBase64(scheme)) return new SharedSecret(secret, passphrase);
        var text = Encoding.ASCII.GetBytes(Text(scheme, secret));
        var opened = new SharedSecret(text, passphrase);
        CryptographicOperations.ZeroMemory(text);
        return opened;
    }

    /// <summary>Null where the platform keeps the credential, so that nothing is verified here.</summary>
    /// <param name="unseal">Opens what was sealed for the credential.</param>
    public static Credential? Open(Domain.Keys.Credential credential, Func<string, byte[]> unseal)
    {
        switch (credential.Kind)
        {
            case CredentialKind.Kept:
                return null;
            case CredentialKind.Public key:
                return Public(key.Algorithm, key.PublicKey);
            case CredentialKind.Shared shared when credential.SealedSecret is { } closed:
                var secret = unseal(closed);
                var opened = Open(shared.Scheme, secret);
                CryptographicOperations.ZeroMemory(secret);
                return opened;
            default:
                throw new InvalidOperationException($"no credential for {credential.Kind}");
        }
    }

    /// <summary>Null where it is no key that anything is verified with.</summary>
    /// <param name="pem">SubjectPublicKeyInfo (RFC 5280 section 4.1).</param>
    public static Credential? Public(string algorithm, string pem)
    {
        try
        {
            return algorithm switch
            {
                "ed25519" => new Ed25519PublicKey(Ed25519Of(pem)),
                "p256" => new EcdsaPublicKey(pem),
                "rsa" => new RsaPublicKey(pem),
                _ => null,
            };
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The key in its one form (RFC 8410 section 4): 12 bytes that say what it is, and the 32 of the point.</summary>
    private static ReadOnlySpan<byte> Ed25519Of(string pem)
    {
        var fields = PemEncoding.Find(pem);
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return pem[fields.Label] is "PUBLIC KEY" && der.Length == Ed25519Head.Length + 32 && der.AsSpan().StartsWith(Ed25519Head)
            ? der.AsSpan(Ed25519Head.Length)
            : throw new FormatException("not a key of ed25519");
    }

    private static ReadOnlySpan<byte> Ed25519Head => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    private static bool IsBase64(string scheme) => Catalog.Named(scheme) is { IsSecretBase64: true };
}
