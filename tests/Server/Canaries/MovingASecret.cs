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
}
