using System.Buffers;
using System.Globalization;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// The host of a webhook: a name of the public DNS and no address, in whatever spelling. A name in other scripts
/// becomes its ASCII form (RFC 5891), and that is what is looked up, compared with the certificate, and called.
/// </summary>
internal static class WebhookHost
{
    private const int LongestName = 253, LongestLabel = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The name in ASCII and lower case, or what is wrong with it.</summary>
    public static string? Read(string text, out string? mistake)
    {
        mistake = null;
        var name = text.All(char.IsAscii) ? text.ToLowerInvariant() : ToAscii(text);
        if (name is null) mistake = "the host name has a character that a name of the internet can't have";
        else if (name.EndsWith('.')) mistake = "the host name must not end in a full stop";
        else if (!name.Contains('.')) mistake = "the host must be a name with a full stop in it";
        else if (!IsName(name)) mistake = "the host must be a name of letters, digits, hyphens and full stops";
        else if (IsNumber(name[(name.LastIndexOf('.') + 1)..])) mistake = "the host must be a name, not an address";
        return mistake is null ? name : null;
    }

    private static bool IsName(string name) => name.Length <= LongestName && name.Split('.').All(IsLabel);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[^1] != '-'
        && !label.AsSpan().ContainsAnyExcept(LabelCharacters);

    /// <summary>
    /// A last label that some reader takes for a number makes the whole an IPv4 address (URL standard, section 3.5):
    /// decimal, octal or 0x. No top-level domain begins with a digit.
    /// </summary>
    private static bool IsNumber(string label) => char.IsAsciiDigit(label[0]);

    /// <summary>
    /// Null where two readers could disagree: the name must be its own canonical form, and come back the same.
    /// </summary>
    private static string? ToAscii(string text)
    {
        if (!text.All(IsPlain)) return null;
        try
        {
            var name = Idn.GetAscii(text);
            return Idn.GetUnicode(name) == text ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Full-width digits and letters, ideographic full stops, ligatures and the like are other spellings of ASCII,
    /// which is how an address is dressed up as a name; capitals are other spellings of small letters.
    /// </summary>
    private static bool IsPlain(char character) =>
        char.IsAscii(character)
            ? !char.IsAsciiLetterUpper(character)
            : !IsOtherSpelling(character) && CharUnicodeInfo.GetUnicodeCategory(character) is
                UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static bool IsOtherSpelling(char character) =>
        character is '\u00AA' or '\u00BA'
            or (>= '\u2000' and <= '\u2FFF') or (>= '\u3200' and <= '\u33FF') or >= '\uD800';
}
