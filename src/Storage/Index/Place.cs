namespace Holdfast.Storage.Index;

/// <summary>
/// Where a key leads, in 64 bits: an event's position as it is; a lone answer's id and the number of an owner
/// without events below zero, apart by the lowest bit.
/// </summary>
internal readonly record struct Place(long Value)
{
    public static Place Event(long position) => new(position);

    public static Place Answer(long id) => new(-2 * id);

    public static Place Owner(int no) => new(-2L * no - 1);

    public bool IsEvent => Value > 0;

    public bool IsAnswer => Value < 0 && (Value & 1) == 0;

    public bool IsOwner => Value < 0 && (Value & 1) != 0;

    /// <summary>The position, the answer's id or the owner's number.</summary>
    public long Number => Value > 0 ? Value : -Value / 2;
}

internal readonly record struct Entry(LogKey Key, Place Place);
