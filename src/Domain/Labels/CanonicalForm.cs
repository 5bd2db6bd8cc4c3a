using System.Collections.Frozen;
using System.Text;

namespace Holdfast.Domain.Labels;

/// <summary>
/// NFC and NFD (UAX #15) for all text that a label can hold; other characters are left alone. The framework's own
/// `Normalize` changes nothing but ASCII under InvariantGlobalization, which the whole product runs with.
/// </summary>
internal static class CanonicalForm
{
    private static readonly FrozenDictionary<int, int[]> Parts =
        CanonicalTable.Composites.Concat(CanonicalTable.Replaced).Select(CodePoints.Of)
            .ToFrozenDictionary(row => row[0], row => row[1..].ToArray());

    private static readonly FrozenDictionary<long, int> Composites =
        CanonicalTable.Composites.Select(CodePoints.Of).ToFrozenDictionary(row => Pair(row[1], row[2]), row => row[0]);

    private static readonly FrozenDictionary<int, int> Classes = ReadClasses();

    public static string Compose(string text) =>
        Ascii.IsValid(text) ? text : CodePoints.Text(Composed(Decomposed(text)));

    public static string Decompose(string text) =>
        Ascii.IsValid(text) ? text : CodePoints.Text(Decomposed(text));

    private static List<int> Decomposed(string text)
    {
        var parts = new List<int>(text.Length);
        foreach (var codePoint in CodePoints.Of(text)) Split(codePoint, parts);
        Order(parts);
        return parts;
    }

    private static void Split(int codePoint, List<int> into)
    {
        if (HangulSyllable.Split(codePoint, into)) return;
        if (!Parts.TryGetValue(codePoint, out var parts)) into.Add(codePoint);
        else foreach (var part in parts) Split(part, into);
    }

    // each run of marks by combining class, equal ones as they came
    private static void Order(List<int> text)
    {
        for (var start = 0; start < text.Count; start++)
        {
            var end = start;
            while (end < text.Count && ClassOf(text[end]) != 0) end++;
            if (end - start < 2) continue;
            var ordered = text.GetRange(start, end - start).OrderBy(ClassOf).ToList();
            for (var i = 0; i < ordered.Count; i++) text[start + i] = ordered[i];
            start = end;
        }
    }

    private static List<int> Composed(List<int> parts)
    {
        var whole = new List<int>(parts.Count);
        var starter = -1;
        foreach (var part in parts)
        {
            var ofPart = ClassOf(part);
            if (starter >= 0 && !IsBlocked(whole, starter, ofPart) && Joined(whole[starter], part) is { } joined)
            {
                whole[starter] = joined;
                continue;
            }

            if (ofPart == 0) starter = whole.Count;
            whole.Add(part);
        }

        return whole;
    }

    private static bool IsBlocked(List<int> whole, int starter, int ofPart) =>
        starter != whole.Count - 1 && ClassOf(whole[^1]) >= ofPart;

    private static int? Joined(int first, int second) => HangulSyllable.Joined(first, second)
        ?? (Composites.TryGetValue(Pair(first, second), out var composite) ? composite : null);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static int ClassOf(int codePoint) => Classes.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, int> ReadClasses()
    {
        var classes = new Dictionary<int, int>();
        var runs = CanonicalTable.CombiningClasses;
        for (var i = 0; i < runs.Length; i += 3)
            for (var codePoint = runs[i]; codePoint <= runs[i + 1]; codePoint++) classes[codePoint] = runs[i + 2];
        return classes.ToFrozenDictionary();
    }
}
