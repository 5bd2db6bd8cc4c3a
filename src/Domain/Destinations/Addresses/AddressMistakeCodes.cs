namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>The stable codes of address mistakes: programs act on them, so none changes its meaning.</summary>
public static class AddressMistakeCodes
{
    /// <summary>The network's name is not 1 to 32 letters, digits, `-` or `_`.</summary>
    public const string NetworkMalformed = "networkMalformed";

    /// <summary>The address is empty.</summary>
    public const string AddressMissing = "addressMissing";

    /// <summary>The address is longer than anything that is read.</summary>
    public const string AddressTooLong = "addressTooLong";

    /// <summary>The address does not follow the grammar of its network.</summary>
    public const string AddressMalformed = "addressMalformed";

    /// <summary>The address has the right form, but fails its checksum: it was mistyped or altered.</summary>
    public const string AddressChecksum = "addressChecksum";

    /// <summary>The address is sound, but of another network or of a test network.</summary>
    public const string AddressOfAnotherNetwork = "addressOfAnotherNetwork";

    /// <summary>The network shares addresses among owners, and neither a tag nor its absence was stated.</summary>
    public const string TagMissing = "tagMissing";

    /// <summary>The network has no tags.</summary>
    public const string TagNotUsed = "tagNotUsed";

    /// <summary>The tag does not follow the grammar of its network.</summary>
    public const string TagMalformed = "tagMalformed";

    /// <summary>The tag inside of the address and the separate tag contradict each other.</summary>
    public const string TagContradicted = "tagContradicted";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        NetworkMalformed, AddressMissing, AddressTooLong, AddressMalformed, AddressChecksum, AddressOfAnotherNetwork,
        TagMissing, TagNotUsed, TagMalformed, TagContradicted,
    ];
}
