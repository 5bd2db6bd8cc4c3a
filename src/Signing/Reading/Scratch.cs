namespace Holdfast.Signing.Reading;

/// <summary>Writes into a buffer that the caller gave. What does not fit is not written, and remembered.</summary>
internal ref struct Scratch(Span<byte> buffer)
{
    private readonly Span<byte> buffer = buffer;

    public int Used { get; private set; }

    public bool IsFull { get; private set; }

    /// <summary>So many bytes to write into; none where they don't fit.</summary>
    public Span<byte> Take(int bytes)
    {
        if (bytes > buffer.Length - Used)
        {
            IsFull = true;
            return default;
        }

        var taken = buffer.Slice(Used, bytes);
        Used += bytes;
        return taken;
    }

    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        var room = Take(bytes.Length);
        if (room.Length == bytes.Length) bytes.CopyTo(room);
    }

    /// <summary>What was written since <paramref name="start"/>.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => buffer[start..Used];
}
