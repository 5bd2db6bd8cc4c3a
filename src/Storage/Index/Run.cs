namespace Holdfast.Storage.Index;

/// <summary>
/// A sorted, immutable set of entries on disk. In memory: the first key of each page and the filter, together about
/// 1.4 bytes an entry, so a key that is absent costs no read and one that is present costs one page.
/// </summary>
internal sealed record Run(int No, int Level, long Entries, byte[] Fences, Bloom Filter)
{
    /// <summary>A run has fewer than 2^24 pages (2.8 billion entries).</summary>
    public const int PageBits = 24;

    public int Pages => Fences.Length / LogKey.Size;

    public long FirstId => (long)No << PageBits;

    /// <summary>The id of the one page that may hold the key, or null.</summary>
    public long? PageOf(LogKey key)
    {
        if (!Filter.MayHold(key)) return null;
        int low = 0, high = Pages - 1, found = -1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (LogKey.Read(Fences.AsSpan(middle * LogKey.Size)).Value <= key.Value) (found, low) = (middle, middle + 1);
            else high = middle - 1;
        }
        return found < 0 ? null : FirstId + found;
    }
}
