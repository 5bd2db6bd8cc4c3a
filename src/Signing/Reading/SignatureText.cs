using System.Buffers;
using System.Buffers.Text;
using Holdfast.Signing.Claims;

namespace Holdfast.Signing.Reading;

/// <summary>Signatures as text. Each has one spelling only: no blanks, no bits behind the end, no letters of two cases.</summary>
internal static class SignatureText
{
    /// <summary>Of a key of RSA with 4096 bits.</summary>
    public const int MostBytes = 512;

    private const int MostCharacters = 4 * ((MostBytes + 2) / 3);

    /// <summary>Hexadecimal, all in small or all in capital letters.</summary>
    public static Refusal ReadHex(scoped ReadOnlySpan<byte> text, int bytes, scoped ref Scratch scratch, out ReadOnlySpan<byte> signature)
    {
        signature = default;
        if (text.Length > 2 * bytes) return Refusal.SignatureTooLong;
        if (text.Length < 2 * bytes) return Refusal.TruncatedSignature;
        if (text.ContainsAnyInRange((byte)'a', (byte)'f') && text.ContainsAnyInRange((byte)'A', (byte)'F')) return Refusal.MixedCaseHex;
        var room = scratch.Take(bytes);
        if (room.Length < bytes) return Refusal.RequestTooLong;
        if (Convert.FromHexString(text, room, out _, out _) != OperationStatus.Done) return Refusal.MalformedSignature;
        signature = room;
        return Refusal.None;
    }

    /// <summary>Base64 with its padding (RFC 4648 section 4), canonical (section 3.5).</summary>
    public static Refusal ReadBase64(scoped ReadOnlySpan<byte> text, scoped ref Scratch scratch, out ReadOnlySpan<byte> signature)
    {
        signature = default;
        if (text.Length > MostCharacters) return Refusal.SignatureTooLong;
        var room = scratch.Take(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (scratch.IsFull) return Refusal.RequestTooLong;
        if (Base64.DecodeFromUtf8(text, room, out _, out var written) != OperationStatus.Done) return Refusal.MalformedSignature;
        Span<byte> again = stackalloc byte[MostCharacters];
        Base64.EncodeToUtf8(room[..written], again, out _, out var length);
        if (!again[..length].SequenceEqual(text)) return Refusal.MalformedSignature;
        signature = room[..written];
        return Refusal.None;
    }

    /// <summary>Base64url without padding (RFC 7515 section 2), canonical.</summary>
    public static Refusal ReadBase64Url(scoped ReadOnlySpan<byte> text, scoped ref Scratch scratch, Refusal malformed, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (text.Length > 4096) return Refusal.RequestTooLong;
        if (text.IndexOf((byte)'=') >= 0) return malformed;
        var room = scratch.Take(Base64Url.GetMaxDecodedLength(text.Length));
        if (scratch.IsFull) return Refusal.RequestTooLong;
        if (Base64Url.DecodeFromUtf8(text, room, out _, out var written) != OperationStatus.Done) return malformed;
        Span<byte> again = stackalloc byte[4100];
        Base64Url.EncodeToUtf8(room[..written], again, out _, out var length);
        if (!again[..length].SequenceEqual(text)) return malformed;
        bytes = room[..written];
        return Refusal.None;
    }

    /// <summary>Whether a decoded signature has one of the lengths that a scheme has.</summary>
    public static Refusal Judge(int length, scoped ReadOnlySpan<int> lengths) =>
        lengths.Contains(length) ? Refusal.None : length > lengths[^1] ? Refusal.SignatureTooLong : Refusal.TruncatedSignature;
}
