using System.Buffers;
namespace Holdfast.Fuzz.Parsers;

/// <summary>Makes of a valid text one that is not quite; a third stays as it is. Works in one buffer.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("\",:{}[] /.-_&=+TP");

    private const int Longest = 6000;

    private static readonly string[] Words =
    [
        "\0", "null", "true", "-1", "0", "00", "1e9", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "0.5", "NaN", "PT", "P1Y",
        "\"", "\\", "\\ud800", "\\udc00", "\\u0000", "\ud83d\ude00", "\ud800", "\udfff", "é", "e\u0301", "İ", "ı", "ﬀ", "‮", "\u200b", "\ufeff", "٣",
        "{}", "[]", "[[", "{\"a\":", "\"type\":", "\"op\":", ",", ":", "}", "]", "/", "~", "%", "%00", "&", "=", "::", "..", "/0", "/33", "Z", "+14:00", "T24",
        "1", "l", "O", "0x", "bc1", "bitcoincash:", "-----BEGIN PUBLIC KEY-----", " ", "\r\n", "\t", "never",
    ];

    private readonly char[] buffer = new char[Longest + 64];
    private int length;

    public string Of(string seed, string other)
    {
        if (random.Next(3) == 0) return seed;
        length = Math.Min(seed.Length, Longest);
        seed.AsSpan(0, length).CopyTo(buffer);
        for (var times = random.Next(4) == 0 ? random.Next(2, 8) : 1; times > 0; times--) Change(other);
        return new string(buffer, 0, length);
    }

    private void Change(string other)
    {
        var at = random.Next(length + 1);
        var span = length == at ? 0 : Math.Min(length - at, 1 + random.Next(random.Next(3) == 0 ? 40 : 3));
        switch (random.Next(13))
        {
            case 0:
                Replace(at, span, []);
                break;
            case 1:
                Replace(at, 0, [Character()]);
                break;
            case 2 when span > 0:
                buffer[at] = Character();
                break;
            case 3:
                Replace(at, 0, buffer.AsSpan(at, span).ToArray());
                break;
            case 4:
                length = at;
                break;
            case 5 when span > 0:
                buffer[at] = char.IsAsciiLetterUpper(buffer[at]) ? char.ToLowerInvariant(buffer[at]) : char.ToUpperInvariant(buffer[at]);
                break;
            case 6 when span > 0:
                (buffer[at], buffer[length - 1]) = (buffer[length - 1], buffer[at]);
                break;
            case 7:
                Replace(at, 0, Words[random.Next(Words.Length)]);
                break;
            case 8:
                Replace(at, span, Words[random.Next(Words.Length)]);
                break;
            case 9:
                Piece(other);
                break;
            case 10:
                Part();
                break;
            case 11 when random.Next(20) == 0:
                Many(at, span);
                break;
            default:
                if (span > 0 && char.IsAsciiDigit(buffer[at])) buffer[at] = (char)('0' + random.Next(10));
                break;
        }
    }

    /// <summary>From here on as in another valid text.</summary>
    private void Piece(string other)
    {
        var at = random.Next(Math.Min(length, other.Length) + 1);
        Replace(at, length - at, other.AsSpan(at, Math.Min(other.Length - at, Longest - at)));
    }

    /// <summary>Leaves out or doubles what stands between two marks of structure.</summary>
    private void Part()
    {
        var whole = buffer.AsSpan(0, length);
        var from = random.Next(length + 1);
        var first = whole[from..].IndexOfAny(Marks);
        if (first < 0) return;
        from += first;
        var end = whole[(from + 1)..].IndexOfAny(Marks);
        if (end < 0) return;
        if (random.Next(2) == 0) Replace(from, end + 1, []);
        else Replace(from, 0, whole.Slice(from, end + 1).ToArray());
    }

    private void Many(int at, int span)
    {
        var piece = span > 0 ? buffer.AsSpan(at, span).ToArray() : [Character()];
        for (var times = random.Next(1, 1 + (Longest / piece.Length)); times > 0 && length + piece.Length < Longest; times--) Replace(at, 0, piece);
    }

    private void Replace(int at, int span, ReadOnlySpan<char> with)
    {
        if (length - span + with.Length > Longest) return;
        buffer.AsSpan(at + span, length - at - span).CopyTo(buffer.AsSpan(at + with.Length));
        with.CopyTo(buffer.AsSpan(at));
        length += with.Length - span;
    }

    /// <summary>Mostly printable; else any UTF-16 unit, halves of pairs among them.</summary>
    private char Character() => random.Next(8) == 0 ? (char)random.Next(0x10000) : (char)random.Next(' ', '~' + 1);
}
