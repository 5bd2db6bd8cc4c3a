namespace Holdfast.Explore.Search;

/// <summary>Mixes values into 128 bits: two chains of multiply and fold with different constants.</summary>
internal struct Canon
{
    private ulong a = 0x9E3779B97F4A7C15, b = 0xC2B2AE3D27D4EB4F;

    public Canon()
    {
    }

    public readonly UInt128 Value => new(Fold(a, 0xD6E8FEB86659FD93), Fold(b, 0xA0761D6478BD642F));

    public void Add(ulong value)
    {
        a = Fold(a ^ value, 0xE7037ED1A0B428DB);
        b = Fold(unchecked(b + value) ^ 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3);
    }

    public void Add(long value) => Add(unchecked((ulong)value));

    public void Add(bool value) => Add(value ? 1UL : 2UL);

    public void Add(UInt128 value)
    {
        Add((ulong)(value >> 64));
        Add(unchecked((ulong)value));
    }

    public void Add(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits) Add((long)part);
    }

    public void Add(decimal? value)
    {
        Add(value is not null);
        if (value is { } v) Add(v);
    }

    public void Add(string? text)
    {
        if (text is null)
        {
            Add(3UL);
            return;
        }
        ulong word = 0;
        for (var i = 0; i < text.Length; i++)
        {
            word = (word << 16) | text[i];
            if ((i & 3) != 3) continue;
            Add(word);
            word = 0;
        }
        Add(word);
        Add((long)text.Length);
    }

    /// <summary>Adds a set: the order in which its members came makes no difference.</summary>
    public void AddSet(Span<UInt128> members)
    {
        members.Sort();
        Add((long)members.Length);
        foreach (var member in members) Add(member);
    }

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }
}
