using System.Security.Cryptography;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>The signing side: what a client holds.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly Func<ReadOnlySpan<byte>, Algorithm, byte[]> sign;
    private readonly IDisposable? held;

    private SigningKey(Algorithm algorithm, Func<ReadOnlySpan<byte>, Algorithm, byte[]> sign, IDisposable? held) =>
        (Algorithm, this.sign, this.held) = (algorithm, sign, held);

    /// <summary>Its own; <see cref="Algorithm.HmacSha256"/> stands for both that use a shared secret.</summary>
    public Algorithm Algorithm { get; }

    public string? Passphrase { get; init; }

    public static SigningKey OfSecret(byte[] secret, string? passphrase = null) =>
        new(Algorithm.HmacSha256, (message, algorithm) => Tag(secret, message, algorithm), null) { Passphrase = passphrase };

    /// <param name="pem">A private key of RSA.</param>
    public static SigningKey OfRsa(string pem, string? passphrase = null)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return new(Algorithm.RsaPkcs1Sha256, (message, _) => key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key)
        {
            Passphrase = passphrase,
        };
    }

    /// <param name="pem">A private key on P-256.</param>
    public static SigningKey OfEcdsa(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new(
            Algorithm.EcdsaP256Sha256,
            (message, _) => key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            key);
    }

    /// <param name="seed">32 bytes.</param>
    public static SigningKey OfEd25519(ReadOnlySpan<byte> seed)
    {
        var key = new Ed25519(seed);
        return new(Algorithm.Ed25519, (message, _) => key.Sign(message), key);
    }

    public byte[] Sign(ReadOnlySpan<byte> message, Algorithm algorithm) => sign(message, algorithm);

    public void Dispose() => held?.Dispose();

    private static byte[] Tag(byte[] secret, ReadOnlySpan<byte> message, Algorithm algorithm) =>
        algorithm == Algorithm.HmacSha512 ? HMACSHA512.HashData(secret, message) : HMACSHA256.HashData(secret, message);
}
