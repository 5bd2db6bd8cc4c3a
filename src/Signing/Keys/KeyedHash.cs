using System.Security.Cryptography;

namespace Holdfast.Signing.Keys;

/// <summary>
/// HMAC (RFC 2104) with SHA-256 or SHA-512 under one key whose two padded blocks are hashed beforehand: a message costs what it is
/// long, where `HMACSHA256.HashData` makes and frees contexts around it. Any number of threads may use it.
/// </summary>
/// <param name="chained">The chaining values after the inner block and after the outer one; all that is kept of the key.</param>
internal readonly struct KeyedHash(byte[] chained)
{
    /// <summary>The calls hold up the garbage collector, so none of them is long.</summary>
    private const int MostAtOnce = 4096;

    /// <summary>A state of libcrypto after one block, whose chaining value stands at its beginning.</summary>
    private static readonly byte[] AfterBlock256 = After(new byte[64], isLong: false), AfterBlock512 = After(new byte[128], isLong: true);

    private bool IsLong => chained.Length > 2 * SHA256.HashSizeInBytes;

    public int HashSizeInBytes => chained.Length / 2;

    public static byte[] Sha256(ReadOnlySpan<byte> key) => Chained(key, isLong: false);

    public static byte[] Sha512(ReadOnlySpan<byte> key) => Chained(key, isLong: true);

    /// <param name="hash">At least <see cref="HashSizeInBytes"/> long.</param>
    public void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        Span<byte> state = stackalloc byte[IsLong ? LibCrypto.Sha512StateBytes : LibCrypto.Sha256StateBytes];
        hash = hash[..HashSizeInBytes];
        Begin(state, chained.AsSpan(0, HashSizeInBytes));
        while (message.Length > MostAtOnce)
        {
            Update(state, message[..MostAtOnce], IsLong);
            message = message[MostAtOnce..];
        }
        Update(state, message, IsLong);
        Final(hash, state);
        Begin(state, chained.AsSpan(HashSizeInBytes));
        Update(state, hash, IsLong);
        Final(hash, state);
        CryptographicOperations.ZeroMemory(state);
    }

    private static byte[] Chained(ReadOnlySpan<byte> key, bool isLong)
    {
        Span<byte> block = stackalloc byte[isLong ? 128 : 64], padded = stackalloc byte[block.Length];
        if (key.Length <= block.Length) key.CopyTo(block);
        else if (isLong) SHA512.HashData(key, block);
        else SHA256.HashData(key, block);
        var size = block.Length / 2;
        var chained = new byte[2 * size];
        for (var half = 0; half < 2; half++)
        {
            for (var i = 0; i < block.Length; i++) padded[i] = (byte)(block[i] ^ (half == 0 ? 0x36 : 0x5c));
            var state = After(padded, isLong);
            state.AsSpan(0, size).CopyTo(chained.AsSpan(half * size));
            CryptographicOperations.ZeroMemory(state);
        }
        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(padded);
        return chained;
    }

    private static byte[] After(ReadOnlySpan<byte> block, bool isLong)
    {
        var state = new byte[isLong ? LibCrypto.Sha512StateBytes : LibCrypto.Sha256StateBytes];
        LibCrypto.Succeeded(isLong ? LibCrypto.BeginSha512(state) : LibCrypto.BeginSha256(state));
        Update(state, block, isLong);
        return state;
    }

    private void Begin(Span<byte> state, ReadOnlySpan<byte> chaining)
    {
        (IsLong ? AfterBlock512 : AfterBlock256).CopyTo(state);
        chaining.CopyTo(state);
    }

    private static void Update(Span<byte> state, ReadOnlySpan<byte> data, bool isLong) =>
        LibCrypto.Succeeded(isLong ? LibCrypto.UpdateSha512(state, data, (nuint)data.Length) : LibCrypto.UpdateSha256(state, data, (nuint)data.Length));

    private void Final(Span<byte> hash, Span<byte> state) =>
        LibCrypto.Succeeded(IsLong ? LibCrypto.EndSha512(hash, state) : LibCrypto.EndSha256(hash, state));
}
