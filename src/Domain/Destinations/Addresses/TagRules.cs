using System.Globalization;
using Codes = Holdfast.Domain.Destinations.Addresses.AddressMistakeCodes;

namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>How networks treat the tag beside an address; each method is a <see cref="ReadTag"/>.</summary>
internal static class TagRules
{
    private const int LongestText = 120;

    public static TagSpelling NotUsed(string? tag) => string.IsNullOrEmpty(tag)
        ? TagSpelling.None
        : TagSpelling.Wrong(AddressMistake.OfTag(Codes.TagNotUsed, tag, "cannot be stated: this network has no tags"));

    public static TagSpelling OptionalText(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
            return TagSpelling.None;

        return PrintableText.Holds(tag, LongestText)
            ? TagSpelling.Of(tag)
            : Malformed(tag, $"is not 1 to {LongestText} printable ASCII characters without spaces around them");
    }

    /// <summary>A comment that has to be stated, because custodians on the network share one address.</summary>
    public static TagSpelling StatedText(string? tag) => tag is null ? Missing() : OptionalText(tag);

    /// <summary>A 32-bit number that has to be stated, as XRPL's DestinationTag; leading zeros are dropped.</summary>
    public static TagSpelling StatedNumber(string? tag)
    {
        if (tag is null)
            return Missing();
        if (tag.Length == 0)
            return TagSpelling.None;

        return tag.Length <= LongestText
            && uint.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            // TryParse lets trailing NUL characters pass
            && char.IsAsciiDigit(tag[^1])
            ? TagSpelling.Of(number.ToString(CultureInfo.InvariantCulture))
            : Malformed(tag, $"is not a whole number from 0 to {uint.MaxValue}");
    }

    private static TagSpelling Missing() => TagSpelling.Wrong(new AddressMistake(
        Codes.TagMissing, "tag", "a tag is needed on this network; say with an empty tag that there is none"));

    private static TagSpelling Malformed(string tag, string why) =>
        TagSpelling.Wrong(AddressMistake.OfTag(Codes.TagMalformed, tag, why));
}
