using System.Buffers.Binary;
using System.Security.Cryptography;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Sealing;

/// <summary>What a sealed field is; a field never opens as another.</summary>
internal enum Field : byte { Body = (byte)'b', EventAnswer = (byte)'q', LoneAnswer = (byte)'r', Snapshot = (byte)'s' }

/// <summary>
/// AES-256-GCM under the owners' keys, for one thread at a time. Stored: 12 bytes nonce, ciphertext, 16 bytes tag.
/// Associated data: field, owner number, the field's number (version, or the id of a lone answer), event type.
/// </summary>
/// <remarks>
/// Nonces are random, not counted from versions: a power cut may leave a sealed body on disk that the log never
/// acknowledged, and the version would be sealed again with other content. At 2^32 fields of one owner two random
/// nonces meet with a chance below 2^-32 (NIST SP 800-38D, 8.3); no owner gets there.
/// </remarks>
internal sealed class Sealer(int keptCiphers) : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;

    private const int AssociatedSize = 17;

    // setting a cipher up costs five times what it costs to use it
    private readonly Recent<Owner, AesGcm> _ciphers = new(keptCiphers);
    private readonly byte[] _nonces = new byte[256 * NonceSize];
    private int _nextNonce = int.MaxValue;

    public byte[] Seal(Owner owner, Field field, long number, ReadOnlySpan<byte> type, ReadOnlySpan<byte> plain)
    {
        var stored = new byte[NonceSize + plain.Length + TagSize];
        var nonce = stored.AsSpan(0, NonceSize);
        DrawNonce(nonce);
        Span<byte> associated = stackalloc byte[AssociatedSize + type.Length];
        Associate(associated, field, owner.No, number, type);
        CipherOf(owner).Encrypt(
            nonce, plain, stored.AsSpan(NonceSize, plain.Length), stored.AsSpan(NonceSize + plain.Length), associated);
        return stored;
    }

    /// <summary>
    /// Null when the owner is erased; throws <see cref="LogDamagedException"/> when the bytes are not those that were
    /// sealed for this place.
    /// </summary>
    public byte[]? Open(Owner owner, Field field, long number, ReadOnlySpan<byte> type, ReadOnlySpan<byte> stored)
    {
        if (owner.Erased) return null;
        if (stored.Length < NonceSize + TagSize) throw Damaged(field, owner.No, number, null);
        var plain = new byte[stored.Length - NonceSize - TagSize];
        Span<byte> associated = stackalloc byte[AssociatedSize + type.Length];
        Associate(associated, field, owner.No, number, type);
        try
        {
            CipherOf(owner).Decrypt(
                stored[..NonceSize], stored[NonceSize..^TagSize], stored[^TagSize..], plain, associated);
            return plain;
        }
        catch (OwnerErasedException)
        {
            return null;
        }
        catch (CryptographicException e)
        {
            throw Damaged(field, owner.No, number, e);
        }
    }

    public void Dispose() => _ciphers.Dispose();

    private AesGcm CipherOf(Owner owner)
    {
        if (owner.Key is not { } key) throw new OwnerErasedException(owner.Id);
        if (_ciphers.Get(owner) is { } cipher) return cipher;
        _ciphers.Put(owner, cipher = new(key, TagSize));
        return cipher;
    }

    /// <summary>Drawn from the system 256 at a time; one draw costs as much as another.</summary>
    private void DrawNonce(Span<byte> nonce)
    {
        if (_nextNonce > _nonces.Length - NonceSize)
        {
            RandomNumberGenerator.Fill(_nonces);
            _nextNonce = 0;
        }
        _nonces.AsSpan(_nextNonce, NonceSize).CopyTo(nonce);
        _nextNonce += NonceSize;
    }

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
