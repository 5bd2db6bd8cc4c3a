using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.Bitget;

/// <summary>
/// Bitget v2 and v3: `ACCESS-SIGN` is base64 of HMAC-SHA256, or of RSA (PKCS #1 v1.5, SHA-256), of time in milliseconds, method,
/// target and body. Source: Bitget API documentation, "Signature" (www.bitget.com/api-doc/common/signature).
/// </summary>
public sealed class BitgetScheme : TimeMethodTargetBodyScheme
{
    private static readonly int[] Lengths = [32, 256, 384, 512];

    public override string Name => "bitget";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256, Algorithm.RsaPkcs1Sha256];

    public override PassphraseForm PassphraseForm => PassphraseForm.Plain;

    private protected override ReadOnlySpan<int> SignatureLengths => Lengths;

    internal override HeaderNames Names { get; } =
        new("access-key", "access-sign", "access-timestamp", passphrase: "access-passphrase");

    private protected override bool TryTime(ReadOnlySpan<byte> text, out long time) => Times.TryMilliseconds(text, out time);

    private protected override string TimeText(long time) => $"{time}";
}
