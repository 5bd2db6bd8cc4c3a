using Holdfast.Domain.Destinations.Addresses.Encodings;
using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressKinds
{
    private static readonly byte[] Hash = [.. Enumerable.Range(1, 20).Select(value => (byte)value)];

    [Theory]
    [InlineData(0x10, 0x00)]
    [InlineData(0x18, 0x08)]
    public void A_token_aware_bitcoin_cash_address_is_the_place_of_the_plain_one(byte aware, byte plain)
    {
        var address = CashAddr.Encode("bitcoincash", [aware, .. Hash]);
        Assert.Equal(CashAddr.Encode("bitcoincash", [plain, .. Hash]), Accepted("BCH", address).Address);
    }

    [Fact]
    public void A_bitcoin_cash_script_may_have_a_hash_of_32_bytes()
    {
        var address = CashAddr.Encode("bitcoincash", [0x0b, .. new byte[32]]);
        Assert.Equal(address, Accepted("BCH", address).Address);
    }

    [Theory]
    [InlineData(0x20, 20)]
    [InlineData(0x80, 20)]
    [InlineData(0x00, 19)]
    [InlineData(0x03, 32)]
    public void An_undefined_kind_of_bitcoin_cash_address_is_refused(byte kind, int length) => Assert.Equal(
        ["addressMalformed"], Refused("BCH", CashAddr.Encode("bitcoincash", [kind, .. new byte[length]])));

    [Fact]
    public void A_bitcoin_cash_address_of_a_test_network_is_refused() =>
        Assert.NotEmpty(Refused("BCH", CashAddr.Encode("bchtest", [0x00, .. Hash])));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void An_undefined_kind_of_tag_in_an_x_address_is_refused(byte kind, int significantBytes)
    {
        var tag = new byte[8];
        tag.AsSpan(0, significantBytes).Fill(1);
        var address = Base58Check.Encode(Base58.Xrp, [0x05, 0x44, .. Hash, kind, .. tag]);
        Assert.Equal(["addressMalformed"], Refused("XRP", address));
    }

    [Fact]
    public void A_solana_key_of_zeros_keeps_all_of_them()
    {
        // the system program
        var address = new string('1', 32);
        Assert.Equal(address, Accepted("SOLANA", address).Address);
        Assert.Equal(["addressMalformed"], Refused("SOLANA", address + "1"));
        Assert.Equal(["addressMalformed"], Refused("SOLANA", address[1..]));
    }

    [Fact]
    public void The_crc_of_ton_is_the_one_of_xmodem() => Assert.Equal(0x31c3, Crc16.Of("123456789"u8));
}
