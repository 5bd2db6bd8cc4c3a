using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Announcements;

/// <summary>What a veto link stands for.</summary>
/// <param name="Recipient">The place of the recipient in the announcement.</param>
/// <param name="All">Whether it is for everything that waits rather than for one change.</param>
internal readonly record struct VetoLink(AnnouncementId Announcement, int Recipient, bool All);

/// <summary>
/// The token of a veto link: which announcement it came with and which recipient it went to, under a MAC. It names
/// nothing, works without signing in, and can do nothing but veto.
/// </summary>
internal sealed class VetoLinks(byte[] key, Func<string> publicUrl)
{
    private const int Content = 10, Mac = 16, Length = Content + Mac;

    /// <summary>The series stands in the highest byte of the position, and `All` in the highest bit of the recipient.</summary>
    private const int SeriesShift = 56, AllFlag = 0x8000;

    public string For(VetoLink link)
    {
        var token = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(token, link.Announcement.Source | ((long)link.Announcement.Series << SeriesShift));
        BinaryPrimitives.WriteUInt16BigEndian(token.AsSpan(8), checked((ushort)(link.Recipient | (link.All ? AllFlag : 0))));
        Sign(token.AsSpan(0, Content), token.AsSpan(Content));
        return $"{publicUrl()}/veto/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>What a token stands for; null when it is none of ours.</summary>
    public VetoLink? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // what holds other characters makes the decoder throw rather than say no
        if (token.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != Length) return null;
        Span<byte> expected = stackalloc byte[Mac];
        Sign(bytes[..Content], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[Content..])) return null;
        var source = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var recipient = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        return new VetoLink(
            new AnnouncementId(source & ((1L << SeriesShift) - 1), (Series)(source >> SeriesShift)),
            recipient & ~AllFlag, (recipient & AllFlag) != 0);
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
