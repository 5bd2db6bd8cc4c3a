using System.Security.Cryptography;

namespace Holdfast.Signing.Keys;

/// <summary>
/// HMAC (RFC 2104) with SHA-256 or SHA-512 under one key whose two padded blocks are hashed beforehand: a message costs what it is
/// long, where `HMACSHA256.HashData` makes and frees contexts around it. Any number of threads may use it.
/// </summary>
internal sealed class KeyedHash
{
    /// <summary>The calls hold up the garbage collector, so none of them is long.</summary>
    private const int MostAtOnce = 4096;

    private readonly bool isLong;
    private readonly byte[] inner, outer;

    private KeyedHash(ReadOnlySpan<byte> key, bool isLong)
    {
        this.isLong = isLong;
        Span<byte> block = stackalloc byte[isLong ? 128 : 64];
        if (key.Length <= block.Length) key.CopyTo(block);
        else if (isLong) SHA512.HashData(key, block);
        else SHA256.HashData(key, block);
        inner = Begun(block, 0x36);
        outer = Begun(block, 0x5c);
        CryptographicOperations.ZeroMemory(block);
    }

    public static KeyedHash Sha256(ReadOnlySpan<byte> key) => new(key, isLong: false);

    public static KeyedHash Sha512(ReadOnlySpan<byte> key) => new(key, isLong: true);

    public int HashSizeInBytes => isLong ? SHA512.HashSizeInBytes : SHA256.HashSizeInBytes;

    /// <param name="hash">At least <see cref="HashSizeInBytes"/> long.</param>
    public void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        Span<byte> state = stackalloc byte[LibCrypto.Sha512StateBytes];
        hash = hash[..HashSizeInBytes];
        inner.CopyTo(state);
        while (message.Length > MostAtOnce)
        {
            Update(state, message[..MostAtOnce]);
            message = message[MostAtOnce..];
        }
        Update(state, message);
        Final(hash, state);
        outer.CopyTo(state);
        Update(state, hash);
        Final(hash, state);
        CryptographicOperations.ZeroMemory(state);
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(inner);
        CryptographicOperations.ZeroMemory(outer);
    }

    private byte[] Begun(ReadOnlySpan<byte> block, byte pad)
    {
        Span<byte> padded = stackalloc byte[block.Length];
        for (var i = 0; i < block.Length; i++) padded[i] = (byte)(block[i] ^ pad);
        var state = new byte[isLong ? LibCrypto.Sha512StateBytes : LibCrypto.Sha256StateBytes];
        LibCrypto.Succeeded(isLong ? LibCrypto.BeginSha512(state) : LibCrypto.BeginSha256(state));
        Update(state, padded);
        CryptographicOperations.ZeroMemory(padded);
        return state;
    }

    private void Update(Span<byte> state, ReadOnlySpan<byte> data) =>
        LibCrypto.Succeeded(isLong ? LibCrypto.UpdateSha512(state, data, (nuint)data.Length) : LibCrypto.UpdateSha256(state, data, (nuint)data.Length));

    private void Final(Span<byte> hash, Span<byte> state) =>
        LibCrypto.Succeeded(isLong ? LibCrypto.EndSha512(hash, state) : LibCrypto.EndSha256(hash, state));
}
