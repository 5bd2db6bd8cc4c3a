using System.Text;

namespace Holdfast.Domain.Labels;

/// <summary>Text of any origin, made safe to show.</summary>
public static class SafeText
{
    /// <summary>
    /// What a label could hold stays; every other character is written as `\u{XXXX}`, and so are marks, spaces and
    /// spellings that would look like a neighbour's or like nothing. Two different texts never escape alike.
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (safe, cluster, marks) = (new StringBuilder(text.Length), "", new MarkStack());
        var codePoints = CodePoints.Of(text);
        for (var i = 0; i < codePoints.Count; i++)
        {
            var (next, own) = (LabelCharacter.Of(codePoints[i]), CodePoints.Text([codePoints[i]]));
            cluster = next.IsMark ? cluster + own : own;
            var isShown = marks.Takes(next) && IsItself(next, cluster) && !IsLostSpace(codePoints, i);
            safe.Append(isShown ? own : Escaped(codePoints[i]));
            if (!isShown) (cluster, marks) = ("", new MarkStack());
        }

        return safe.ToString();
    }

    /// <summary>One code point, escaped whatever it is.</summary>
    internal static string Escaped(int codePoint) => $"\\u{{{codePoint:X4}}}";

    // a letter with a mark that has a character of its own would look like that character
    private static bool IsItself(LabelCharacter next, string cluster) =>
        next.Kind != CharacterKind.Refused && (!next.IsMark || CanonicalForm.Compose(cluster) == cluster);

    // a browser shows no space at the ends and one where there are two
    private static bool IsLostSpace(List<int> codePoints, int i) =>
        codePoints[i] == ' ' && (i == 0 || i == codePoints.Count - 1 || codePoints[i - 1] == ' ');
}
