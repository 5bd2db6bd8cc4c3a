using System.Numerics;
using System.Security.Cryptography;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;

namespace Holdfast.Signing.Tests.Keys;

public sealed class KeepingACredential
{
    [Fact]
    public void Weak_and_foreign_keys_are_none()
    {
        using var small = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var whole = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<ArgumentException>(() => new RsaPublicKey(small.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<ArgumentException>(() => new EcdsaPublicKey(other.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<ArgumentException>(() => new EcdsaPublicKey(whole.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<ArgumentException>(() => new SharedSecret(new byte[7]));
        Assert.Throws<ArgumentException>(() => new Ed25519PublicKey(new byte[31]));
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    public void A_point_that_anybody_can_sign_for_is_no_key(string raw) =>
        Assert.Throws<ArgumentException>(() => new Ed25519PublicKey(Convert.FromHexString(raw)));

    /// <summary>R is the neutral element and S is 0: the reason that such keys are refused.</summary>
    [Fact]
    public void The_neutral_element_verifies_anything()
    {
        var neutral = new byte[32];
        neutral[0] = 1;
        Assert.True(Ed25519.Verify(neutral, "whatever"u8, [.. neutral, .. new byte[32]]));
    }

    [Fact]
    public void Both_halves_of_s_are_of_one_request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var credential = new EcdsaPublicKey(key.ExportSubjectPublicKeyInfoPem());
        var order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);
        var signature = key.SignData("x"u8, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var other = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] turned = [.. signature[..32], .. new byte[32 - other.Length], .. other];
        Assert.True(credential.Verify(Algorithm.EcdsaP256Sha256, "x"u8, signature));
        Assert.True(credential.Verify(Algorithm.EcdsaP256Sha256, "x"u8, turned));
    }

    [Fact]
    public void Many_threads_verify_with_one()
    {
        foreach (var rig in Rig.All)
        {
            var example = rig.Examples().First();
            Parallel.For(0, 200, _ => Assert.True(rig.Accepts(example)));
        }
    }
}
