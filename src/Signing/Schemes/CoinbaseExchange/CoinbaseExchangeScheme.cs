using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.CoinbaseExchange;

/// <summary>
/// Coinbase Exchange: `CB-ACCESS-SIGN` is base64 of HMAC-SHA256, under the secret decoded from base64, of time in seconds, method,
/// target and body. Source: Coinbase Exchange documentation, "REST API authentication" (docs.cdp.coinbase.com/exchange).
/// </summary>
public sealed class CoinbaseExchangeScheme : TimeMethodTargetBodyScheme
{
    public override string Name => "coinbaseExchange";

    public override PassphraseForm PassphraseForm => PassphraseForm.Plain;

    public override bool IsSecretBase64 => true;

    internal override HeaderNames Names { get; } =
        new("cb-access-key", "cb-access-sign", "cb-access-timestamp", passphrase: "cb-access-passphrase");

    private protected override bool TryTime(ReadOnlySpan<byte> text, out long time) => Times.TrySeconds(text, out time);

    private protected override string TimeText(long time) => $"{time / 1000}";
}
