namespace Holdfast.Signing.Keys;

/// <summary>
/// A private key of Ed25519 (RFC 8032, the pure form), made of its seed of 32 bytes. A key is only read after it is
/// made and every signature has a context of its own, so any number of threads may sign.
/// </summary>
public sealed class Ed25519 : IDisposable
{
    public const int SeedBytes = 32;
    public const int PublicKeyBytes = 32;
    public const int SignatureBytes = 64;

    private readonly LibCrypto.KeyHandle key;
    private readonly byte[] publicKey = new byte[PublicKeyBytes];

    public Ed25519(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException("a seed of ed25519 has 32 bytes", nameof(seed));
        key = LibCrypto.Made(LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, seed, SeedBytes));
        nuint length = PublicKeyBytes;
        LibCrypto.Succeeded(LibCrypto.PublicKey(key, publicKey, ref length));
    }

    public ReadOnlySpan<byte> PublicKey => publicKey;

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var context = LibCrypto.Made(LibCrypto.NewContext());
        LibCrypto.Succeeded(LibCrypto.BeginSign(context, 0, 0, 0, key));
        var signature = new byte[SignatureBytes];
        nuint length = SignatureBytes;
        LibCrypto.Succeeded(LibCrypto.Sign(context, signature, ref length, data, (nuint)data.Length));
        return signature;
    }

    /// <summary>
    /// Whether the signature is that of the data under the key; false for a key or signature of another length.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes) return false;
        using var key = LibCrypto.Made(LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, publicKey, PublicKeyBytes));
        return Verify(key, data, signature);
    }

    internal static bool Verify(LibCrypto.KeyHandle key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var context = LibCrypto.Made(LibCrypto.NewContext());
        LibCrypto.Succeeded(LibCrypto.BeginVerify(context, 0, 0, 0, key));
        var genuine = LibCrypto.Verify(context, signature, SignatureBytes, data, (nuint)data.Length) == 1;
        if (!genuine) LibCrypto.ClearErrors();
        return genuine;
    }

    public void Dispose() => key.Dispose();
}
