using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>Raw and friendly spellings of TON accounts from public tests.</summary>
public sealed class TonAddresses
{
    [Fact]
    public void Every_spelling_of_an_account_is_one_place()
    {
        foreach (var account in PublishedVectors.Read("ton.json").GetProperty("valid").EnumerateArray())
        {
            var canonical = account.GetProperty("bounceable").GetString()!;
            foreach (var spelling in (string[])["raw", "bounceable", "non_bounceable", "std_base64"])
            {
                var reading = AddressReader.Read("TON", account.GetProperty(spelling).GetString()!, "");
                Assert.Equal(canonical, reading.Address?.Address);
            }
            var test = AddressReader.Read("TON", account.GetProperty("test_only_bounceable").GetString()!, "");
            Assert.Equal("addressOfAnotherNetwork", Assert.Single(test.Mistakes).Code);
        }
    }

    [Fact]
    public void Broken_spellings_are_refused() => Assert.All(
        PublishedVectors.Read("ton.json").GetProperty("invalid").EnumerateArray(),
        address => Assert.Null(AddressReader.Read("TON", address.GetString()!, "").Address));
}
