namespace Holdfast.Domain.Labels;

/// <summary>
/// A name that a person gave to a key, destination, factor or guardian: at most 32 UTF-16 units of letters, digits and
/// a little punctuation, highly restrictive per UTS #39. Plain words still say what they like: show a label as a quote.
/// </summary>
public static class LabelRules
{
    /// <summary>In UTF-16 units, after NFC.</summary>
    public const int MaximumLength = 32;

    /// <summary>What stands beside letters and digits, apart from single spaces.</summary>
    public const string Punctuation = "-_.'()&+/#";

    // NFC makes one unit of four at most (U+1F82 of alpha with three marks)
    private const int LongestWorthReading = MaximumLength * 4;

    /// <summary>Reads a text as a label; never throws, and names every mistake at once.</summary>
    public static LabelReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestWorthReading) return new LabelReading(null, [TooLong]);
        var label = CanonicalForm.Compose(text);
        var mistakes = Mistakes(label).ToList();
        return new LabelReading(mistakes.Count == 0 ? label : null, mistakes);
    }

    /// <summary>
    /// Equal for two labels that a person may take for each other: the skeleton of UTS #39 section 4, blind to case.
    /// For comparing only, never for showing; what no label can hold stands for itself.
    /// </summary>
    public static string Skeleton(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return LabelSkeleton.Of(label);
    }

    private static LabelMistake TooLong =>
        new("labelTooLong", $"a label has at most {MaximumLength} characters");

    private static IEnumerable<LabelMistake> Mistakes(string label)
    {
        var characters = CodePoints.Of(label).ConvertAll(LabelCharacter.Of);
        if (!characters.Exists(c => c.Kind is CharacterKind.Letter or CharacterKind.Digit))
            yield return new("labelBlank", "a label has at least one letter or digit");
        if (label.Length > MaximumLength) yield return TooLong;
        if (label.StartsWith(' ') || label.EndsWith(' ') || label.Contains("  ", StringComparison.Ordinal))
            yield return new("labelSpace", "a label has single spaces, and none at its ends");
        foreach (var refused in characters.Where(c => c.Kind == CharacterKind.Refused).Distinct())
            yield return new("labelCharacter", $"`{Quoted(refused.CodePoint)}` cannot stand in a label: "
                + $"only letters, digits, single spaces and `{Punctuation}` can");
        if (HasMisplacedMark(characters))
            yield return new("labelMark", "a label has accents and other marks only on letters, and no stacks of them");
        foreach (var mistake in Mixtures(characters)) yield return mistake;
    }

    private static IEnumerable<LabelMistake> Mixtures(List<LabelCharacter> characters)
    {
        if (!ScriptMix.IsHighlyRestrictive(characters.Where(c => c.Kind != CharacterKind.Refused)))
            yield return new("labelScripts", "a label has one script, or Chinese, Japanese or Korean with Latin");
        if (characters.Where(c => c.Kind == CharacterKind.Digit).Select(c => c.Zero).Distinct().Skip(1).Any())
            yield return new("labelNumbers", "a label has digits of one number system only");
    }

    private static string Quoted(int codePoint) =>
        codePoint is > ' ' and < 0x7F and not '`' and not '\\' ? $"{(char)codePoint}" : SafeText.Escaped(codePoint);

    private static bool HasMisplacedMark(List<LabelCharacter> characters)
    {
        var marks = new MarkStack();
        return characters.Exists(c => !marks.Takes(c));
    }
}
