using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Holdfast.Domain.Labels;

/// <summary>Skeletons for comparing labels (UTS #39 section 4), for the characters that a label can hold.</summary>
internal static class LabelSkeleton
{
    private static readonly FrozenDictionary<int, string> Prototypes = ConfusableTable.Prototypes
        .Select(CodePoints.Of).ToFrozenDictionary(row => row[0], row => CodePoints.Text(row.Skip(1)));

    /// <summary>
    /// Wider than UTS #39, as no two labels of an account should differ by so little: upper case is lower case, `i` is
    /// `l` and `w` is `vv`. Cased pairs whose capital looks like another letter (η and Η, an H) may stay apart.
    /// </summary>
    public static string Of(string text)
    {
        // a capital can turn into a look-alike only after its own prototype was taken, hence the second round
        var folded = Published(Lower(Published(Lower(Published(text)))));
        return folded.Replace('i', 'l').Replace("w", "vv", StringComparison.Ordinal);
    }

    /// <summary>The skeleton exactly as UTS #39 has it.</summary>
    public static string Published(string text)
    {
        var skeleton = new StringBuilder();
        foreach (var codePoint in CodePoints.Of(CanonicalForm.Decompose(text)))
        {
            if (Prototypes.TryGetValue(codePoint, out var prototype)) skeleton.Append(prototype);
            else CodePoints.Append(skeleton, codePoint);
        }

        return CanonicalForm.Decompose(skeleton.ToString());
    }

    private static string Lower(string text) => CultureInfo.InvariantCulture.TextInfo.ToLower(text);
}
