namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>
/// Text of printable ASCII without spaces around it: no two of these look alike to the eye and differ to the machine
/// by invisible or non-Latin characters.
/// </summary>
internal static class PrintableText
{
    private const int LongestAddress = 256;

    public static bool Holds(string text, int longest) =>
        text.Length is > 0
        && text.Length <= longest
        && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && text[0] != ' '
        && text[^1] != ' ';

    /// <summary>Reads a place on a network whose grammar Holdfast doesn't know: the text stands for itself.</summary>
    public static AddressSpelling ReadAddress(string address)
    {
        if (address.Length > LongestAddress)
            return AddressSpelling.Wrong(AddressMistake.OfAddress(
                AddressMistakeCodes.AddressTooLong, address, $"is longer than {LongestAddress} characters"));

        return Holds(address, LongestAddress)
            ? AddressSpelling.Of(address)
            : AddressSpelling.Malformed(address, "is not printable ASCII without spaces around it");
    }
}
