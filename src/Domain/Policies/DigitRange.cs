using System.Globalization;

namespace Holdfast.Domain.Policies;

/// <summary>Whole numbers of a range as a regular expression: a schema can't compare what stands inside a string.</summary>
internal static class DigitRange
{
    /// <summary>The alternatives that match `least` to `most`, without leading zeros.</summary>
    public static string Pattern(long least, long most)
    {
        var parts = new List<string>();
        for (var (from, end) = (least, 10L); from <= most; end *= 10)
        {
            if (from >= end) continue;
            var to = Math.Min(most, end - 1);
            SameLength("", Digits(from), Digits(to), parts);
            from = to + 1;
        }
        return string.Join('|', parts);
    }

    private static void SameLength(string before, string least, string most, List<string> parts)
    {
        var rest = least.Length - 1;
        if (rest < 0) parts.Add(before);
        else if (IsAll('0', least[1..]) && IsAll('9', most[1..])) parts.Add(before + Class(least[0], most[0]) + Any(rest));
        else if (least[0] == most[0]) SameLength(before + least[0], least[1..], most[1..], parts);
        else
        {
            var (low, high) = (least[0], most[0]);
            if (!IsAll('0', least[1..])) SameLength(before + low++, least[1..], new string('9', rest), parts);
            if (!IsAll('9', most[1..])) high--;
            if (low <= high) parts.Add(before + Class(low, high) + Any(rest));
            if (high < most[0]) SameLength(before + most[0], new string('0', rest), most[1..], parts);
        }
    }

    private static bool IsAll(char digit, string text) => text.All(c => c == digit);

    private static string Class(char low, char high) => low == high ? $"{low}" : $"[{low}-{high}]";

    private static string Any(int digits) => digits switch { 0 => "", 1 => "[0-9]", _ => $"[0-9]{{{digits}}}" };

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
