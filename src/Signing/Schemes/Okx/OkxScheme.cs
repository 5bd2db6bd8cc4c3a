using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.Okx;

/// <summary>
/// OKX v5: `OK-ACCESS-SIGN` is base64 of HMAC-SHA256 of time (ISO 8601 with milliseconds), method, target and body.
/// Source: OKX API guide v5, "REST Authentication" (www.okx.com/docs-v5/en).
/// </summary>
public sealed class OkxScheme : TimeMethodTargetBodyScheme
{
    public override string Name => "okx";

    public override PassphraseForm PassphraseForm => PassphraseForm.Plain;

    internal override HeaderNames Names { get; } =
        new("ok-access-key", "ok-access-sign", "ok-access-timestamp", passphrase: "ok-access-passphrase");

    private protected override bool TryTime(ReadOnlySpan<byte> text, out long time) => Times.TryIso(text, out time);

    private protected override string TimeText(long time) => Times.Iso(time);
}
