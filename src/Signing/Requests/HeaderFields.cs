using System.Text;

namespace Holdfast.Signing.Requests;

/// <summary>The headers of a request as they came: a view over one buffer.</summary>
public readonly ref struct HeaderFields(ReadOnlySpan<byte> buffer, ReadOnlySpan<HeaderField> fields)
{
    private readonly ReadOnlySpan<byte> buffer = buffer;
    private readonly ReadOnlySpan<HeaderField> fields = fields;

    public int Count => fields.Length;

    public ReadOnlySpan<byte> Name(int index) => buffer.Slice(fields[index].NameAt, fields[index].NameLength);

    public ReadOnlySpan<byte> Value(int index) => buffer.Slice(fields[index].ValueAt, fields[index].ValueLength);

    /// <param name="lowerName">ASCII, in lower case.</param>
    /// <param name="value">That of the only one; empty where it is absent or there are several.</param>
    public Presence Find(scoped ReadOnlySpan<byte> lowerName, out ReadOnlySpan<byte> value)
    {
        var found = -1;
        value = default;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].NameLength != lowerName.Length || !Ascii.EqualsIgnoreCase(Name(i), lowerName)) continue;
            if (found >= 0) return Presence.Several;
            found = i;
        }

        if (found < 0) return Presence.Absent;
        value = Value(found);
        return Presence.One;
    }
}
