using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.KuCoin;

/// <summary>
/// KuCoin, key versions 2 and 3: `KC-API-SIGN` is base64 of HMAC-SHA256 of time in milliseconds, method, target and body; so is
/// `KC-API-PASSPHRASE` of the passphrase. Version 1, whose passphrase travels as it is, is refused.
/// Source: KuCoin API documentation, "Signing a message" (www.kucoin.com/docs-new/authentication).
/// </summary>
public sealed class KuCoinScheme : TimeMethodTargetBodyScheme
{
    private static readonly int[] Tag = [32];

    public override string Name => "kucoin";

    public override PassphraseForm PassphraseForm => PassphraseForm.Signed;

    internal override HeaderNames Names { get; } =
        new("kc-api-key", "kc-api-sign", "kc-api-timestamp", passphrase: "kc-api-passphrase");

    private protected override bool TryTime(ReadOnlySpan<byte> text, out long time) => Times.TryMilliseconds(text, out time);

    private protected override string TimeText(long time) => $"{time}";

    private protected override ReadOnlySpan<byte> ReadPassphrase(scoped ref RequestReading reading) =>
        reading.Base64(reading.Header("kc-api-passphrase"u8, Refusal.PassphraseMissing), Tag);

    private protected override void Check(scoped ref RequestReading reading)
    {
        var version = reading.Header("kc-api-key-version"u8, Refusal.AlgorithmUnknown);
        reading.RefuseIf(!version.SequenceEqual("2"u8) && !version.SequenceEqual("3"u8), Refusal.AlgorithmUnknown);
    }

    private protected override void AddPassphrase(RequestBuffer draft, SigningKey key)
    {
        var signed = key.Sign(Encoding.UTF8.GetBytes(key.Passphrase ?? ""), Algorithm.HmacSha256);
        draft.AddHeader("kc-api-passphrase", Convert.ToBase64String(signed)).AddHeader("kc-api-key-version", "3");
        CryptographicOperations.ZeroMemory(signed);
    }
}
