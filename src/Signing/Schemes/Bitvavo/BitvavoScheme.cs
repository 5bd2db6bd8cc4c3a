using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.Bitvavo;

/// <summary>
/// Bitvavo v2: `BITVAVO-ACCESS-SIGNATURE` is HMAC-SHA256 in hexadecimal of time in milliseconds, method, target and body. The
/// window is not signed, so who has the request may state another; it is bounded as every window.
/// Source: Bitvavo API documentation, "Authentication" (docs.bitvavo.com).
/// </summary>
public sealed class BitvavoScheme : TimeMethodTargetBodyScheme
{
    public override string Name => "bitvavo";

    private protected override bool IsSignatureHex => true;

    internal override HeaderNames Names { get; } = new(
        "bitvavo-access-key", "bitvavo-access-signature", "bitvavo-access-timestamp", window: "bitvavo-access-window");

    private protected override bool TryTime(ReadOnlySpan<byte> text, out long time) => Times.TryMilliseconds(text, out time);

    private protected override string TimeText(long time) => $"{time}";
}
