using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Tests.Vectors;

namespace Holdfast.Signing.Tests.Keys;

public sealed class SigningWithEd25519
{
    /// <summary>RFC 8032 section 7.1, TEST 1, 2, 3 and SHA(abc): seed, public key, message, signature.</summary>
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            Convert.ToHexString(SHA512.HashData("abc"u8)),
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Keys_and_signatures_are_those_of_rfc_8032(
        string seed, string publicKey, string message, string signature)
    {
        using var key = new Ed25519(Convert.FromHexString(seed));
        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))));
        Assert.True(Ed25519.Verify(key.PublicKey, Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void Verifies_what_wycheproof_calls_valid_and_nothing_else()
    {
        var cases = 0;
        var vectors = PublishedVectors.Read("wycheproof", "shared", "ed25519_test.json");
        foreach (var group in vectors.GetProperty("testGroups").EnumerateArray())
        {
            var key = Hex(group.GetProperty("publicKey"), "pk");
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("result").GetString() == "valid";
                var verified = Ed25519.Verify(key, Hex(test, "msg"), Hex(test, "sig"));
                Assert.True(valid == verified, $"case {test.GetProperty("tcId")}");
                cases++;
            }
        }

        Assert.True(cases > 50);
    }

    [Fact]
    public void Any_flipped_bit_breaks_a_signature()
    {
        using var key = new Ed25519(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
        var message = Encoding.UTF8.GetBytes("told before it counts");
        var signature = key.Sign(message);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var flipped = signature.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(key.PublicKey, message, flipped));
        }
    }

    [Fact]
    public void Another_length_of_key_or_signature_is_no_signature()
    {
        using var key = new Ed25519(new byte[Ed25519.SeedBytes]);
        var signature = key.Sign([]);
        Assert.False(Ed25519.Verify(key.PublicKey, [], signature.AsSpan(1)));
        Assert.False(Ed25519.Verify(key.PublicKey, [], [.. signature, 0]));
        Assert.False(Ed25519.Verify(key.PublicKey[1..], [], signature));
        Assert.Throws<ArgumentException>(() => new Ed25519(new byte[31]));
    }

    [Fact]
    public void Many_threads_sign_with_one_key()
    {
        using var key = new Ed25519(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
        Parallel.For(0, 2_000, n =>
        {
            var message = BitConverter.GetBytes(n);
            Assert.True(Ed25519.Verify(key.PublicKey, message, key.Sign(message)));
        });
    }

    private static byte[] Hex(JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);
}
