using Holdfast.Domain.Destinations.Addresses;
using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressNetworks
{
    [Theory]
    [InlineData("btc", "BITCOIN", SampleAddresses.BitcoinKeyHash)]
    [InlineData(" Bitcoin ", "BITCOIN", SampleAddresses.BitcoinKeyHash)]
    [InlineData("eth", "ETHEREUM", SampleAddresses.Evm)]
    [InlineData("erc-20", "ETHEREUM", SampleAddresses.Evm)]
    [InlineData("BEP20", "BSC", SampleAddresses.Evm)]
    [InlineData("Matic", "POLYGON", SampleAddresses.Evm)]
    [InlineData("avax_c", "AVALANCHE", SampleAddresses.Evm)]
    [InlineData("TRC20", "TRON", SampleAddresses.Tron)]
    [InlineData("trx", "TRON", SampleAddresses.Tron)]
    [InlineData("sol", "SOLANA", SampleAddresses.Solana)]
    [InlineData("Ripple", "XRP", SampleAddresses.Xrp)]
    [InlineData("xrpl", "XRP", SampleAddresses.Xrp)]
    public void A_network_goes_by_aliases_in_any_case(string given, string canonical, string address)
    {
        Assert.Equal(canonical, Accepted(given, address).Network);
        Assert.True(Accepted(given, address).Checked);
    }

    [Fact]
    public void Every_name_in_the_catalog_is_spelled_as_it_is_looked_up() => Assert.All(NetworkCatalog.Names, name =>
    {
        Assert.Matches("^[A-Z0-9]{2,32}$", name.Key);
        Assert.Same(name.Value, NetworkCatalog.Find(name.Value.Name));
    });

    [Theory]
    [InlineData("INTERNAL")]
    [InlineData("FIAT")]
    [InlineData("GIFTCARD")]
    [InlineData("payment")]
    public void An_exit_without_a_chain_is_opaque_text(string network) => Assert.Equal(
        new CanonicalAddress(network.ToUpperInvariant(), "Account 12 34", null, Checked: false),
        Accepted(network, "Account 12 34"));

    [Fact]
    public void An_unlisted_network_is_opaque_and_unchecked() => Assert.Equal(
        new CanonicalAddress("NEW-CHAIN_2", "aBc", null, Checked: false), Accepted(" new-chain_2", "aBc", null));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("BITC\u041eIN")]
    [InlineData("\u212aELVIN")]
    [InlineData("\ud800")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567")]
    public void A_network_name_is_short_and_of_plain_characters(string network) =>
        Assert.Equal(["networkMalformed"], Refused(network, "anything"));

    [Theory]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("\u0430")]
    [InlineData("a\tb")]
    [InlineData("\udfff")]
    public void An_opaque_address_is_printable_ascii(string address) =>
        Assert.Equal(["addressMalformed"], Refused("STELLAR", address));

    [Fact]
    public void An_opaque_address_has_at_most_256_characters()
    {
        Assert.Equal(256, Accepted("STELLAR", new string('a', 256)).Address.Length);
        Assert.Equal(["addressTooLong"], Refused("STELLAR", new string('a', 257)));
    }

    [Theory]
    [InlineData("BITCOIN", SampleAddresses.Litecoin)]
    [InlineData("BITCOIN", "mzBc4XEFSdzCDcTxAgf6EZXgsZWpztRhef")]
    [InlineData("LITECOIN", SampleAddresses.BitcoinKeyHash)]
    [InlineData("DOGECOIN", SampleAddresses.BitcoinKeyHash)]
    [InlineData("BITCOINCASH", SampleAddresses.Dogecoin)]
    [InlineData("TRON", SampleAddresses.BitcoinKeyHash)]
    [InlineData("TON", "kQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqKYH")]
    public void A_sound_address_of_another_network_is_named_as_such(string network, string address) =>
        Assert.Equal(["addressOfAnotherNetwork"], Refused(network, address));
}
