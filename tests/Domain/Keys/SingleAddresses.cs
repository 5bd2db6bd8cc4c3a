using Holdfast.Domain.Keys;

namespace Holdfast.Domain.Tests.Keys;

/// <summary>A source of one address is the narrowest; a shift that wraps around once made it reach to the end of all.</summary>
public sealed class SingleAddresses
{
    [Theory]
    [InlineData("198.51.100.10")]
    [InlineData("198.51.100.10/32")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:db8::1/128")]
    public void One_address_ends_where_it_begins(string text) => Assert.Equal(Read(text).First, Read(text).Last);

    [Theory]
    [InlineData("198.51.100.10", "198.51.100.10", true)]
    [InlineData("198.51.100.10", "198.51.100.11", false)]
    [InlineData("198.51.100.10", "203.0.113.66", false)]
    [InlineData("198.51.100.10", "2001:db8::1", false)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("198.51.100.8/31", "198.51.100.9", true)]
    [InlineData("198.51.100.8/31", "198.51.100.10", false)]
    [InlineData("0.0.0.0/0", "203.0.113.66", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "203.0.113.66", true)]
    public void A_source_contains_its_own_addresses_only(string source, string ip, bool contains)
    {
        Assert.True(Ip.TryParse(ip, out var address));
        Assert.Equal(contains, Read(source).Contains(address));
    }

    [Fact]
    public void One_address_holds_no_other_source() => Assert.False(Read("198.51.100.10").Contains(Read("203.0.113.66")));

    private static Source Read(string text) => Source.TryParse(text, out var source) ? source : throw new FormatException(text);
}
