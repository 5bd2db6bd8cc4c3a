using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.Bybit;

/// <summary>
/// Bybit v5: `X-BAPI-SIGN` is HMAC-SHA256 in hexadecimal, or RSA (PKCS #1 v1.5, SHA-256) in base64, of time in milliseconds, key,
/// window, and the query of a GET or the body of a POST. Method, path and host are not signed. Source: Bybit API documentation v5,
/// "Integration Guidance" (github.com/bybit-exchange/docs, 2026-07-24).
/// </summary>
public sealed class BybitScheme : Scheme
{
    private static readonly int[] Lengths = [256, 384, 512];

    public override string Name => "bybit";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256, Algorithm.RsaPkcs1Sha256];

    public override Coverage Covers => Coverage.Query | Coverage.Body;

    public override ReadOnlySpan<byte> Mark => "x-bapi-api-key"u8;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var key = reading.KeyHeader(Mark);
        var timeText = reading.Header("x-bapi-timestamp"u8, Refusal.TimeMissing);
        var time = reading.Milliseconds(timeText);
        var windowText = reading.OptionalHeader("x-bapi-recv-window"u8, out var isWindowStated);
        var window = isWindowStated ? reading.Window(windowText) : 0;
        var text = reading.Header("x-bapi-sign"u8, Refusal.SignatureMissing);
        var signature = text.Length <= 64 ? reading.Hex(text, 32) : reading.Base64(text, Lengths);
        var payload = Payload(ref reading);
        var message = Message(ref reading.Scratch, timeText, key, windowText, payload);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = signature.Length == 32 ? Algorithm.HmacSha256 : Algorithm.RsaPkcs1Sha256,
            Time = new StatedTime(time, window),
            Signature = signature,
            Message = message,
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        var id = Encoding.ASCII.GetBytes(keyId);
        var time = Encoding.ASCII.GetBytes($"{stamp.At}");
        var window = stamp.Window > 0 ? Encoding.ASCII.GetBytes($"{stamp.Window}") : [];
        draft.AddHeader("x-bapi-api-key"u8, id).AddHeader("x-bapi-timestamp"u8, time);
        if (window.Length > 0) draft.AddHeader("x-bapi-recv-window"u8, window);
        var scratch = new Scratch(new byte[draft.Request.ScratchBytes]);
        var payload = IsGet(draft.Request) ? Target.QueryOf(draft.Target) : draft.Body;
        var signature = key.Sign(Message(ref scratch, time, id, window, payload), key.Algorithm);
        draft.AddHeader(
            "x-bapi-sign",
            key.Algorithm == Algorithm.HmacSha256 ? Convert.ToHexStringLower(signature) : Convert.ToBase64String(signature));
    }

    /// <summary>What the method says; the other place must be empty. It must not begin with a digit that could be the window's.</summary>
    private static ReadOnlySpan<byte> Payload(scoped ref RequestReading reading)
    {
        var body = reading.Body();
        var isGet = IsGet(reading.Request);
        reading.RefuseIf((isGet ? body : reading.Query).Length > 0, Refusal.UnsignedParameter);
        var payload = isGet ? reading.Query : body;
        reading.RefuseIf(payload.Length > 0 && char.IsAsciiDigit((char)payload[0]), Refusal.UnclearBoundary);
        return payload;
    }

    private static bool IsGet(scoped in SignedRequest request) => request.Method.SequenceEqual("GET"u8);

    private static ReadOnlySpan<byte> Message(
        scoped ref Scratch scratch,
        scoped ReadOnlySpan<byte> time,
        scoped ReadOnlySpan<byte> key,
        scoped ReadOnlySpan<byte> window,
        scoped ReadOnlySpan<byte> payload)
    {
        var start = scratch.Used;
        scratch.Add(time);
        scratch.Add(key);
        scratch.Add(window);
        scratch.Add(payload);
        return scratch.Since(start);
    }
}
