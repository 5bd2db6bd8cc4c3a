namespace Holdfast.Signing.Reading;

/// <summary>One part of a form, not decoded.</summary>
/// <param name="at">Where it begins.</param>
internal readonly ref struct FormPart(int at, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    public int At { get; } = at;

    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>Walks over the parts of a form; empty ones are left out.</summary>
internal ref struct FormParts(ReadOnlySpan<byte> form)
{
    private readonly ReadOnlySpan<byte> form = form;
    private int next;

    public FormPart Current { get; private set; }

    public readonly FormParts GetEnumerator() => this;

    public bool MoveNext()
    {
        while (next < form.Length)
        {
            var at = next;
            var rest = form[at..];
            var length = rest.IndexOf((byte)'&');
            if (length < 0) length = rest.Length;
            next = at + length + 1;
            if (length == 0) continue;
            var part = rest[..length];
            var mark = part.IndexOf((byte)'=');
            Current = mark < 0
                ? new FormPart(at, part, default)
                : new FormPart(at, part[..mark], part[(mark + 1)..]);
            return true;
        }

        return false;
    }
}
