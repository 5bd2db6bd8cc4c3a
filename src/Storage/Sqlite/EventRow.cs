using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Storage.Sqlite;

/// <summary>The answer to a request as it is stored.</summary>
internal sealed record RequestRow(LogKey Key, LogKey Content, int Status, byte[] Answer);

/// <summary>A row of <c>event</c>. Texts are UTF-8.</summary>
internal sealed record EventRow(
    long Position, int Owner, byte[] Account, long Version, long Prev, long At, byte[] Type, byte[] Body,
    RequestRow? Request, byte[]? Keys)
{
    public byte[] Hash { get; set; } = [];

    /// <summary>
    /// The owner's chain at this event: SHA-256 of the hash before it and of every stored column, each number as 8
    /// bytes, each text and blob preceded by its length in 4 (docs/reference/log-format.md).
    /// </summary>
    public byte[] HashAfter(ReadOnlySpan<byte> before, string owner)
    {
        var most = 256 + 3 * owner.Length + Account.Length + Type.Length + Body.Length
            + (Keys?.Length ?? 0) + (Request?.Answer.Length ?? 0);
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        var canonical = new Canonical(buffer);
        canonical.Raw(before);
        canonical.Number(Position);
        canonical.Text(owner);
        canonical.Bytes(Account);
        canonical.Number(Version);
        canonical.Number(Prev);
        canonical.Number(At);
        canonical.Bytes(Type);
        canonical.Bytes(Body);
        canonical.Bytes(Keys);
        canonical.Number(Request is null ? 0 : 1);
        if (Request is { } request)
        {
            canonical.Key(request.Key);
            canonical.Key(request.Content);
            canonical.Number(request.Status);
            canonical.Bytes(request.Answer);
        }
        var hash = SHA256.HashData(buffer.AsSpan(0, canonical.Length));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    /// <summary>Running root: SHA-256 of the root before and the event's hash.</summary>
    public static byte[] RootAfter(ReadOnlySpan<byte> root, ReadOnlySpan<byte> hash)
    {
        Span<byte> both = stackalloc byte[64];
        root.CopyTo(both);
        hash.CopyTo(both[32..]);
        return SHA256.HashData(both);
    }

    /// <summary>One byte with the number of claims, then claims and points of 16 bytes each; null without any.</summary>
    public static byte[]? KeysOf(IReadOnlyList<LogKey> claims, IReadOnlyList<LogKey> points)
    {
        if (claims.Count + points.Count == 0) return null;
        var keys = new byte[1 + (claims.Count + points.Count) * LogKey.Size];
        keys[0] = checked((byte)claims.Count);
        var next = 1;
        foreach (var key in claims.Concat(points))
        {
            key.Write(keys.AsSpan(next));
            next += LogKey.Size;
        }
        return keys;
    }

    private ref struct Canonical(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;

        public int Length { get; private set; }

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_buffer[Length..]);
            Length += bytes.Length;
        }

        public void Number(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_buffer[Length..], value);
            Length += 8;
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer[Length..], bytes.Length);
            Length += 4;
            Raw(bytes);
        }

        public void Text(string text)
        {
            var length = Encoding.UTF8.GetBytes(text, _buffer[(Length + 4)..]);
            BinaryPrimitives.WriteInt32BigEndian(_buffer[Length..], length);
            Length += 4 + length;
        }

        public void Key(LogKey key)
        {
            key.Write(_buffer[Length..]);
            Length += LogKey.Size;
        }
    }
}
