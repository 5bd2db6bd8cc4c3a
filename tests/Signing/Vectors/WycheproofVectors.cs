using System.Text.Json;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;

namespace Holdfast.Signing.Tests.Vectors;

public sealed class WycheproofVectors
{
    [Theory]
    [InlineData("hmac_sha256_test.json", Algorithm.HmacSha256, 256, 20)]
    [InlineData("hmac_sha512_test.json", Algorithm.HmacSha512, 512, 20)]
    public void Tags_are_those_of_hmac(string file, Algorithm algorithm, int tagSize, int fewest)
    {
        var cases = 0;
        foreach (var group in Groups(file).Where(g => g.GetProperty("tagSize").GetInt32() == tagSize))
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray().Where(t => t.Hex("key").Length >= SharedSecret.FewestBytes))
            {
                using var secret = new SharedSecret(test.Hex("key"));
                Check(test, secret.Verify(algorithm, test.Hex("msg"), test.Hex("tag")));
                cases++;
            }
        }

        Assert.True(cases >= fewest, $"{cases}");
    }

    [Theory]
    [InlineData("hmac_sha256_test.json", Algorithm.HmacSha256, 32)]
    [InlineData("hmac_sha512_test.json", Algorithm.HmacSha512, 64)]
    public void A_tag_cut_short_is_none(string file, Algorithm algorithm, int whole)
    {
        foreach (var test in Groups(file).SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            if (test.Hex("tag").Length == whole || test.Hex("key").Length < SharedSecret.FewestBytes) continue;
            using var secret = new SharedSecret(test.Hex("key"));
            Assert.False(secret.Verify(algorithm, test.Hex("msg"), test.Hex("tag")));
        }
    }

    [Fact]
    public void Signatures_are_those_of_ecdsa() => Keys(
        "ecdsa_secp256r1_sha256_p1363_test.json", Algorithm.EcdsaP256Sha256, g => new EcdsaPublicKey(g.Text("publicKeyPem")), 120);

    [Fact]
    public void Signatures_in_der_are_none_here()
    {
        foreach (var group in Groups("ecdsa_secp256r1_sha256_test.json"))
        {
            using var key = new EcdsaPublicKey(group.Text("publicKeyPem"));
            foreach (var test in group.GetProperty("tests").EnumerateArray())
                Assert.False(key.Verify(Algorithm.EcdsaP256Sha256, test.Hex("msg"), test.Hex("sig")));
        }
    }

    [Theory]
    [InlineData("rsa_signature_2048_sha256_test.json", 100)]
    [InlineData("rsa_signature_3072_sha256_test.json", 100)]
    [InlineData("rsa_signature_4096_sha256_test.json", 100)]
    public void Signatures_are_those_of_rsa(string file, int fewest) => Keys(
        file, Algorithm.RsaPkcs1Sha256, g => new RsaPublicKey(g.TryGetProperty("publicKeyPem", out var p) ? p.GetString()! : g.Text("keyPem")), fewest);

    [Fact]
    public void Signatures_are_those_of_ed25519() => Keys(
        "ed25519_test.json", Algorithm.Ed25519, g => new Ed25519PublicKey(g.GetProperty("publicKey").Hex("pk")), 50);

    private static void Keys(string file, Algorithm algorithm, Func<JsonElement, Credential> key, int fewest)
    {
        var cases = 0;
        foreach (var group in Groups(file))
        {
            using var credential = key(group);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                Check(test, credential.Verify(algorithm, test.Hex("msg"), test.Hex("sig")));
                cases++;
            }
        }

        Assert.True(cases >= fewest, $"{cases}");
    }

    /// <summary>What is `acceptable` (an old form of padding) is refused.</summary>
    private static void Check(JsonElement test, bool verified) =>
        Assert.True(test.Text("result") == "valid" == verified, $"case {test.GetProperty("tcId")}: {verified}");

    private static IEnumerable<JsonElement> Groups(string file) =>
        PublishedVectors.Read("wycheproof", "shared", file).GetProperty("testGroups").EnumerateArray();
}
