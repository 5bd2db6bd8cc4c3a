using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes;

/// <summary>
/// As Binance signs: the parameters, in the query or in the body, are signed as they are sent, and the signature is their last.
/// Method, path and host are not signed. Parameters in both places are refused: where the one ends and the other begins is not signed.
/// </summary>
public abstract class ParameterScheme : Scheme
{
    private static readonly int[] Lengths = [64, 256, 384, 512];

    private protected ParameterScheme()
    {
    }

    public override Coverage Covers => Coverage.Query | Coverage.Body;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        claim = default;
        var reading = new RequestReading(request, scratch);
        var key = reading.KeyHeader(Mark);
        var parameters = Parameters(ref reading);
        var last = Form.Last(parameters);
        if (!Percent.NameIs(last.Name, "signature"u8))
            reading.Refuse(Form.TryFind(parameters, "signature"u8, out _) ? Refusal.UnsignedParameter : Refusal.SignatureMissing);
        var message = last.At > 0 ? parameters[..(last.At - 1)] : default;
        var time = Time(ref reading, message);
        var signature = Signature(ref reading, last.Value);
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = signature.Length switch { 32 => Algorithm.HmacSha256, 64 => Algorithm.Ed25519, _ => Algorithm.RsaPkcs1Sha256 },
            Time = time,
            Signature = signature,
            Message = message,
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        draft.AddHeader(Mark, Encoding.ASCII.GetBytes(keyId));
        var inBody = draft.Body.Length > 0;
        byte[] message = inBody ? draft.Body.ToArray() : Target.QueryOf(draft.Target).ToArray();
        if (!Form.TryFind(message, "recvWindow"u8, out _) && stamp.Window > 0) message = With(message, $"recvWindow={stamp.Window}");
        if (!Form.TryFind(message, "timestamp"u8, out _)) message = With(message, $"timestamp={stamp.At}");
        var signature = key.Sign(message, key.Algorithm);
        var text = key.Algorithm == Algorithm.HmacSha256
            ? Convert.ToHexStringLower(signature)
            : Uri.EscapeDataString(Convert.ToBase64String(signature));
        var signed = With(message, "signature=" + text);
        if (inBody) draft.SetBody(signed);
        else draft.SetTarget([.. Target.PathOf(draft.Target), (byte)'?', .. signed]);
    }

    private static byte[] With(byte[] parameters, string one) =>
        parameters.Length == 0 ? Encoding.ASCII.GetBytes(one) : [.. parameters, (byte)'&', .. Encoding.ASCII.GetBytes(one)];

    /// <summary>The place that has any.</summary>
    private static ReadOnlySpan<byte> Parameters(scoped ref RequestReading reading)
    {
        var query = reading.Query;
        var body = reading.Body();
        reading.RefuseIf(query.Length > 0 && body.Length > 0, Refusal.UnsignedParameter);
        if (query.Length > 0) return query;
        reading.RefuseIf(reading.Request.Method.SequenceEqual("GET"u8), body.Length > 0 ? Refusal.UnsignedParameter : Refusal.SignatureMissing);
        reading.Refuse(Form.Check(body, Refusal.MalformedBody));
        return body;
    }

    private static StatedTime Time(scoped ref RequestReading reading, ReadOnlySpan<byte> parameters)
    {
        var (time, window, isStated) = (0L, 0L, false);
        foreach (var part in new FormParts(parameters))
        {
            if (Percent.NameIs(part.Name, "timestamp"u8)) (time, isStated) = (reading.Milliseconds(part.Value), true);
            else if (Percent.NameIs(part.Name, "recvWindow"u8)) window = reading.Window(part.Value);
        }

        reading.RefuseIf(!isStated, Refusal.TimeMissing);
        return new StatedTime(time, window);
    }

    private ReadOnlySpan<byte> Signature(scoped ref RequestReading reading, ReadOnlySpan<byte> encoded)
    {
        if (encoded.ContainsAny((byte)'%', (byte)'+')) encoded = Decoded(ref reading, encoded);
        return encoded.Length <= 64 || Algorithms.Count == 1 ? reading.Hex(encoded, 32) : reading.Base64(encoded, Lengths);
    }

    private static ReadOnlySpan<byte> Decoded(scoped ref RequestReading reading, scoped ReadOnlySpan<byte> encoded)
    {
        reading.RefuseIf(encoded.Length > 4 * SignatureText.MostBytes, Refusal.SignatureTooLong);
        var room = reading.Scratch.Take(reading.Refusal == Refusal.None ? encoded.Length : 0);
        reading.RefuseIf(!Percent.TryDecode(encoded, room, out var length), Refusal.MalformedSignature);
        return room[..length];
    }
}
