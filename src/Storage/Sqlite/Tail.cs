using Holdfast.Storage.Index;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// What was admitted since the last flush and the index on disk does not have. When full it is frozen, sorted and
/// written as a run, while a new one takes over.
/// </summary>
internal sealed class Tail
{
    public Dictionary<LogKey, Place> Keys { get; } = [];

    /// <summary>Heads of the owners touched; they may be ahead of the disk, so none is dropped.</summary>
    public Dictionary<string, OwnerHead> Heads { get; } = new(StringComparer.Ordinal);

    /// <summary>Events and lone answers.</summary>
    public int Rows { get; set; }

    /// <summary>All keys as index entries, sorted.</summary>
    public Entry[] Sorted()
    {
        var entries = new Entry[Keys.Count];
        var next = 0;
        foreach (var (key, place) in Keys) entries[next++] = new(key, place);
        Array.Sort(entries, (a, b) => a.Key.Value.CompareTo(b.Key.Value));
        return entries;
    }
}

/// <summary>A tail that is on its way to disk; complete up to its mark.</summary>
internal sealed record FrozenTail(Tail Tail, LogMark Mark, Task<Entry[]> Sorted);

/// <summary>How far the log has come. A run is complete up to one of these.</summary>
/// <param name="Root">Running root over the event hashes up to <paramref name="Position"/>.</param>
internal sealed record LogMark(long Position, byte[] Root, long Answer, int Owner)
{
    public static readonly LogMark Start = new(0, new byte[32], 0, 0);
}
