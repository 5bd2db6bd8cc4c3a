using Holdfast.Signing.Claims;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Reading;

/// <summary>
/// Reads a request for a scheme. The first refusal stays, and all that is read after it is harmless, so a scheme reads
/// straight on and asks once, at its end.
/// </summary>
internal ref struct RequestReading
{
    public readonly SignedRequest Request;
    public Scratch Scratch;

    public RequestReading(scoped in SignedRequest request, Span<byte> scratch)
    {
        Request = request;
        Scratch = new Scratch(scratch);
        Refuse(Target.Check(request));
    }

    public Refusal Refusal { get; private set; }

    /// <summary>What follows `?`.</summary>
    public readonly ReadOnlySpan<byte> Query => Target.QueryOf(Request.Target);

    public readonly ReadOnlySpan<byte> Path => Target.PathOf(Request.Target);

    public void Refuse(Refusal refusal)
    {
        if (Refusal == Refusal.None) Refusal = refusal;
    }

    public void RefuseIf(bool wrong, Refusal refusal)
    {
        if (wrong) Refuse(refusal);
    }

    /// <summary>The body is part of what is signed.</summary>
    public ReadOnlySpan<byte> Body()
    {
        RefuseIf(Request.IsBodyWithheld, Refusal.BodyNeeded);
        return Request.Body;
    }

    /// <summary>A header that must be there once.</summary>
    public ReadOnlySpan<byte> Header(scoped ReadOnlySpan<byte> lowerName, Refusal missing)
    {
        var value = OptionalHeader(lowerName, out var isThere);
        RefuseIf(!isThere, missing);
        return value;
    }

    public ReadOnlySpan<byte> OptionalHeader(scoped ReadOnlySpan<byte> lowerName, out bool isThere)
    {
        var presence = Request.Headers.Find(lowerName, out var value);
        isThere = presence != Presence.Absent;
        RefuseIf(presence == Presence.Several, Refusal.DuplicateHeader);
        RefuseIf(!Characters.ArePrintable(value), Refusal.MalformedHeader);
        return value;
    }

    public ReadOnlySpan<byte> KeyHeader(scoped ReadOnlySpan<byte> lowerName) => Key(Header(lowerName, Refusal.KeyMissing));

    public ReadOnlySpan<byte> Key(ReadOnlySpan<byte> key)
    {
        RefuseIf(key.Length is 0 or > 256 || !Characters.AreVisible(key), Refusal.MalformedKey);
        return key;
    }

    public long Milliseconds(scoped ReadOnlySpan<byte> text)
    {
        RefuseIf(!Times.TryMilliseconds(text, out var time), Refusal.MalformedTime);
        return time;
    }

    /// <summary>From one millisecond to a day; how long it may be is judged with the time.</summary>
    public long Window(scoped ReadOnlySpan<byte> text)
    {
        RefuseIf(!Times.TryNumber(text, out var window) || window is 0 or > 86_400_000, Refusal.MalformedTime);
        return window;
    }

    public ReadOnlySpan<byte> Hex(scoped ReadOnlySpan<byte> text, int bytes)
    {
        Refuse(SignatureText.ReadHex(text, bytes, ref Scratch, out var signature));
        return signature;
    }

    /// <param name="lengths">The numbers of bytes that there are, the largest last.</param>
    public ReadOnlySpan<byte> Base64(scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<int> lengths)
    {
        Refuse(SignatureText.ReadBase64(text, ref Scratch, out var signature));
        Refuse(SignatureText.Judge(signature.Length, lengths));
        return signature;
    }

    /// <summary>
    /// Where a body follows the target in a message without a mark between them, its first byte must be one that no target has,
    /// as those of JSON are: else the end of the target could be moved into the body.
    /// </summary>
    public void ClearBoundary(ReadOnlySpan<byte> body) =>
        RefuseIf(body.Length > 0 && Characters.IsOfTarget(body[0]), Refusal.UnclearBoundary);

    /// <summary>To be asked last.</summary>
    public Refusal End()
    {
        RefuseIf(Scratch.IsFull, Refusal.RequestTooLong);
        return Refusal;
    }
}
