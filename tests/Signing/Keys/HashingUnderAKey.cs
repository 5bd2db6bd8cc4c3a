using System.Security.Cryptography;
using Holdfast.Signing.Keys;

namespace Holdfast.Signing.Tests.Keys;

public sealed class HashingUnderAKey
{
    [Fact]
    public void Is_the_HMAC_of_the_framework_for_every_length()
    {
        var random = new Random(11);
        Span<byte> hash = stackalloc byte[64];
        foreach (var keyLength in (int[])[1, 8, 31, 32, 63, 64, 65, 127, 128, 129, 1024])
        {
            var key = new byte[keyLength];
            random.NextBytes(key);
            var (short_, long_) = (new KeyedHash(KeyedHash.Sha256(key)), new KeyedHash(KeyedHash.Sha512(key)));
            for (var length = 0; length < 12_500; length += length < 300 ? 1 : 997)
            {
                var message = new byte[length];
                random.NextBytes(message);
                short_.Hash(message, hash);
                Assert.True(hash[..32].SequenceEqual(HMACSHA256.HashData(key, message)), $"SHA-256, key {keyLength}, message {length}");
                long_.Hash(message, hash);
                Assert.True(hash.SequenceEqual(HMACSHA512.HashData(key, message)), $"SHA-512, key {keyLength}, message {length}");
            }
        }
    }

    [Fact]
    public void Serves_many_threads_at_once()
    {
        var key = SHA256.HashData("a key"u8);
        var keyed = new KeyedHash(KeyedHash.Sha256(key));
        Parallel.For(0, 20_000, i =>
        {
            Span<byte> hash = stackalloc byte[32];
            var message = BitConverter.GetBytes(i);
            keyed.Hash(message, hash);
            Assert.True(hash.SequenceEqual(HMACSHA256.HashData(key, message)));
        });
    }

    [Fact]
    public void Of_a_cleared_key_is_nothing_that_the_key_made()
    {
        using var secret = new SharedSecret("a secret of the test"u8);
        var tag = HMACSHA256.HashData("a secret of the test"u8, "m"u8);
        Assert.True(secret.Verify(Holdfast.Signing.Claims.Algorithm.HmacSha256, "m"u8, tag));
        secret.Dispose();
        Assert.False(secret.Verify(Holdfast.Signing.Claims.Algorithm.HmacSha256, "m"u8, tag));
    }
}
