using System.Security.Cryptography;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.Kraken;

/// <summary>
/// Kraken spot: `API-Sign` is base64 of HMAC-SHA512, under the secret decoded from base64, of the path and SHA-256 of nonce and body.
/// The nonce is a member of the body and is read as the time, see <see cref="Times.TryNonce"/>. A query is not signed, so there must be
/// none. Source: Kraken API Center, "Spot REST authentication" (docs.kraken.com/api/docs/guides/spot-rest-auth).
/// </summary>
public sealed class KrakenScheme : Scheme
{
    private static readonly int[] Lengths = [64];

    public override string Name => "kraken";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha512];

    public override Coverage Covers => Coverage.Path | Coverage.Query | Coverage.Body;

    public override bool IsSecretBase64 => true;

    public override ReadOnlySpan<byte> Mark => "api-key"u8;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var key = reading.KeyHeader(Mark);
        var signature = reading.Base64(reading.Header("api-sign"u8, Refusal.SignatureMissing), Lengths);
        // the method is not signed: all that is private is a POST
        reading.RefuseIf(!request.Method.SequenceEqual("POST"u8), Refusal.UnsignedParameter);
        reading.RefuseIf(reading.Path.Length != request.Target.Length, Refusal.UnsignedParameter);
        var body = reading.Body();
        var nonce = Nonce(ref reading, body);
        reading.RefuseIf(!Times.TryNonce(nonce, out var time), Refusal.MalformedNonce);
        var message = Message(ref reading.Scratch, request.Target, nonce, body);
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
        if (draft.Body.Length == 0) draft.SetBody(Encoding.ASCII.GetBytes($"nonce={stamp.At}"));
        else if (!TryNonce(draft.Body, out _)) draft.SetBody([.. Encoding.ASCII.GetBytes($"nonce={stamp.At}&"), .. draft.Body]);
        TryNonce(draft.Body, out var nonce);
        var scratch = new Scratch(new byte[draft.Request.ScratchBytes]);
        var signature = key.Sign(Message(ref scratch, draft.Target, nonce, draft.Body), Algorithm.HmacSha512);
        draft.AddHeader("api-key", keyId).AddHeader("api-sign", Convert.ToBase64String(signature));
    }

    /// <summary>A form, or JSON for the calls of many orders at once.</summary>
    private static ReadOnlySpan<byte> Nonce(scoped ref RequestReading reading, ReadOnlySpan<byte> body)
    {
        if (body.Length == 0 || body[0] != (byte)'{') reading.Refuse(Form.Check(body, Refusal.MalformedBody));
        else reading.Refuse(JsonMembers.Check(body, Refusal.MalformedBody));
        reading.RefuseIf(!TryNonce(body, out var nonce), Refusal.NonceMissing);
        return nonce;
    }

    private static bool TryNonce(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> nonce)
    {
        if (body.Length > 0 && body[0] == (byte)'{') return JsonMembers.TryFind(body, "nonce"u8, out nonce, out _);
        var isThere = Form.TryFind(body, "nonce"u8, out var part);
        nonce = part.Value;
        return isThere;
    }

    private static ReadOnlySpan<byte> Message(
        scoped ref Scratch scratch, scoped ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> nonce, scoped ReadOnlySpan<byte> body)
    {
        var start = scratch.Used;
        scratch.Add(nonce);
        scratch.Add(body);
        Span<byte> inner = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(scratch.Since(start), inner);
        start = scratch.Used;
        scratch.Add(path);
        scratch.Add(inner);
        return scratch.Since(start);
    }
}
