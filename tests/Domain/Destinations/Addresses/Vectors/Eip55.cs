using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>The test vectors of EIP-55.</summary>
public sealed class Eip55
{
    [Fact]
    public void Valid_addresses_are_their_own_canonical_form()
    {
        var addresses = Of("valid");
        Assert.Equal(8, addresses.Length);
        foreach (var address in addresses)
        {
            Assert.Equal(address, AddressReader.Read("ETHEREUM", address, null).Address?.Address);
            var lower = AddressReader.Read("ETHEREUM", address.ToLowerInvariant(), null);
            Assert.Equal(address, lower.Address?.Address);
        }
    }

    [Fact]
    public void Addresses_with_one_letter_in_the_other_case_fail_their_checksum() => Assert.All(
        Of("invalid_checksum_one_case_flipped"),
        address => Assert.Equal(
            "addressChecksum", Assert.Single(AddressReader.Read("ETHEREUM", address, null).Mistakes).Code));

    private static string[] Of(string kind) =>
        [.. PublishedVectors.Read("eip55.json").GetProperty(kind).EnumerateArray().Select(entry => entry.GetString()!)];
}
