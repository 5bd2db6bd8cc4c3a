using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Schemes.Binance;

/// <summary>
/// Binance, spot and futures: `signature` of the parameters, HMAC-SHA256 in hexadecimal, or RSA (PKCS #1 v1.5, SHA-256) or Ed25519 in
/// base64, percent-encoded. Source: binance-spot-api-docs, rest-api.md, "SIGNED (TRADE and USER_DATA) Endpoint security"
/// (github.com/binance/binance-spot-api-docs, 2026-07-21). Its mixed form, parameters in query and body, is refused.
/// </summary>
public sealed class BinanceScheme : ParameterScheme
{
    public override string Name => "binance";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256, Algorithm.RsaPkcs1Sha256, Algorithm.Ed25519];

    public override ReadOnlySpan<byte> Mark => "x-mbx-apikey"u8;
}
