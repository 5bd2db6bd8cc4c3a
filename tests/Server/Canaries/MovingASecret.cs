using System.Security.Cryptography;
using Holdfast.Server.Secrets;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>A sealed secret opens for the owner and the thing that it was sealed for, and for nothing else.</summary>
public sealed class MovingASecret
{
    [Fact]
    public void To_another_owner_or_thing_fails_always()
    {
        using var seal = new SecretSeal(RandomNumberGenerator.GetBytes(32));
        (string Owner, string What)[] places =
        [
            .. from owner in (string[])["a", "b", "a/factor", "1:a", "ab"]
               from what in (string[])["factor/x", "factor/y", "key/x", "x", "factor/x/y"] select (owner, what),
        ];
        foreach (var from in places)
        {
            var made = seal.Seal(from.Owner, from.What, "a secret"u8);
            foreach (var to in places)
                if (from == to) Assert.Equal("a secret"u8, seal.Open(to.Owner, to.What, made));
                else Assert.ThrowsAny<CryptographicException>(() => seal.Open(to.Owner, to.What, made));
        }
    }

    [Fact]
    public void Between_credentials_of_one_key_or_owner_fails_always()
    {
        using var seal = new SecretSeal(RandomNumberGenerator.GetBytes(32));
        (string Owner, string Key, string Credential)[] places =
        [
            .. from owner in (string[])["alice", "bob", "a/b"] from key in (string[])["k1", "k1/c1", "1:k", "k"]
               from credential in (string[])["c1", "c2", "ch_7", "k1/c1"] select (owner, key, credential),
        ];
        foreach (var from in places)
        {
            var made = seal.SealShared(from.Owner, from.Key, from.Credential, "a secret"u8);
            foreach (var to in places)
                if (from == to) Assert.Equal("a secret"u8, seal.OpenShared(to.Owner, to.Key, to.Credential, made));
                else Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared(to.Owner, to.Key, to.Credential, made));
        }
    }

    [Fact]
    public void To_another_form_or_key_fails_always()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var seal = new SecretSeal(key);
        using var other = new SecretSeal(RandomNumberGenerator.GetBytes(32));
        var made = seal.SealShared("a", "k", "c1", "a secret"u8);
        Assert.ThrowsAny<CryptographicException>(() => other.OpenShared("a", "k", "c1", made));
        Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared("a", "k", "c1", made[(made.LastIndexOf('.') + 1)..]));
        Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared("a", "k", "c1", made[..made.IndexOf('.')] + ".00000000" + made[made.LastIndexOf('.')..]));
        Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared("a", "k", "c1", "2." + SealedFirst(key, "1:a/key/k")));
    }

    [Fact]
    public void That_was_sealed_in_the_first_form_is_opened_where_it_belongs()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var seal = new SecretSeal(key);
        Assert.Equal("a secret"u8, seal.OpenShared("a", "k", "c1", SealedFirst(key, "1:a/key/k")));
        Assert.Equal("a secret"u8, seal.Open("a", "factor/app", SealedFirst(key, "1:a/factor/app")));
        Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared("b", "k", "c1", SealedFirst(key, "1:a/key/k")));
        Assert.ThrowsAny<CryptographicException>(() => seal.OpenShared("a", "l", "c1", SealedFirst(key, "1:a/key/k")));
    }

    /// <summary>Nonce, ciphertext and tag in base64, bound to the owner and the thing, as the first servers sealed.</summary>
    private static string SealedFirst(byte[] key, string bound)
    {
        using var aes = new AesGcm(key, 16);
        var (nonce, sealedText, tag) = (RandomNumberGenerator.GetBytes(12), new byte[8], new byte[16]);
        aes.Encrypt(nonce, "a secret"u8, sealedText, tag, System.Text.Encoding.UTF8.GetBytes(bound));
        return Convert.ToBase64String([.. nonce, .. sealedText, .. tag]);
    }
}
