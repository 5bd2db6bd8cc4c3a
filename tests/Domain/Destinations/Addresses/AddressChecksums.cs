using Holdfast.Domain.Destinations.Addresses;
using static Holdfast.Domain.Tests.Destinations.Addresses.Reading;

namespace Holdfast.Domain.Tests.Destinations.Addresses;

public sealed class AddressChecksums
{
    private const char FirstPrintable = '!';
    private const char LastPrintable = '~';

    [Fact]
    public void Every_single_substitution_in_an_address_with_a_checksum_is_refused()
    {
        foreach (var (network, address) in SampleAddresses.WithFullChecksum)
            Assert.Equal([], AcceptedSubstitutions(network, address));
    }

    [Fact]
    public void The_search_for_accepted_substitutions_finds_them_where_there_is_no_checksum()
    {
        Assert.NotEmpty(AcceptedSubstitutions("SOLANA", SampleAddresses.Solana));
        Assert.NotEmpty(AcceptedSubstitutions("TON", SampleAddresses.TonRaw));
        Assert.NotEmpty(AcceptedSubstitutions("ETHEREUM", SampleAddresses.Evm.ToLowerInvariant()));
    }

    [Fact]
    public void Every_single_change_of_case_in_an_eip_55_address_is_refused()
    {
        for (var i = 2; i < SampleAddresses.Evm.Length; i++)
        {
            var flipped = char.IsAsciiLetterUpper(SampleAddresses.Evm[i])
                ? char.ToLowerInvariant(SampleAddresses.Evm[i])
                : char.ToUpperInvariant(SampleAddresses.Evm[i]);
            if (flipped != SampleAddresses.Evm[i])
                Assert.Equal(["addressChecksum"], Refused("ETH", With(SampleAddresses.Evm, i, flipped)));
        }
    }

    [Theory]
    [InlineData("BITCOIN", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")]
    [InlineData("BITCOIN", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")]
    [InlineData("BITCOIN", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jjq")]
    [InlineData("LITECOIN", "MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH442")]
    [InlineData("DOGECOIN", "DPS6iZj7roHquvwRYXNBua9QtKPzigUUhN")]
    [InlineData("BITCOINCASH", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q")]
    [InlineData("TRON", "TNDzfERDpxLDS2w1q6yaFC7pzqaSQ3Bg3s")]
    [InlineData("XRP", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk5d")]
    [InlineData("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fv")]
    [InlineData("TON", "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2M")]
    [InlineData("ETHEREUM", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")]
    public void A_flipped_character_is_named_as_a_failed_checksum(string network, string address) =>
        Assert.Equal(["addressChecksum"], Refused(network, address));

    private static List<string> AcceptedSubstitutions(string network, string address)
    {
        var accepted = new List<string>();
        for (var i = 0; i < address.Length; i++)
        {
            for (var other = FirstPrintable; other <= LastPrintable; other++)
            {
                var altered = With(address, i, other);
                if (other != address[i]
                    && AddressReader.Read(network, altered, null) is { } reading
                    && reading.Mistakes.All(mistake => mistake.Field != "address"))
                    accepted.Add(altered);
            }
        }
        return accepted;
    }

    private static string With(string text, int index, char character) =>
        string.Concat(text.AsSpan(0, index), [character], text.AsSpan(index + 1));
}
