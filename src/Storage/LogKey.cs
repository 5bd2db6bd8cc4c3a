using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Storage;

/// <summary>A name in the log's index: the first 16 bytes of a SHA-256.</summary>
public readonly record struct LogKey(UInt128 Value)
{
    internal const int Size = 16;

    /// <summary>
    /// The key of a kind and its parts. Each is preceded by its length, so no two lists of parts share a key.
    /// </summary>
    public static LogKey Of(string kind, params ReadOnlySpan<string> parts)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var length = 4 + Encoding.UTF8.GetByteCount(kind);
        foreach (var part in parts) length += 4 + Encoding.UTF8.GetByteCount(part);
        var rented = length > 512 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var buffer = rented ?? stackalloc byte[512];
        var used = Put(buffer, kind);
        foreach (var part in parts) used += Put(buffer[used..], part);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(buffer[..used], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return Read(hash);
    }

    /// <summary>The same of one text and bytes, which are hashed where they are.</summary>
    public static LogKey OfBytes(string kind, string part, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(part);
        var buffer = ArrayPool<byte>.Shared.Rent(12 + Encoding.UTF8.GetMaxByteCount(kind.Length + part.Length) + bytes.Length);
        var used = Put(buffer, kind);
        used += Put(buffer.AsSpan(used), part);
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), bytes.Length);
        bytes.CopyTo(buffer.AsSpan(used + 4));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(buffer.AsSpan(0, used + 4 + bytes.Length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Read(hash);
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32");

    internal static LogKey Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    internal void Write(Span<byte> to) => BinaryPrimitives.WriteUInt128BigEndian(to, Value);

    private static int Put(Span<byte> to, string part)
    {
        var length = Encoding.UTF8.GetBytes(part, to[4..]);
        BinaryPrimitives.WriteInt32BigEndian(to, length);
        return 4 + length;
    }
}
