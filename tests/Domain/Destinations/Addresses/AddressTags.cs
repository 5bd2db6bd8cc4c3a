using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressTags
{
    [Theory]
    [InlineData("XRP", SampleAddresses.Xrp)]
    [InlineData("TON", SampleAddresses.Ton)]
    public void A_network_with_shared_addresses_needs_a_tag_to_be_stated(string network, string address)
    {
        Assert.Equal(["tagMissing"], Refused(network, address, null));
        Assert.Null(Accepted(network, address, "").Tag);
    }

    [Theory]
    [InlineData("BITCOIN", SampleAddresses.BitcoinSegwit)]
    [InlineData("LITECOIN", SampleAddresses.Litecoin)]
    [InlineData("DOGECOIN", SampleAddresses.Dogecoin)]
    [InlineData("BITCOINCASH", SampleAddresses.BitcoinCash)]
    [InlineData("BASE", SampleAddresses.Evm)]
    [InlineData("TRON", SampleAddresses.Tron)]
    [InlineData("SOLANA", SampleAddresses.Solana)]
    public void A_network_without_tags_refuses_one(string network, string address)
    {
        Assert.Equal(["tagNotUsed"], Refused(network, address, "1"));
        Assert.Equal(["tagNotUsed"], Refused(network, address, " "));
        Assert.Equal(Accepted(network, address, null), Accepted(network, address, ""));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("007", "7")]
    [InlineData("4294967295", "4294967295")]
    [InlineData("00000000004294967295", "4294967295")]
    public void An_xrp_tag_is_a_number_without_leading_zeros(string given, string canonical) =>
        Assert.Equal(canonical, Accepted("XRP", SampleAddresses.Xrp, given).Tag);

    [Theory]
    [InlineData("4294967296")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("1\0")]
    [InlineData("\u0661")]
    [InlineData("memo")]
    public void An_xrp_tag_that_is_not_a_32_bit_number_is_refused(string tag) =>
        Assert.Equal(["tagMalformed"], Refused("XRP", SampleAddresses.Xrp, tag));

    [Fact]
    public void A_tag_of_zero_is_not_the_absence_of_a_tag() =>
        Assert.NotEqual(Accepted("XRP", SampleAddresses.Xrp, "0"), Accepted("XRP", SampleAddresses.Xrp, ""));

    [Fact]
    public void A_separate_tag_may_repeat_what_an_x_address_carries() => Assert.Equal(
        Accepted("XRP", SampleAddresses.XrpWithTag1, null), Accepted("XRP", SampleAddresses.XrpWithTag1, "01"));

    [Theory]
    [InlineData(SampleAddresses.XrpWithTag1, "2")]
    [InlineData(SampleAddresses.XrpWithTag1, "")]
    [InlineData(SampleAddresses.XrpWithoutTag, "0")]
    public void A_separate_tag_may_not_contradict_an_x_address(string address, string tag) =>
        Assert.Equal(["tagContradicted"], Refused("XRP", address, tag));

    [Fact]
    public void A_ton_comment_is_kept_as_it_is() =>
        Assert.Equal("Order 007, A", Accepted("TON", SampleAddresses.Ton, "Order 007, A").Tag);

    [Theory]
    [InlineData("TON", SampleAddresses.Ton)]
    [InlineData("STELLAR", "anything")]
    public void A_comment_is_printable_ascii_of_at_most_120_characters(string network, string address)
    {
        Assert.Equal(120, Accepted(network, address, new string('a', 120)).Tag?.Length);
        foreach (var tag in (string[])[new string('a', 121), " a", "a ", "a\n", "\u0430", "\ud800", "a\u200bb"])
            Assert.Equal(["tagMalformed"], Refused(network, address, tag));
    }

    [Fact]
    public void A_tag_is_optional_on_an_unlisted_network()
    {
        Assert.Equal("memo", Accepted("STELLAR", "anything", "memo").Tag);
        Assert.Equal(Accepted("STELLAR", "anything", null), Accepted("STELLAR", "anything", ""));
    }
}
