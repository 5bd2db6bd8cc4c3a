using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Announcements;

/// <summary>
/// The token of a veto link: which announcement it came with and which recipient it went to, under a MAC. It names
/// nothing, works without signing in, and can do nothing but veto.
/// </summary>
internal sealed class VetoLinks(byte[] key, Func<string> publicUrl)
{
    private const int Mac = 16, Length = 8 + 2 + Mac;

    /// <param name="source">Position of the event that the announcement is about.</param>
    /// <param name="recipient">The place of the recipient in the announcement.</param>
    public string For(long source, int recipient)
    {
        var token = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(token, source);
        BinaryPrimitives.WriteInt16BigEndian(token.AsSpan(8), checked((short)recipient));
        Sign(token.AsSpan(0, 10), token.AsSpan(10));
        return $"{publicUrl()}/veto/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>What a token names; null when it is none of ours.</summary>
    public (long Source, int Recipient)? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // what holds other characters makes the decoder throw rather than say no
        if (token.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != Length) return null;
        Span<byte> expected = stackalloc byte[Mac];
        Sign(bytes[..10], expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[10..])
            ? (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt16BigEndian(bytes[8..]))
            : null;
    }

    private void Sign(ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[32];
        Span<byte> message = stackalloc byte[32];
        var length = Encoding.ASCII.GetBytes("holdfast/veto/v1", message);
        content.CopyTo(message[length..]);
        HMACSHA256.HashData(key, message[..(length + content.Length)], whole);
        whole[..Mac].CopyTo(mac);
    }
}
