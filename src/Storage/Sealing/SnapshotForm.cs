using System.IO.Compression;

namespace Holdfast.Storage.Sealing;

/// <summary>A snapshot as stored: its length in plain (4 bytes, big-endian) and its Brotli form, sealed together.</summary>
internal static class SnapshotForm
{
    private const int Quality = 1;
    private const int Window = 22;

    public static byte[] Make(byte[] key, int owner, long version, ReadOnlySpan<byte> state)
    {
        var packed = new byte[4 + BrotliEncoder.GetMaxCompressedLength(state.Length)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(packed, state.Length);
        if (!BrotliEncoder.TryCompress(state, packed.AsSpan(4), out var length, Quality, Window))
            throw new InvalidOperationException("a snapshot does not fit the space Brotli asked for");
        return OwnerSeal.Seal(key, Field.Snapshot, owner, version, default, packed.AsSpan(0, 4 + length));
    }

    public static byte[] Open(byte[] key, int owner, long version, ReadOnlySpan<byte> stored)
    {
        var packed = OwnerSeal.Open(key, Field.Snapshot, owner, version, default, stored);
        var state = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(packed)];
        return BrotliDecoder.TryDecompress(packed.AsSpan(4), state, out var length) && length == state.Length
            ? state
            : throw new LogDamagedException($"the snapshot {version} of owner number {owner} does not unpack");
    }
}
