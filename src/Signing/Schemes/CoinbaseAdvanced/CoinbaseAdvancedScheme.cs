using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.CoinbaseAdvanced;

/// <summary>
/// Coinbase Advanced Trade and the Developer Platform: a JSON Web Token (RFC 7519) for one method, host and path, ES256 (RFC 7518) or EdDSA
/// (RFC 8037), at most 120 s. Query and body are not signed. Source: "CDP API keys: generate JWT"
/// (docs.cdp.coinbase.com/get-started/authentication/jwt-authentication).
/// </summary>
public sealed class CoinbaseAdvancedScheme : Scheme
{
    private static readonly int[] Lengths = [64];

    private static ReadOnlySpan<byte> Prefix => "Bearer "u8;

    public override string Name => "coinbaseAdvanced";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.EcdsaP256Sha256, Algorithm.Ed25519];

    public override Coverage Covers => Coverage.Method | Coverage.Host | Coverage.Path;

    public override ReadOnlySpan<byte> Mark => "authorization"u8;

    /// <summary>A bearer token of two points; one without is somebody else's.</summary>
    internal override bool IsStatedBy(ReadOnlySpan<byte> value) => value.StartsWith(Prefix) && value.Count((byte)'.') == 2;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var token = Token(ref reading);
        var (first, second) = (token.IndexOf((byte)'.'), token.LastIndexOf((byte)'.'));
        if (reading.Refusal != Refusal.None) return reading.Refusal;
        var head = Decoded(ref reading, token[..first], Refusal.MalformedToken);
        var claims = Decoded(ref reading, token[(first + 1)..second], Refusal.MalformedToken);
        var signature = Decoded(ref reading, token[(second + 1)..], Refusal.MalformedSignature);
        reading.Refuse(SignatureText.Judge(signature.Length, Lengths));
        TokenHead.Read(ref reading, head, out var algorithm, out var key, out var nonce);
        TokenClaims.Read(ref reading, claims, key, out var time);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = algorithm,
            Time = time,
            Nonce = nonce,
            Signature = signature,
            Message = token[..second],
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        var isEdwards = key.Algorithm == Algorithm.Ed25519;
        var head = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alg"] = isEdwards ? "EdDSA" : "ES256",
            ["kid"] = keyId,
            ["nonce"] = stamp.Nonce,
            ["typ"] = "JWT",
        });
        var seconds = stamp.At / 1000;
        var request = draft.Request;
        var uri = $"{Encoding.ASCII.GetString(request.Method)} {Encoding.ASCII.GetString(request.Host)}{Encoding.ASCII.GetString(Target.PathOf(request.Target))}";
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = keyId,
            ["iss"] = "cdp",
            ["nbf"] = seconds,
            ["exp"] = seconds + (stamp.Window > 0 ? stamp.Window / 1000 : 120),
            ["uri"] = uri,
        });
        var message = $"{Base64Url.EncodeToString(head)}.{Base64Url.EncodeToString(claims)}";
        var signature = key.Sign(Encoding.ASCII.GetBytes(message), key.Algorithm);
        draft.AddHeader("authorization", $"Bearer {message}.{Base64Url.EncodeToString(signature)}");
    }

    private ReadOnlySpan<byte> Token(scoped ref RequestReading reading)
    {
        var header = reading.Header(Mark, Refusal.KeyMissing);
        reading.RefuseIf(!IsStatedBy(header), Refusal.MalformedToken);
        return header[Math.Min(Prefix.Length, header.Length)..];
    }

    private static ReadOnlySpan<byte> Decoded(scoped ref RequestReading reading, ReadOnlySpan<byte> part, Refusal malformed)
    {
        reading.Refuse(SignatureText.ReadBase64Url(part, ref reading.Scratch, malformed, out var bytes));
        return bytes;
    }
}
