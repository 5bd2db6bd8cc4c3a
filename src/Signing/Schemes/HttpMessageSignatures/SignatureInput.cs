using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.HttpMessageSignatures;

/// <summary>
/// `Signature-Input` (RFC 9421 section 4.1): one label, the covered components, and the parameters of the signature, in the form in which they
/// are signed (RFC 9651 section 4.1), so that what came is what is signed. Strings have no escapes. Several signatures are refused.
/// </summary>
internal ref struct SignatureInput
{
    public const int MostComponents = 32;

    public ReadOnlySpan<byte> Label { get; private set; }

    /// <summary>Components and parameters as they stand; the value of `@signature-params`.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>What stands between the brackets.</summary>
    public ReadOnlySpan<byte> Components { get; private set; }

    public ReadOnlySpan<byte> KeyId { get; private set; }

    public ReadOnlySpan<byte> Nonce { get; private set; }

    public Algorithm Algorithm { get; private set; }

    /// <summary>Seconds since 1970; 0 where it is not there.</summary>
    public long Created { get; private set; }

    public long Expires { get; private set; }

    public static Refusal Read(ReadOnlySpan<byte> header, out SignatureInput input)
    {
        input = default;
        var mark = header.IndexOf((byte)'=');
        if (mark < 0 || !FieldNames.IsKey(header[..mark])) return Refusal.MalformedSignatureInput;
        input.Label = header[..mark];
        input.Value = header[(mark + 1)..];
        if (input.Value.Length == 0 || input.Value[0] != (byte)'(') return Refusal.MalformedSignatureInput;
        var end = input.Value.IndexOf((byte)')');
        if (end < 0) return Refusal.MalformedSignatureInput;
        input.Components = input.Value[1..end];
        var refusal = input.ReadParameters(input.Value[(end + 1)..]);
        if (refusal != Refusal.None) return refusal;
        if (input.Created == 0) return Refusal.TimeMissing;
        return input.KeyId.Length == 0 ? Refusal.KeyMissing : Refusal.None;
    }

    /// <summary>RFC 9421 section 2.3.</summary>
    private Refusal ReadParameters(ReadOnlySpan<byte> text)
    {
        var seen = 0;
        while (text.Length > 0)
        {
            if (text[0] == (byte)',') return Refusal.SchemeAmbiguous;
            var mark = text.IndexOf((byte)'=');
            if (text[0] != (byte)';' || mark < 0) return Refusal.MalformedSignatureInput;
            var name = text[1..mark];
            text = text[(mark + 1)..];
            var length = ItemLength(text);
            if (length <= 0) return Refusal.MalformedSignatureInput;
            var refusal = Set(name, text[..length], ref seen);
            if (refusal != Refusal.None) return refusal;
            text = text[length..];
        }

        return Refusal.None;
    }

    private Refusal Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item, ref int seen)
    {
        var which = FieldNames.Parameter(name);
        if (which == 0) return Refusal.ComponentUnknown;
        if ((seen & which) != 0) return Refusal.DuplicateParameter;
        seen |= which;
        var isString = item[0] == (byte)'"';
        if (isString != which > FieldNames.Expires) return Refusal.MalformedSignatureInput;
        var text = isString ? item[1..^1] : item;
        switch (which)
        {
            case FieldNames.Created:
                Created = Seconds(text);
                return Created > 0 ? Refusal.None : Refusal.MalformedTime;
            case FieldNames.Expires:
                Expires = Seconds(text);
                return Expires > 0 ? Refusal.None : Refusal.MalformedTime;
            case FieldNames.KeyId:
                KeyId = text;
                break;
            case FieldNames.Nonce:
                Nonce = text;
                break;
            case FieldNames.Alg:
                Algorithm = FieldNames.Algorithm(text);
                return Algorithm == Algorithm.OfKey ? Refusal.AlgorithmUnknown : Refusal.None;
            default:
                break;
        }

        return Refusal.None;
    }

    private static long Seconds(ReadOnlySpan<byte> text) =>
        Times.TryNumber(text, out var seconds) && seconds <= StatedTime.Last / 1000 ? seconds : 0;

    /// <summary>Of a string with its quotes, or of a number; 0 where it is neither.</summary>
    private static int ItemLength(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0) return 0;
        if (text[0] != (byte)'"')
        {
            var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return length < 0 ? text.Length : length;
        }

        var end = text[1..].IndexOf((byte)'"');
        if (end < 0 || text.Slice(1, end).Contains((byte)'\\') || !Characters.ArePrintable(text.Slice(1, end))) return 0;
        return end + 2;
    }
}
