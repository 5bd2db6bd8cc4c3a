using System.Globalization;
using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

/// <summary>Looks for two texts that a function escapes alike, and for what it lets through to a screen.</summary>
internal static class EscapeChecker
{
    private static readonly string[] Pieces =
    [
        "\\", "\\u", "\\u{", "\\u{5C}", "{", "}", "u", "0", "5", "C", "a", "e", "é", "\u0301", "\u0323", " ", " ", "_",
        "\u202E", "\u200D", "\u200B", "\uFEFF", "\0", "\n", "\uD83D", "\uDE00", "\U0001F600", "\u1F60", "0", "д", "ท",
        "\u0E35", "\u0E48", "か", "\u3099", "ᄒ", "ᅡ", "202", "\uFE0F", "\U000E0041",
    ];

    /// <summary>The first two different texts with the same escape, among random pairs and near misses; else null.</summary>
    public static (string One, string Other)? FirstCollision(Func<string, string> escape, int pairs, int seed)
    {
        var chance = new Random(seed);
        for (var i = 0; i < pairs; i++)
        {
            var one = Text(chance);
            var other = (i % 4) switch
            {
                0 => Text(chance),
                1 => Changed(one, chance),
                2 => Spelled(one, chance),
                _ => escape(one),
            };
            if (one != other && escape(one) == escape(other)) return (one, other);
        }

        return null;
    }

    /// <summary>The first code point that acts on a screen or leaves nothing on it; else null.</summary>
    public static int? Unsafe(string escaped)
    {
        foreach (var codePoint in CodePoints.Of(escaped))
        {
            var isUnsafe = codePoint != ' ' && CharUnicodeInfo.GetUnicodeCategory(codePoint) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.EnclosingMark;
            if (isUnsafe || IsInvisible(codePoint)) return codePoint;
        }

        return null;
    }

    public static string Text(Random chance) =>
        string.Concat(Enumerable.Range(0, chance.Next(1, 9)).Select(_ => Piece(chance)));

    // Default_Ignorable_Code_Point outside the categories above, and the blank Braille pattern
    private static bool IsInvisible(int codePoint) => codePoint is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF)
        or 0x2800;

    private static string Piece(Random chance) => chance.Next(4) > 0
        ? Pieces[chance.Next(Pieces.Length)]
        : CodePoints.Text([chance.Next(0x110000)]);

    private static string Changed(string text, Random chance)
    {
        var at = chance.Next(text.Length);
        return text[..at] + (chance.Next(2) == 0 ? "" : Piece(chance)) + text[(at + 1)..];
    }

    // one character as its escape would be written, with and without braces, or cut before its last digit
    private static string Spelled(string text, Random chance)
    {
        var codePoints = CodePoints.Of(text);
        var at = chance.Next(codePoints.Count);
        var own = codePoints[at];
        var spelled = chance.Next(3) switch
        {
            0 => $"\\u{{{own:X4}}}",
            1 => $"\\u{own:X4}",
            _ => CodePoints.Text([own >> 4]) + $"{own & 0xF:X}",
        };
        return CodePoints.Text(codePoints.Take(at)) + spelled + CodePoints.Text(codePoints.Skip(at + 1));
    }
}
