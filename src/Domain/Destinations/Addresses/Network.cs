namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>A network and the two rules by which its entries are read.</summary>
internal sealed record Network(string Name, bool Checked, ReadAddress ReadAddress, ReadTag ReadTag);

/// <summary>Reads an address of 1 to 512 arbitrary UTF-16 units; total.</summary>
internal delegate AddressSpelling ReadAddress(string address);

/// <summary>Reads a tag of any length; null is unstated, the empty string is "none, on purpose"; total.</summary>
internal delegate TagSpelling ReadTag(string? tag);

/// <summary>The one spelling of an address, or its mistake.</summary>
/// <param name="TagInside">The tag that the address itself states: null if it says nothing, empty if none.</param>
internal readonly record struct AddressSpelling(string? Text, string? TagInside, AddressMistake? Mistake)
{
    public static AddressSpelling Of(string text, string? tagInside = null) => new(text, tagInside, null);

    public static AddressSpelling Wrong(AddressMistake mistake) => new(null, null, mistake);

    public static AddressSpelling Malformed(string address, string why) =>
        Wrong(AddressMistake.OfAddress(AddressMistakeCodes.AddressMalformed, address, why));

    public static AddressSpelling BadChecksum(string address) =>
        Wrong(AddressMistake.OfAddress(AddressMistakeCodes.AddressChecksum, address, "fails its checksum"));

    public static AddressSpelling OfAnotherNetwork(string address, string why) =>
        Wrong(AddressMistake.OfAddress(AddressMistakeCodes.AddressOfAnotherNetwork, address, why));
}

/// <summary>The one spelling of a tag, null for none, or its mistake.</summary>
internal readonly record struct TagSpelling(string? Text, AddressMistake? Mistake)
{
    public static TagSpelling None => default;

    public static TagSpelling Of(string text) => new(text, null);

    public static TagSpelling Wrong(AddressMistake mistake) => new(null, mistake);
}
