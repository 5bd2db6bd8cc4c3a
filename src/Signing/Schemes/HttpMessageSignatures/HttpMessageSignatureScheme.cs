using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes.HttpMessageSignatures;

/// <summary>
/// Holdfast's own: HTTP message signatures (RFC 9421) with Ed25519, ECDSA on P-256, or HMAC-SHA256. A signature must cover the method, the
/// host, the target (its query where there is one), and the digest of the body where there is one. The requests are those of https.
/// </summary>
public sealed class HttpMessageSignatureScheme : Scheme
{
    private static readonly int[] Lengths = [32, 64];

    public override string Name => "httpMessageSignatures";

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.Ed25519, Algorithm.EcdsaP256Sha256, Algorithm.HmacSha256];

    public override Coverage Covers => Coverage.MethodPathQueryBody | Coverage.Host;

    public override bool IsSecretBase64 => true;

    public override ReadOnlySpan<byte> Mark => "signature-input"u8;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        reading.Refuse(SignatureInput.Read(reading.Header(Mark, Refusal.SignatureMissing), out var input));
        if (reading.Refusal != Refusal.None) return reading.Refusal;
        var key = reading.Key(input.KeyId);
        reading.RefuseIf(input.Expires > 0 && input.Expires <= input.Created, Refusal.MalformedTime);
        var signature = Signature(ref reading, input);
        var message = SignatureBase.Write(ref reading, input, out var covers);
        CheckCoverage(ref reading, covers);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = input.Algorithm,
            Time = new StatedTime(input.Created * 1000, input.Expires > 0 ? (input.Expires - input.Created) * 1000 : 0),
            Nonce = input.Nonce,
            Signature = signature,
            Message = message,
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        var components = "\"@method\" \"@authority\" \"@path\"";
        if (Target.PathOf(draft.Target).Length < draft.Target.Length) components += " \"@query\"";
        if (draft.Body.Length > 0)
        {
            components += " \"content-digest\"";
            draft.AddHeader("content-digest", ContentDigest.Of(draft.Body));
        }

        var seconds = stamp.At / 1000;
        var value = $"({components});created={seconds}"
            + (stamp.Window > 0 ? $";expires={seconds + Math.Max(1, stamp.Window / 1000)}" : "")
            + $";keyid=\"{keyId}\";alg=\"{FieldNames.Text(key.Algorithm)}\""
            + (stamp.Nonce.Length > 0 ? $";nonce=\"{stamp.Nonce}\"" : "");
        Sign(draft, "sig=" + value, key);
    }

    /// <param name="input">The value of `Signature-Input`.</param>
    internal static void Sign(RequestBuffer draft, string input, SigningKey key)
    {
        var bytes = Encoding.ASCII.GetBytes(input);
        draft.AddHeader("signature-input"u8, bytes);
        var refusal = SignatureInput.Read(bytes, out var parsed);
        var reading = new RequestReading(draft.Request, new byte[draft.Request.ScratchBytes]);
        reading.Refuse(refusal);
        var message = SignatureBase.Write(ref reading, parsed, out _);
        if (reading.End() is not Refusal.None and var why) throw new ArgumentException($"this can't be signed: {why.Code()}", nameof(input));
        var signature = Convert.ToBase64String(key.Sign(message, key.Algorithm));
        draft.AddHeader("signature", $"{Encoding.ASCII.GetString(parsed.Label)}=:{signature}:");
    }

    /// <summary>`Signature` (RFC 9421 section 4.2): the one member, of the same label.</summary>
    private static ReadOnlySpan<byte> Signature(scoped ref RequestReading reading, scoped in SignatureInput input)
    {
        var header = reading.Header("signature"u8, Refusal.SignatureMissing);
        var mark = header.IndexOf((byte)'=');
        reading.RefuseIf(mark < 0 || !header[..Math.Max(0, mark)].SequenceEqual(input.Label), Refusal.MalformedSignature);
        var item = header[(mark + 1)..];
        reading.RefuseIf(item.Length < 2 || item[0] != (byte)':' || item[^1] != (byte)':', Refusal.MalformedSignature);
        if (reading.Refusal != Refusal.None) return default;
        return reading.Base64(item[1..^1], Lengths);
    }

    private static void CheckCoverage(scoped ref RequestReading reading, Coverage covers)
    {
        var must = Coverage.Method | Coverage.Host | Coverage.Path;
        if (reading.Path.Length < reading.Request.Target.Length) must |= Coverage.Query;
        if (reading.Request.IsBodyWithheld) reading.Refuse(Refusal.BodyNeeded);
        if (reading.Request.Body.Length > 0) must |= Coverage.Body;
        reading.RefuseIf((covers & must) != must, Refusal.UnsignedParameter);
        if ((covers & Coverage.Body) != Coverage.None) ContentDigest.Check(ref reading);
    }
}
