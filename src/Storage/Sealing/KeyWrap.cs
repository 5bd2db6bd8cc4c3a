using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Storage.Sealing;

/// <summary>Wraps owners' keys with the key-encryption key: nonce, AES-256-GCM of the key, tag; bound to the owner.</summary>
internal sealed class KeyWrap(byte[] kek) : IDisposable
{
    private readonly byte[] _kek = kek;

    /// <summary>Tells two key-encryption keys apart without telling either.</summary>
    public string Id { get; } =
        Convert.ToHexStringLower(HMACSHA256.HashData(kek, "holdfast kek id"u8).AsSpan(0, 8));

    /// <summary>The one that this takes the place of, while a rotation runs: what was not sealed anew yet opens with it.</summary>
    public KeyWrap? Before { get; init; }

    /// <summary>The same with one before it, and none before that.</summary>
    public KeyWrap After(KeyWrap before) => new(_kek) { Before = new(before._kek) };

    public byte[] Wrap(ReadOnlySpan<byte> key, int no, string owner)
    {
        var wrapped = new byte[Sealer.NonceSize + Sealer.KeySize + Sealer.TagSize];
        var nonce = wrapped.AsSpan(0, Sealer.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_kek, Sealer.TagSize);
        cipher.Encrypt(
            nonce, key, wrapped.AsSpan(Sealer.NonceSize, Sealer.KeySize), wrapped.AsSpan(^Sealer.TagSize..),
            Associated(no, owner));
        return wrapped;
    }

    /// <exception cref="LogDamagedException">It was sealed with neither key, or for another owner.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, int no, string owner)
    {
        return Before is null ? Open(wrapped, no, owner) : TryUnwrap(wrapped, no, owner) ?? Before.Unwrap(wrapped, no, owner);
    }

    /// <summary>Null for what this key has not sealed.</summary>
    public byte[]? TryUnwrap(ReadOnlySpan<byte> wrapped, int no, string owner)
    {
        try
        {
            return Open(wrapped, no, owner);
        }
        catch (LogDamagedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_kek);
        Before?.Dispose();
    }

    private byte[] Open(ReadOnlySpan<byte> wrapped, int no, string owner)
    {
        var key = new byte[Sealer.KeySize];
        using var cipher = new AesGcm(_kek, Sealer.TagSize);
        try
        {
            cipher.Decrypt(
                wrapped[..Sealer.NonceSize], wrapped[Sealer.NonceSize..^Sealer.TagSize],
                wrapped[^Sealer.TagSize..], key, Associated(no, owner));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new LogDamagedException($"the wrapped key of owner number {no} does not open", e);
        }
        return key;
    }

    private static byte[] Associated(int no, string owner) => Encoding.UTF8.GetBytes($"holdfast owner key\n{no}\n{owner}");
}
