using Codes = Holdfast.Domain.Destinations.Addresses.AddressMistakeCodes;

namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>Turns what a person or a program wrote into the one spelling of the place that they mean.</summary>
public static class AddressReader
{
    // longer than every address that exists; bounds the work before any parser looks at the text
    private const int LongestInput = 512;

    /// <summary>
    /// Returns either the canonical address or every mistake found. Never throws for any text. A canonical address
    /// reads as itself if its null tag is passed as the empty string.
    /// </summary>
    /// <param name="network">A name or alias from the catalog in any case, or the name of a network not listed.</param>
    /// <param name="address">The address as the network writes it, without spaces around it.</param>
    /// <param name="tag">The tag; the empty string says "no tag, on purpose"; null says nothing about it.</param>
    public static AddressReading Read(string network, string address, string? tag)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(address);

        var mistakes = new List<AddressMistake>(capacity: 3);
        var known = NetworkOf(network, mistakes);
        var place = AddressOf(known, address);
        var note = TagOf(known, place.TagInside, tag);
        if (place.Mistake is { } wrongAddress)
            mistakes.Add(wrongAddress);
        if (note.Mistake is { } wrongTag)
            mistakes.Add(wrongTag);

        return mistakes.Count > 0
            ? new AddressReading(null, mistakes)
            : new AddressReading(new CanonicalAddress(known.Name, place.Text!, note.Text, known.Checked), []);
    }

    private static Network NetworkOf(string name, List<AddressMistake> mistakes)
    {
        if (name.Length <= LongestInput && NetworkCatalog.Find(name.Trim()) is { } network)
            return network;

        mistakes.Add(AddressMistake.OfNetwork(
            Codes.NetworkMalformed, name, "is not the name of a network: 1 to 32 letters, digits, `-` or `_`"));
        // the other fields are still read by the rules that hold everywhere, so that one answer names all mistakes
        return NetworkCatalog.Unlisted(name: "");
    }

    private static AddressSpelling AddressOf(Network network, string address) => address.Length switch
    {
        0 => AddressSpelling.Wrong(new AddressMistake(Codes.AddressMissing, "address", "an address is needed")),
        > LongestInput => AddressSpelling.Wrong(AddressMistake.OfAddress(
            Codes.AddressTooLong, address, $"is longer than {LongestInput} characters")),
        _ => network.ReadAddress(address),
    };

    private static TagSpelling TagOf(Network network, string? inside, string? given)
    {
        if (inside is null || given is null)
            return network.ReadTag(given ?? inside);

        var read = network.ReadTag(given);
        if (read.Mistake is not null || (read.Text ?? "") == inside)
            return read;

        var stated = inside.Length == 0 ? "no tag" : $"the tag {inside}";
        return TagSpelling.Wrong(AddressMistake.OfTag(
            Codes.TagContradicted, given, $"contradicts the address, which carries {stated}"));
    }
}
