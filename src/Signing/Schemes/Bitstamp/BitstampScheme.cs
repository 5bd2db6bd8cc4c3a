using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.Bitstamp;

/// <summary>
/// Bitstamp v2: `X-Auth-Signature` is HMAC-SHA256 in hexadecimal of `BITSTAMP` and key, method, host, target, content type, nonce (a UUID), time
/// in milliseconds, version and body. Content types are two, and one is there exactly where a body is, so what is joined without marks can
/// be cut in one way only. Source: Bitstamp API documentation, "Authentication" (www.bitstamp.net/api).
/// </summary>
public sealed class BitstampScheme : Scheme
{
    private static ReadOnlySpan<byte> Prefix => "BITSTAMP "u8;

    public override string Name => "bitstamp";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256];

    public override Coverage Covers => Coverage.MethodPathQueryBody | Coverage.Host;

    public override ReadOnlySpan<byte> Mark => "x-auth"u8;

    internal override bool IsStatedBy(ReadOnlySpan<byte> value) => value.StartsWith(Prefix);

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var auth = reading.Header(Mark, Refusal.KeyMissing);
        reading.RefuseIf(!auth.StartsWith(Prefix), Refusal.MalformedKey);
        var key = reading.Key(auth[Math.Min(Prefix.Length, auth.Length)..]);
        var signature = reading.Hex(reading.Header("x-auth-signature"u8, Refusal.SignatureMissing), 32);
        var nonce = reading.Header("x-auth-nonce"u8, Refusal.NonceMissing);
        reading.RefuseIf(!IsUuid(nonce), Refusal.MalformedNonce);
        var timeText = reading.Header("x-auth-timestamp"u8, Refusal.TimeMissing);
        var time = reading.Milliseconds(timeText);
        reading.RefuseIf(!reading.Header("x-auth-version"u8, Refusal.AlgorithmUnknown).SequenceEqual("v2"u8), Refusal.AlgorithmUnknown);
        reading.RefuseIf(!Characters.AreOfHost(request.Host), Refusal.MalformedHost);
        var type = ContentType(ref reading);
        var message = Message(ref reading.Scratch, request, auth, type, nonce, timeText);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = Algorithm.HmacSha256,
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
        var auth = Encoding.ASCII.GetBytes("BITSTAMP " + keyId);
        var nonce = Encoding.ASCII.GetBytes(stamp.Nonce);
        var time = Encoding.ASCII.GetBytes($"{stamp.At}");
        draft.AddHeader("x-auth"u8, auth).AddHeader("x-auth-nonce"u8, nonce).AddHeader("x-auth-timestamp"u8, time).AddHeader("x-auth-version"u8, "v2"u8);
        if (draft.Body.Length > 0 && draft.Request.Headers.Find("content-type"u8, out _) == Presence.Absent)
            draft.AddHeader("content-type"u8, "application/x-www-form-urlencoded"u8);
        draft.Request.Headers.Find("content-type"u8, out var type);
        var scratch = new Scratch(new byte[draft.Request.ScratchBytes]);
        var signature = key.Sign(Message(ref scratch, draft.Request, auth, type, nonce, time), Algorithm.HmacSha256);
        draft.AddHeader("x-auth-signature", Convert.ToHexStringLower(signature));
    }

    private static ReadOnlySpan<byte> ContentType(scoped ref RequestReading reading)
    {
        var body = reading.Body();
        var type = reading.OptionalHeader("content-type"u8, out var isThere);
        var isForm = type.SequenceEqual("application/x-www-form-urlencoded"u8);
        if (isForm) reading.Refuse(Form.Check(body, Refusal.MalformedBody));
        var isKnown = body.Length > 0 ? isForm || type.SequenceEqual("application/json"u8) : !isThere;
        reading.RefuseIf(!isKnown, Refusal.UnclearBoundary);
        return type;
    }

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var isMark = i is 8 or 13 or 18 or 23;
            if (isMark ? text[i] != (byte)'-' : !char.IsAsciiHexDigitLower((char)text[i])) return false;
        }

        return true;
    }

    private static ReadOnlySpan<byte> Message(
        scoped ref Scratch scratch,
        scoped in SignedRequest request,
        scoped ReadOnlySpan<byte> auth,
        scoped ReadOnlySpan<byte> type,
        scoped ReadOnlySpan<byte> nonce,
        scoped ReadOnlySpan<byte> time)
    {
        var start = scratch.Used;
        scratch.Add(auth);
        scratch.Add(request.Method);
        scratch.Add(request.Host);
        scratch.Add(request.Target);
        scratch.Add(type);
        scratch.Add(nonce);
        scratch.Add(time);
        scratch.Add("v2"u8);
        scratch.Add(request.Body);
        return scratch.Since(start);
    }
}
