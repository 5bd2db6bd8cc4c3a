using System.Buffers.Binary;
using System.IO.Compression;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Sealing;

/// <summary>A snapshot as stored: its length in plain (4 bytes, big-endian) and its Brotli form, sealed together.</summary>
internal static class SnapshotForm
{
    private const int Quality = 1;
    private const int Window = 22;

    public static byte[] Make(Owner owner, long version, ReadOnlySpan<byte> state)
    {
        using var sealer = new Sealer(1);
        return sealer.Seal(owner, Field.Snapshot, version, default, Pack(state));
    }

    /// <summary>What is sealed.</summary>
    internal static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> state)
    {
        var packed = new byte[4 + BrotliEncoder.GetMaxCompressedLength(state.Length)];
        BinaryPrimitives.WriteInt32BigEndian(packed, state.Length);
        return BrotliEncoder.TryCompress(state, packed.AsSpan(4), out var length, Quality, Window)
            ? packed.AsSpan(0, 4 + length)
            : throw new InvalidOperationException("a snapshot does not fit the space that Brotli asked for");
    }

    public static byte[]? Open(Sealer sealer, Owner owner, long version, ReadOnlySpan<byte> stored)
    {
        if (sealer.Open(owner, Field.Snapshot, version, default, stored) is not { } packed) return null;
        var state = new byte[BinaryPrimitives.ReadInt32BigEndian(packed)];
        return BrotliDecoder.TryDecompress(packed.AsSpan(4), state, out var length) && length == state.Length
            ? state
            : throw new LogDamagedException($"snapshot {version} of owner number {owner.No} does not unpack");
    }
}
