namespace Holdfast.Signing.Reading;

/// <summary>Walks over one JSON object, member by member.</summary>
internal ref struct JsonScan(ReadOnlySpan<byte> json)
{
    private const int Deepest = 16;

    private readonly ReadOnlySpan<byte> json = json;
    private int at;
    private bool hasBegun;

    /// <summary>The object was read whole, and nothing is behind it.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The next member; none at the end of the object, or where it is no object.</summary>
    public bool TryMember(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool isString)
    {
        name = value = default;
        isString = false;
        Blanks();
        if (!hasBegun && !Take('{')) return false;
        Blanks();
        if (Take('}')) return End();
        if (hasBegun && !Take(',')) return false;
        hasBegun = true;
        Blanks();
        if (!Text(out name) || name.IndexOf((byte)'\\') >= 0) return false;
        Blanks();
        if (!Take(':')) return false;
        Blanks();
        isString = Is('"');
        if (isString) return Text(out value);
        var start = at;
        if (!Value(0)) return false;
        value = json[start..at];
        return true;
    }

    private bool End()
    {
        Blanks();
        IsAtEnd = at == json.Length;
        // so that nothing more is read
        at = json.Length;
        hasBegun = true;
        return false;
    }

    private bool Value(int depth)
    {
        if (depth > Deepest || at == json.Length) return false;
        return json[at] switch
        {
            (byte)'"' => Text(out _),
            (byte)'{' => Nested('{', '}', hasNames: true, depth),
            (byte)'[' => Nested('[', ']', hasNames: false, depth),
            (byte)'t' => Word("true"u8),
            (byte)'f' => Word("false"u8),
            (byte)'n' => Word("null"u8),
            _ => Number(),
        };
    }

    private bool Nested(char open, char close, bool hasNames, int depth)
    {
        Take(open);
        Blanks();
        if (Take(close)) return true;
        do
        {
            Blanks();
            if (hasNames)
            {
                if (!Text(out _)) return false;
                Blanks();
                if (!Take(':')) return false;
                Blanks();
            }

            if (!Value(depth + 1)) return false;
            Blanks();
        }
        while (Take(','));
        return Take(close);
    }

    private bool Text(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take('"')) return false;
        for (var start = at; at < json.Length; at++)
        {
            var one = json[at];
            if (one < 0x20) return false;
            if (one == (byte)'"')
            {
                text = json[start..at++];
                return true;
            }

            if (one == (byte)'\\' && !Escape()) return false;
        }

        return false;
    }

    /// <summary>Ends at the last character of the escape.</summary>
    private bool Escape()
    {
        if (++at == json.Length) return false;
        if (json[at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t') return true;
        if (json[at] != (byte)'u' || json.Length - at < 5) return false;
        foreach (var digit in json.Slice(at + 1, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        at += 4;
        return true;
    }

    private bool Number()
    {
        Take('-');
        if (!Take('0') && !Digits()) return false;
        if (Take('.') && !Digits()) return false;
        if (!Take('e') && !Take('E')) return true;
        if (!Take('+')) Take('-');
        return Digits();
    }

    private bool Digits()
    {
        var start = at;
        while (at < json.Length && char.IsAsciiDigit((char)json[at])) at++;
        return at > start;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!json[at..].StartsWith(word)) return false;
        at += word.Length;
        return true;
    }

    private void Blanks()
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
    }

    private readonly bool Is(char one) => at < json.Length && json[at] == one;

    private bool Take(char one)
    {
        if (!Is(one)) return false;
        at++;
        return true;
    }
}
