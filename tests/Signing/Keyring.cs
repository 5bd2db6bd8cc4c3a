using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;

namespace Holdfast.Signing.Tests;

/// <summary>A key of each algorithm on both sides, made once.</summary>
internal static class Keyring
{
    public const string Passphrase = "a passphrase";
    public const string KeyId = "key-0001";

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of the tests, long enough");
    private static readonly string Rsa = Pem(RSA.Create(2048));
    private static readonly string Ecdsa = Pem(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static readonly ConcurrentDictionary<(Algorithm, bool), SigningKey> Privates = new();
    private static readonly ConcurrentDictionary<(Algorithm, string?), Credential> Publics = new();
    private static readonly ConcurrentDictionary<(Algorithm, bool), Credential> Wrongs = new();

    public static SigningKey Private(Algorithm algorithm, bool withPassphrase = false) =>
        Privates.GetOrAdd((algorithm, withPassphrase), k => MakePrivate(k.Item1, k.Item2));

    public static Credential PublicWith(Algorithm algorithm, string? passphrase) =>
        Publics.GetOrAdd((algorithm, passphrase), k => MakePublic(k.Item1, k.Item2));

    /// <summary>Of another key, with the same passphrase.</summary>
    public static Credential Wrong(Algorithm algorithm, bool withPassphrase = false) =>
        Wrongs.GetOrAdd((algorithm, withPassphrase), k => MakeWrong(k.Item1, k.Item2));

    private static SigningKey MakePrivate(Algorithm algorithm, bool withPassphrase) => algorithm switch
    {
        Algorithm.RsaPkcs1Sha256 => SigningKey.OfRsa(Rsa, Given(withPassphrase)),
        Algorithm.EcdsaP256Sha256 => SigningKey.OfEcdsa(Ecdsa),
        Algorithm.Ed25519 => SigningKey.OfEd25519(Secret.AsSpan(0, 32)),
        Algorithm.OfKey or Algorithm.HmacSha256 or Algorithm.HmacSha512 => SigningKey.OfSecret(Secret, Given(withPassphrase)),
    };

    public static Credential Public(Algorithm algorithm, bool withPassphrase = false) => PublicWith(algorithm, Given(withPassphrase));

    private static Credential MakePublic(Algorithm algorithm, string? passphrase) => algorithm switch
    {
        Algorithm.RsaPkcs1Sha256 => new RsaPublicKey(PublicPem(RSA.Create(), Rsa), passphrase),
        Algorithm.EcdsaP256Sha256 => new EcdsaPublicKey(PublicPem(ECDsa.Create(), Ecdsa)),
        Algorithm.Ed25519 => new Ed25519PublicKey(new Ed25519(Secret.AsSpan(0, 32)).PublicKey),
        Algorithm.OfKey or Algorithm.HmacSha256 or Algorithm.HmacSha512 => new SharedSecret(Secret, passphrase),
    };

    private static Credential MakeWrong(Algorithm algorithm, bool withPassphrase) => algorithm switch
    {
        Algorithm.RsaPkcs1Sha256 => new RsaPublicKey(RSA.Create(2048).ExportSubjectPublicKeyInfoPem(), Given(withPassphrase)),
        Algorithm.EcdsaP256Sha256 => new EcdsaPublicKey(ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfoPem()),
        Algorithm.Ed25519 => new Ed25519PublicKey(new Ed25519(new byte[32]).PublicKey),
        Algorithm.OfKey or Algorithm.HmacSha256 or Algorithm.HmacSha512 => new SharedSecret([.. Secret[..^1], 0], Given(withPassphrase)),
    };

    private static string? Given(bool withPassphrase) => withPassphrase ? Passphrase : null;

    private static string Pem(AsymmetricAlgorithm key)
    {
        using (key) return key.ExportPkcs8PrivateKeyPem();
    }

    private static string PublicPem(AsymmetricAlgorithm key, string pem)
    {
        using (key)
        {
            key.ImportFromPem(pem);
            return key.ExportSubjectPublicKeyInfoPem();
        }
    }
}
