using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Keys;

/// <summary>A public key of Ed25519 (RFC 8032). A point of small order is refused: anybody can sign for it.</summary>
public sealed class Ed25519PublicKey : Credential
{
    private readonly LibCrypto.KeyHandle key;

    /// <param name="raw">32 bytes.</param>
    public Ed25519PublicKey(ReadOnlySpan<byte> raw)
    {
        if (raw.Length != Ed25519.PublicKeyBytes) throw new ArgumentException("a public key of ed25519 has 32 bytes", nameof(raw));
        if (IsOfSmallOrder(raw)) throw new ArgumentException("a point of small order is no key", nameof(raw));
        key = LibCrypto.Made(LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, raw, Ed25519.PublicKeyBytes));
    }

    public override bool Verify(Algorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        algorithm is Algorithm.Ed25519 or Algorithm.OfKey
        && signature.Length == Ed25519.SignatureBytes
        && Ed25519.Verify(key, message, signature);

    public override bool Knows(PassphraseForm form, ReadOnlySpan<byte> passphrase) => form == PassphraseForm.None;

    public override void Dispose() => key.Dispose();

    /// <summary>The y of all points whose order divides 8, those spelled with p or more among them; the sign of x is left out.</summary>
    private static readonly string[] SmallOrder =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    private static bool IsOfSmallOrder(ReadOnlySpan<byte> raw)
    {
        var y = raw.ToArray();
        y[^1] &= 0x7f;
        return Array.IndexOf(SmallOrder, Convert.ToHexStringLower(y)) >= 0;
    }
}
