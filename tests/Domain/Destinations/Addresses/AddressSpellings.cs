using Holdfast.Domain.Destinations.Addresses;
using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressSpellings
{
    [Theory]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED")]
    [InlineData(SampleAddresses.Evm)]
    public void An_evm_address_in_any_case_is_one_place(string spelling) =>
        Assert.Equal(SampleAddresses.Evm, Accepted("ETHEREUM", spelling).Address);

    [Fact]
    public void An_evm_prefix_is_in_lower_case_and_cannot_be_left_out()
    {
        Assert.Equal(["addressMalformed"], Refused("ETH", "0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"));
        Assert.Equal(["addressMalformed"], Refused("ETH", SampleAddresses.Evm[2..]));
    }

    [Fact]
    public void One_evm_address_on_two_networks_is_two_places() =>
        Assert.NotEqual(Accepted("ETHEREUM", SampleAddresses.Evm), Accepted("BSC", SampleAddresses.Evm));

    [Theory]
    [InlineData("BITCOIN", SampleAddresses.BitcoinSegwit)]
    [InlineData("BITCOIN", SampleAddresses.BitcoinTaproot)]
    [InlineData("LITECOIN", SampleAddresses.LitecoinSegwit)]
    [InlineData("BITCOINCASH", SampleAddresses.BitcoinCash)]
    public void A_bech32_address_in_capitals_is_the_same_place(string network, string address) =>
        Assert.Equal(address, Accepted(network, address.ToUpperInvariant()).Address);

    [Fact]
    public void A_bech32_address_in_mixed_case_is_refused() => Assert.Equal(
        ["addressMalformed"], Refused("BITCOIN", "bc1" + SampleAddresses.BitcoinSegwit[3..].ToUpperInvariant()));

    [Fact]
    public void A_litecoin_script_under_bitcoins_old_version_is_the_same_place() => Assert.Equal(
        // both spell the script hash 76a04053bda0a88bda5177b86a15c3b29f559873
        Accepted("LITECOIN", SampleAddresses.BitcoinScriptHash),
        Accepted("LTC", "MJiPwX84iBe4WnFDwsYGgtnz1XonPhUqhf"));

    [Theory]
    [InlineData("qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a")]
    [InlineData("1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu")]
    public void A_bitcoin_cash_address_without_prefix_or_in_the_old_form_is_the_same_place(string spelling) =>
        Assert.Equal(SampleAddresses.BitcoinCash, Accepted("BCH", spelling).Address);

    [Fact]
    public void An_x_address_is_its_classic_address_and_tag()
    {
        Assert.Equal(Accepted("XRP", SampleAddresses.Xrp, "1"), Accepted("XRP", SampleAddresses.XrpWithTag1, null));
        Assert.Equal(Accepted("XRP", SampleAddresses.Xrp, ""), Accepted("XRP", SampleAddresses.XrpWithoutTag, null));
    }

    [Theory]
    [InlineData("XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi", "4294967295")]
    [InlineData("XVLhHMPHU98es4dbozjVtdWzVrDjtV8AqEL4xcZj5whKbmc", "0")]
    public void An_x_address_carries_the_smallest_and_the_largest_tag(string address, string tag) => Assert.Equal(
        new CanonicalAddress("XRP", "rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf", tag, Checked: true),
        Accepted("XRP", address, null));

    [Fact]
    public void An_x_address_of_a_test_network_is_refused() => Assert.Equal(
        ["addressOfAnotherNetwork"], Refused("XRP", "T719a5UwUCnEs54UsxG9CJYYDhwmFCqkr7wxCcNcfZ6p5GZ"));

    [Theory]
    [InlineData(SampleAddresses.TonRaw)]
    [InlineData("0:83DFD552E63729B472FCBCC8C45EBCC6691702558B68EC7527E1BA403A0F31A8")]
    [InlineData("UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI")]
    public void A_ton_account_is_one_place_raw_or_friendly_bounceable_or_not(string spelling) =>
        Assert.Equal(SampleAddresses.Ton, Accepted("TON", spelling).Address);

    [Fact]
    public void A_ton_address_in_either_base64_alphabet_is_one_place()
    {
        var canonical = Accepted("TON", "0:00" + string.Concat(Enumerable.Repeat("fbefbeffffff", 5)) + "00").Address;
        Assert.Contains('-', canonical);
        Assert.Contains('_', canonical);
        var standard = canonical.Replace('-', '+').Replace('_', '/');
        Assert.Equal(canonical, Accepted("TON", standard).Address);
        Assert.Equal(["addressMalformed"], Refused("TON", canonical.Replace('-', '+')));
    }

    [Theory]
    [InlineData("1:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8")]
    [InlineData("00:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8")]
    [InlineData("0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a")]
    [InlineData("0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31g8")]
    [InlineData(" QCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N")]
    public void A_ton_address_of_another_form_is_refused(string address) =>
        Assert.Equal(["addressMalformed"], Refused("TON", address));

    [Fact]
    public void A_ton_masterchain_account_keeps_its_workchain()
    {
        var hash = new string('5', 64);
        Assert.NotEqual(Accepted("TON", "-1:" + hash), Accepted("TON", "0:" + hash));
    }

    [Fact]
    public void A_tron_address_in_hex_is_refused() => Assert.Equal(
        ["addressMalformed"], Refused("TRON", "41866d72460954b4d42d18e63880d26673e6b708f4"));
}
