using System.Text;

namespace Holdfast.Domain.Labels;

/// <summary>UTF-16 text as code points, a lone surrogate being one of its own, and back without loss.</summary>
internal static class CodePoints
{
    public static List<int> Of(string text)
    {
        var found = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            found.Add(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i]);
        }

        return found;
    }

    public static string Text(IEnumerable<int> codePoints)
    {
        var text = new StringBuilder();
        foreach (var codePoint in codePoints) Append(text, codePoint);
        return text.ToString();
    }

    public static StringBuilder Append(StringBuilder text, int codePoint) => codePoint < 0x10000
        ? text.Append((char)codePoint)
        : text.Append(char.ConvertFromUtf32(codePoint));
}
