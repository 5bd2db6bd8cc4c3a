namespace Holdfast.Domain.Labels;

internal enum CharacterKind
{
    Refused,
    Letter,
    Mark,
    SpacingMark,
    Digit,
    Punctuation,
    Space,
}

/// <summary>What a label may do with one code point. `Zero` is the zero of a digit's number system, else 0.</summary>
internal readonly record struct LabelCharacter(int CodePoint, CharacterKind Kind, Scripts Scripts, int Zero)
{
    public bool IsMark => Kind is CharacterKind.Mark or CharacterKind.SpacingMark;

    /// <summary>Any integer, lone surrogates included, is looked up; what the table does not name is refused.</summary>
    public static LabelCharacter Of(int codePoint)
    {
        var runs = CharacterTable.Runs;
        var (low, high) = (0, runs.Length / 3 - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, found) = (runs[middle * 3], runs[middle * 3 + 1], runs[middle * 3 + 2]);
            if (codePoint < first) high = middle - 1;
            else if (codePoint > last) low = middle + 1;
            else return Classified(codePoint, first, CharacterTable.Kinds[found], CharacterTable.ScriptSets[found]);
        }

        return new LabelCharacter(codePoint, CharacterKind.Refused, Scripts.None, 0);
    }

    // every run of digits starts at its zero, see eng/unicode/generate.py
    private static LabelCharacter Classified(int codePoint, int runStart, CharacterKind kind, Scripts scripts) =>
        new(codePoint, kind, scripts, kind == CharacterKind.Digit ? runStart : 0);
}
