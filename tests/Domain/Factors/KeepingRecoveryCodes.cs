using System.Security.Cryptography;
using Holdfast.Domain.Factors;

namespace Holdfast.Domain.Tests.Factors;

public sealed class KeepingRecoveryCodes
{
    private static readonly byte[] Salt = [.. Enumerable.Range(1, RecoveryCodes.SaltBytes).Select(i => (byte)i)];

    [Fact]
    public void Ten_are_made_of_eighty_bits_each()
    {
        var random = new byte[RecoveryCodes.RandomBytes];
        random.AsSpan(10, 10).Fill(0xFF);
        (random[20], random[39]) = (0x80, 1);
        var codes = RecoveryCodes.Write(random);
        Assert.Equal(10, codes.Length);
        Assert.Equal("0000-0000-0000-0000", codes[0]);
        Assert.Equal("ZZZZ-ZZZZ-ZZZZ-ZZZZ", codes[1]);
        Assert.Equal("G000-0000-0000-0000", codes[2]);
        Assert.Equal("0000-0000-0000-0001", codes[3]);
    }

    [Fact]
    public void Every_bit_of_the_randomness_is_in_a_code()
    {
        var plain = RecoveryCodes.Write(new byte[RecoveryCodes.RandomBytes]);
        for (var bit = 0; bit < RecoveryCodes.RandomBytes * 8; bit++)
        {
            var random = new byte[RecoveryCodes.RandomBytes];
            random[bit / 8] = (byte)(1 << (bit % 8));
            Assert.Equal([bit / 80], Differing(plain, RecoveryCodes.Write(random)));
        }
    }

    [Fact]
    public void Each_is_found_at_its_place_and_nothing_else_is()
    {
        var codes = RecoveryCodes.Write(RandomNumberGenerator.GetBytes(RecoveryCodes.RandomBytes));
        var kept = RecoveryCodes.Hash(Salt, codes);
        for (var i = 0; i < codes.Length; i++) Assert.Equal(i, RecoveryCodes.Match(kept, codes[i]));
        foreach (var other in RecoveryCodes.Write(RandomNumberGenerator.GetBytes(RecoveryCodes.RandomBytes)))
            Assert.Null(RecoveryCodes.Match(kept, other));
        Assert.Null(RecoveryCodes.Match(kept, ""));
    }

    [Fact]
    public void No_code_is_in_what_is_kept_and_another_salt_keeps_another_thing()
    {
        var codes = RecoveryCodes.Write(RandomNumberGenerator.GetBytes(RecoveryCodes.RandomBytes));
        var (one, other) = (RecoveryCodes.Hash(Salt, codes), RecoveryCodes.Hash(new byte[RecoveryCodes.SaltBytes], codes));
        Assert.Equal(RecoveryCodes.SaltBytes + (10 * 32), one.Length);
        Assert.Equal(-1, one.AsSpan().IndexOf(other.AsSpan(RecoveryCodes.SaltBytes, 32)));
        foreach (var code in codes)
            Assert.Equal(-1, one.AsSpan().IndexOf(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(RecoveryCodes.Read(code)!))));
    }

    [Theory]
    [InlineData("0123-4567-89AB-CDEF", "0123456789ABCDEF")]
    [InlineData("0123456789abcdef", "0123456789ABCDEF")]
    [InlineData("O12e-4567-89ab-cdef", "012E456789ABCDEF")]
    [InlineData("01i3-4l67-89AB-CDEF", "0113416789ABCDEF")]
    public void People_may_type_them_in_their_way(string typed, string read) => Assert.Equal(read, RecoveryCodes.Read(typed));

    [Theory]
    [InlineData("")]
    [InlineData("0123-4567-89AB-CDE")]
    [InlineData("0123-4567-89AB-CDEFG")]
    [InlineData("0123-4567-89AB-CDEU")]
    [InlineData("0123--4567-89AB-CDEF")]
    [InlineData("-0123-4567-89AB-CDEF")]
    [InlineData("0123-4567-89AB-CDEF-")]
    [InlineData("012-34567-89AB-CDEF")]
    [InlineData("0123 4567 89AB CDEF")]
    [InlineData("０123-4567-89AB-CDEF")]
    [InlineData("0123-4567-89AB-CDEſ")]
    public void What_is_none_is_not_read(string typed) => Assert.Null(RecoveryCodes.Read(typed));

    private static int[] Differing(string[] a, string[] b) => [.. Enumerable.Range(0, a.Length).Where(i => a[i] != b[i])];
}
