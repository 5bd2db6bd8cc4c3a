using Holdfast.Domain.Keys;

namespace Holdfast.Domain.Tests.Keys;

public sealed class ReadingASource
{
    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7", "198.51.100.8")]
    [InlineData("198.51.100.7/32", "198.51.100.7", "198.51.100.6")]
    [InlineData("198.51.100.0/24", "198.51.100.255", "198.51.101.0")]
    [InlineData("198.51.100.0/31", "198.51.100.1", "198.51.100.2")]
    [InlineData("0.0.0.0/0", "255.255.255.255", "2001:db8::1")]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::")]
    [InlineData("2001:db8::1/128", "2001:db8::1", "2001:db8::2")]
    [InlineData("255.255.255.255/32", "255.255.255.255", "::1:0:0:0")]
    [InlineData("::/0", "198.51.100.7", null)]
    public void Gives_exactly_its_addresses(string text, string inside, string? outside)
    {
        var source = Edits.Source(text);
        Assert.True(source.Contains(Edits.Ip(inside)));
        if (outside is not null) Assert.False(source.Contains(Edits.Ip(outside)));
        Assert.Equal(source, Edits.Source(source.ToString()));
    }

    [Theory]
    [InlineData("198.51.100.7/24")]
    [InlineData("198.51.100.0/33")]
    [InlineData("198.51.100.0/024")]
    [InlineData("198.51.100.0/")]
    [InlineData("198.051.100.0/24")]
    [InlineData("198.51.100")]
    [InlineData("3325256704")]
    [InlineData("0x7f.1")]
    [InlineData("2001:db8::1%eth0")]
    [InlineData("[2001:db8::1]")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::1/32")]
    [InlineData(" 198.51.100.0/24")]
    [InlineData("")]
    [InlineData(null)]
    public void Refuses_all_else(string? text) => Assert.False(Source.TryParse(text, out _));

    [Fact]
    public void Spells_a_mapped_address_as_the_same_place()
    {
        Assert.Equal(Edits.Ip("198.51.100.7"), Edits.Ip("::ffff:198.51.100.7"));
        Assert.Equal("198.51.100.7", Edits.Ip("::ffff:198.51.100.7").ToString());
    }

    [Fact]
    public void Lies_in_another_only_whole()
    {
        var wide = Edits.Source("198.51.100.0/24");
        Assert.True(wide.Contains(Edits.Source("198.51.100.128/25")));
        Assert.True(wide.Contains(Edits.Source("198.51.100.7")));
        Assert.False(wide.Contains(Edits.Source("198.51.0.0/16")));
        Assert.False(Edits.Source("198.51.100.7").Contains(wide));
    }

    [Fact]
    public void Two_halves_cover_the_whole_as_old_as_the_younger()
    {
        var key = new ApiKey
        {
            Id = "k",
            Label = "",
            Sources =
            [
                new SourcePart(Edits.Source("198.51.100.128/25"), 20), new SourcePart(Edits.Source("198.51.100.0/25"), 10),
            ],
        };
        Assert.Equal(20, SourceSet.Since(key, Edits.Source("198.51.100.0/24")));
        Assert.Null(SourceSet.Since(key, Edits.Source("198.51.100.0/23")));
        Assert.Null(SourceSet.Since(key with { Sources = [key.Sources[0]] }, Edits.Source("198.51.100.0/24")));
    }
}
