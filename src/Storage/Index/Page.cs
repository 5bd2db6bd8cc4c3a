using System.Buffers.Binary;

namespace Holdfast.Storage.Index;

/// <summary>Sorted entries of 24 bytes: key, place, both big-endian. One page fills one database page.</summary>
internal static class Page
{
    public const int EntrySize = LogKey.Size + 8;

    /// <summary>168 entries and the row's head stay below the 4,061 bytes that a leaf of 4 KiB takes.</summary>
    public const int Capacity = 168;

    public static Entry At(ReadOnlySpan<byte> page, int index)
    {
        var entry = page.Slice(index * EntrySize, EntrySize);
        return new(LogKey.Read(entry), new(BinaryPrimitives.ReadInt64BigEndian(entry[LogKey.Size..])));
    }

    public static void Put(Span<byte> page, int index, Entry entry)
    {
        var to = page.Slice(index * EntrySize, EntrySize);
        entry.Key.Write(to);
        BinaryPrimitives.WriteInt64BigEndian(to[LogKey.Size..], entry.Place.Value);
    }

    public static Place? Find(ReadOnlySpan<byte> page, LogKey key)
    {
        int low = 0, high = page.Length / EntrySize - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var entry = At(page, middle);
            if (entry.Key == key) return entry.Place;
            if (entry.Key.Value < key.Value) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }
}
