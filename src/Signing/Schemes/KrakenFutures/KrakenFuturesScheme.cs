using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.KrakenFutures;

/// <summary>
/// Kraken futures: `Authent` is base64 of HMAC-SHA512, under the secret decoded from base64, of SHA-256 of parameters (query or body), nonce
/// and path without `/derivatives`. The method is not signed. The nonce may be missing, as the clients in use leave it out; then there is
/// no time to judge. Source: Kraken API Center, "Futures REST authentication" (docs.kraken.com/api/docs/guides/futures-rest).
/// </summary>
public sealed class KrakenFuturesScheme : Scheme
{
    private static readonly int[] Lengths = [64];

    private static ReadOnlySpan<byte> Prefix => "/derivatives"u8;

    public override string Name => "krakenFutures";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha512];

    public override Coverage Covers => Coverage.Path | Coverage.Query | Coverage.Body;

    public override bool IsSecretBase64 => true;

    public override bool IsTimeOptional => true;

    public override ReadOnlySpan<byte> Mark => "authent"u8;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var key = reading.KeyHeader("apikey"u8);
        var signature = reading.Base64(reading.Header(Mark, Refusal.SignatureMissing), Lengths);
        var nonce = reading.OptionalHeader("nonce"u8, out var isNonceStated);
        var time = 0L;
        reading.RefuseIf(isNonceStated && !Times.TryNonce(nonce, out time), Refusal.MalformedNonce);
        // `/api/v3` and `/derivatives/api/v3` are signed alike
        reading.RefuseIf(reading.Path.StartsWith("/api/v"u8), Refusal.UnclearBoundary);
        var parameters = Parameters(ref reading);
        var message = Message(ref reading.Scratch, parameters, nonce, reading.Path);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = Algorithm.HmacSha512,
            Time = new StatedTime(time),
            Nonce = nonce,
            Signature = signature,
            Message = message,
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        var nonce = stamp.At > 0 ? Encoding.ASCII.GetBytes($"{stamp.At}") : [];
        if (nonce.Length > 0) draft.AddHeader("nonce"u8, nonce);
        var parameters = draft.Body.Length > 0 ? draft.Body : Target.QueryOf(draft.Target);
        var scratch = new Scratch(new byte[draft.Request.ScratchBytes]);
        var message = Message(ref scratch, parameters, nonce, Target.PathOf(draft.Target));
        draft.AddHeader("apikey", keyId).AddHeader("authent", Convert.ToBase64String(key.Sign(message, Algorithm.HmacSha512)));
    }

    private static ReadOnlySpan<byte> Parameters(scoped ref RequestReading reading)
    {
        var body = reading.Body();
        var query = reading.Query;
        reading.RefuseIf(query.Length > 0 && body.Length > 0, Refusal.UnsignedParameter);
        reading.Refuse(Form.Check(body, Refusal.MalformedBody));
        return body.Length > 0 ? body : query;
    }

    private static ReadOnlySpan<byte> Message(
        scoped ref Scratch scratch, scoped ReadOnlySpan<byte> parameters, scoped ReadOnlySpan<byte> nonce, scoped ReadOnlySpan<byte> path)
    {
        var start = scratch.Used;
        scratch.Add(parameters);
        scratch.Add(nonce);
        scratch.Add(path.StartsWith("/derivatives/"u8) ? path[Prefix.Length..] : path);
        var all = scratch.Since(start);
        var inner = scratch.Take(SHA256.HashSizeInBytes);
        if (inner.Length > 0) SHA256.HashData(all, inner);
        return inner;
    }
}
