using System.Text.Json;
using Holdfast.Domain.Destinations.Addresses;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>The test vectors of BIP173 and BIP350.</summary>
public sealed class Bip173And350
{
    [Fact]
    public void Strings_have_the_checksum_that_the_bips_say()
    {
        foreach (var vector in Of("string"))
        {
            var constant = Text(vector, "encoding") == "bech32" ? Bech32.Original : Bech32.Modified;
            var holds = Bech32.Decode(Text(vector, "value"))?.Constant == constant;
            Assert.True(holds == IsValid(vector), vector.ToString());
        }
    }

    [Fact]
    public void Addresses_of_the_main_network_are_read_and_all_others_refused()
    {
        foreach (var vector in Of("address"))
        {
            var value = Text(vector, "value");
            // BIP350 took versions 1 to 16 away from BIP173's checksum, and test networks are refused
            var script = IsValid(vector) ? Text(vector, "scriptPubKey") : "";
            var isSuperseded = Text(vector, "bip") == "0173" && !script.StartsWith("00", StringComparison.Ordinal);
            var expected = IsValid(vector) && !isSuperseded && !value.StartsWith("tb", StringComparison.Ordinal);
            var reading = AddressReader.Read("BITCOIN", value, null);
            Assert.True(expected == reading.Address is not null, vector.ToString());
            Assert.Equal(expected ? value.ToLowerInvariant() : null, reading.Address?.Address);
        }
    }

    [Fact]
    public void Programs_are_the_ones_in_the_scripts()
    {
        foreach (var vector in Of("address").Where(IsValid))
        {
            var groups = Assert.IsType<Bech32>(Bech32.Decode(Text(vector, "value"))).Groups;
            // the script is one byte of version, one of length, and the program
            var program = Assert.IsType<byte[]>(FiveBitGroups.ToBytes(groups.AsSpan(1..)));
            Assert.Equal(Text(vector, "scriptPubKey")[4..], Convert.ToHexStringLower(program));
            Assert.Equal(groups[1..], FiveBitGroups.FromBytes(program));
        }
    }

    private static JsonElement[] Of(string kind)
    {
        var all = PublishedVectors.Read("bip173_bip350.json").EnumerateArray();
        JsonElement[] vectors = [.. all.Where(vector => Text(vector, "kind") == kind)];
        Assert.True(vectors.Length > 30);
        return vectors;
    }

    private static bool IsValid(JsonElement vector) => Text(vector, "expect") == "valid";

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
