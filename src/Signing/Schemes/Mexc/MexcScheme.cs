using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Schemes.Mexc;

/// <summary>
/// MEXC spot v3: as Binance with HMAC-SHA256 alone and a header of its own. Source: MEXC API documentation, "SIGNED"
/// (www.mexc.com/api-docs/spot-v3).
/// </summary>
public sealed class MexcScheme : ParameterScheme
{
    public override string Name => "mexc";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256];

    public override ReadOnlySpan<byte> Mark => "x-mexc-apikey"u8;
}
