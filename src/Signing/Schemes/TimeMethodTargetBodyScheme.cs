using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Reading;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Schemes;

/// <summary>
/// What many exchanges do: time, method, target and body one after the other, signed in a header. The time has one length and
/// the method is letters before a slash; where target and body meet, see <see cref="RequestReading.ClearBoundary"/>.
/// </summary>
public abstract class TimeMethodTargetBodyScheme : Scheme
{
    private static readonly int[] Tag = [32];

    private protected TimeMethodTargetBodyScheme()
    {
    }

    internal abstract HeaderNames Names { get; }

    public override IReadOnlyList<Algorithm> Algorithms { get; } = [Algorithm.HmacSha256];

    public override Coverage Covers => Coverage.MethodPathQueryBody;

    public override ReadOnlySpan<byte> Mark => Names.Key;

    /// <summary>The numbers of bytes of its signatures, the largest last.</summary>
    private protected virtual ReadOnlySpan<int> SignatureLengths => Tag;

    private protected virtual bool IsSignatureHex => false;

    private protected abstract bool TryTime(ReadOnlySpan<byte> text, out long time);

    private protected abstract string TimeText(long time);

    /// <summary>What else the scheme asks of a request.</summary>
    private protected virtual void Check(scoped ref RequestReading reading)
    {
    }

    private protected virtual ReadOnlySpan<byte> ReadPassphrase(scoped ref RequestReading reading) =>
        Names.Passphrase is { } name ? reading.Header(name, Refusal.PassphraseMissing) : default;

    public override Refusal Read(scoped in SignedRequest request, Span<byte> scratch, out Claim claim)
    {
        var reading = new RequestReading(request, scratch);
        var key = reading.KeyHeader(Names.Key);
        var text = reading.Header(Names.Signature, Refusal.SignatureMissing);
        var signature = IsSignatureHex ? reading.Hex(text, 32) : reading.Base64(text, SignatureLengths);
        var timeText = reading.Header(Names.Time, Refusal.TimeMissing);
        reading.RefuseIf(!TryTime(timeText, out var time), Refusal.MalformedTime);
        var window = Names.Window is { } name && reading.OptionalHeader(name, out var isThere) is var stated && isThere ? reading.Window(stated) : 0;
        var passphrase = ReadPassphrase(ref reading);
        var body = reading.Body();
        reading.ClearBoundary(body);
        Check(ref reading);
        var message = Message(ref reading.Scratch, timeText, request);
        claim = default;
        if (reading.End() is not Refusal.None and var refusal) return refusal;
        claim = new Claim
        {
            Scheme = this,
            KeyId = key,
            Algorithm = signature.Length == 32 ? Algorithm.HmacSha256 : Algorithm.RsaPkcs1Sha256,
            Time = new StatedTime(time, window, IsWindowFree: Names.Window is not null),
            Signature = signature,
            Message = message,
            PassphraseForm = PassphraseForm,
            Passphrase = passphrase,
            Covers = Covers,
        };
        return Refusal.None;
    }

    public override void Sign(RequestBuffer draft, string keyId, SigningKey key, Stamp stamp)
    {
        var time = Encoding.ASCII.GetBytes(TimeText(stamp.At));
        draft.AddHeader(Names.Key, Encoding.ASCII.GetBytes(keyId)).AddHeader(Names.Time, time);
        if (Names.Window is { } window && stamp.Window > 0) draft.AddHeader(window, Encoding.ASCII.GetBytes($"{stamp.Window}"));
        AddPassphrase(draft, key);
        var scratch = new Scratch(new byte[draft.Request.ScratchBytes]);
        var signature = key.Sign(Message(ref scratch, time, draft.Request), key.Algorithm);
        draft.AddHeader(Names.Signature, Encoding.ASCII.GetBytes(
            IsSignatureHex ? Convert.ToHexStringLower(signature) : Convert.ToBase64String(signature)));
    }

    private protected virtual void AddPassphrase(RequestBuffer draft, SigningKey key)
    {
        if (Names.Passphrase is { } name) draft.AddHeader(name, Encoding.ASCII.GetBytes(key.Passphrase ?? ""));
    }

    private static ReadOnlySpan<byte> Message(scoped ref Scratch scratch, scoped ReadOnlySpan<byte> time, scoped in SignedRequest request)
    {
        var start = scratch.Used;
        scratch.Add(time);
        scratch.Add(request.Method);
        scratch.Add(request.Target);
        scratch.Add(request.Body);
        return scratch.Since(start);
    }
}
