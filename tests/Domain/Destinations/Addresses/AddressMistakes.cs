using Holdfast.Domain.Destinations.Addresses;
using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressMistakes
{
    [Fact]
    public void All_of_them_are_named_at_once()
    {
        Assert.Equal(["addressMalformed", "tagNotUsed"], Refused("BITCOIN", "nonsense", "1"));
        Assert.Equal(["addressMalformed", "tagMissing"], Refused("XRP", "nonsense", null));
        Assert.Equal(["networkMalformed", "addressMalformed", "tagMalformed"], Refused("a b", "\u00e9", "\u00e9"));
        Assert.Equal(["networkMalformed", "addressMissing"], Refused("", ""));
    }

    [Theory]
    [InlineData("BITCOIN")]
    [InlineData("SOLANA")]
    [InlineData("TON")]
    [InlineData("UNLISTED")]
    public void Huge_input_is_refused_before_it_is_parsed(string network)
    {
        var huge = new string('1', 10_000_000);
        Assert.Equal(["addressTooLong"], Refused(network, huge));
        Assert.Contains("networkMalformed", Refused(huge, "a"));
        Assert.NotEmpty(Refused(network, "a", huge));
    }

    [Fact]
    public void Their_text_quotes_little_and_only_what_is_safe_to_print()
    {
        var address = "\u001b[31m`\u202e" + new string('a', 300);
        var mistake = Assert.Single(AddressReader.Read("BITCOIN", address, null).Mistakes);
        Assert.Equal("address", mistake.Field);
        Assert.Equal($"`?[31m??{new string('a', 57)}...` is not a bitcoin address", mistake.Text);
    }

    [Fact]
    public void Their_codes_are_a_contract() => Assert.Equal(
        [
            "networkMalformed", "addressMissing", "addressTooLong", "addressMalformed", "addressChecksum",
            "addressOfAnotherNetwork", "tagMissing", "tagNotUsed", "tagMalformed", "tagContradicted",
        ],
        AddressMistakeCodes.All);

    [Theory]
    [InlineData("ltc", "not text")]
    [InlineData("TRON", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("XRP", "sn259rEFXrQrWyx3Q7XneWcwV6dfL")]
    public void Their_text_is_lower_case_without_full_stop(string network, string address)
    {
        var mistake = Assert.Single(AddressReader.Read(network, address, "").Mistakes);
        Assert.StartsWith($"`{address}` ", mistake.Text, StringComparison.Ordinal);
        Assert.False(mistake.Text.EndsWith('.'));
    }
}
