using System.Text;
using Holdfast.Domain.Factors;

namespace Holdfast.Domain.Tests.Factors;

public sealed class HandingOutATotpSecret
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_rfc_4648_without_padding(string text, string base32) =>
        Assert.Equal(base32, Totp.Base32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Base32_holds_every_bit() => Assert.Equal("77777777777777777777777777777777", Totp.Base32(Ones()));

    [Fact]
    public void The_uri_says_everything_that_an_app_needs() => Assert.Equal(
        "otpauth://totp/Example%20Exchange:alice%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Example%20Exchange&algorithm=SHA1&digits=6&period=30",
        Totp.Uri("Example Exchange", "alice@example.com", Secret));

    [Fact]
    public void A_name_cannot_add_to_the_uri() => Assert.StartsWith(
        "otpauth://totp/a%26secret%3DAAAA:b%3Fc%23d%2Fe?secret=GEZD",
        Totp.Uri("a&secret=AAAA", "b?c#d/e", Secret), StringComparison.Ordinal);

    [Fact]
    public void A_blank_name_a_colon_or_a_short_secret_is_a_bug()
    {
        Assert.ThrowsAny<ArgumentException>(() => Totp.Uri(" ", "alice", Secret));
        Assert.ThrowsAny<ArgumentException>(() => Totp.Uri("Example", "", Secret));
        Assert.ThrowsAny<ArgumentException>(() => Totp.Uri("Exam:ple", "alice", Secret));
        Assert.ThrowsAny<ArgumentException>(() => Totp.Uri("Example", "al:ice", Secret));
        Assert.ThrowsAny<ArgumentException>(() => Totp.Uri("Example", "alice", new byte[16]));
    }

    private static byte[] Ones() => [.. Enumerable.Repeat((byte)0xFF, 20)];
}
