using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast.Storage.Sealing;

/// <summary>What a sealed field is; a field never opens as another.</summary>
internal enum Field : byte { Body = (byte)'b', EventAnswer = (byte)'q', LoneAnswer = (byte)'r', Snapshot = (byte)'s' }

/// <summary>
/// AES-256-GCM under an owner's key. Stored: 12 bytes nonce, ciphertext, 16 bytes tag. Associated data: field, owner
/// number, the field's number (version, or the id of a lone answer), event type.
/// </summary>
/// <remarks>
/// Nonces are random, not counted from versions: a power cut may leave a sealed body on disk that the log never
/// acknowledged, and the version would be sealed again with other content. At 2^32 fields of one owner two random
/// nonces meet with a chance below 2^-32 (NIST SP 800-38D, 8.3); no owner gets there.
/// </remarks>
internal static class OwnerSeal
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;

    public static byte[] Seal(
        byte[] key, Field field, int owner, long number, ReadOnlySpan<byte> type, ReadOnlySpan<byte> plain)
    {
        var stored = new byte[NonceSize + plain.Length + TagSize];
        var nonce = stored.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> associated = stackalloc byte[AssociatedSize + type.Length];
        Associate(associated, field, owner, number, type);
        // a fresh cipher costs less than a microsecond and, unlike a shared one, needs no lock
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(nonce, plain, stored.AsSpan(NonceSize, plain.Length), stored.AsSpan(^TagSize..), associated);
        return stored;
    }

    /// <summary>Throws <see cref="LogDamagedException"/> when the bytes are not those sealed for this place.</summary>
    public static byte[] Open(
        byte[] key, Field field, int owner, long number, ReadOnlySpan<byte> type, ReadOnlySpan<byte> stored)
    {
        if (stored.Length < NonceSize + TagSize) throw Damaged(field, owner, number, null);
        var plain = new byte[stored.Length - NonceSize - TagSize];
        Span<byte> associated = stackalloc byte[AssociatedSize + type.Length];
        Associate(associated, field, owner, number, type);
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(stored[..NonceSize], stored[NonceSize..^TagSize], stored[^TagSize..], plain, associated);
        }
        catch (CryptographicException e)
        {
            throw Damaged(field, owner, number, e);
        }
        return plain;
    }

    private const int AssociatedSize = 17;

    private static void Associate(Span<byte> to, Field field, int owner, long number, ReadOnlySpan<byte> type)
    {
        to[0] = (byte)field;
        BinaryPrimitives.WriteInt64BigEndian(to[1..], owner);
        BinaryPrimitives.WriteInt64BigEndian(to[9..], number);
        type.CopyTo(to[AssociatedSize..]);
    }

    private static LogDamagedException Damaged(Field field, int owner, long number, Exception? cause) =>
        new($"the sealed {field} {number} of owner number {owner} does not open", cause!);
}
