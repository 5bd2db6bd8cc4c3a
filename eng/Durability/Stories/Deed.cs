using System.Text;
using Holdfast.Storage;

namespace Holdfast.Durability.Stories;

/// <summary>One thing that is asked of a log. What must be seen of it afterwards follows from it and its number alone.</summary>
internal abstract record Deed
{
    private Deed() { }

    /// <summary>Its place in the story; an acknowledgement names it.</summary>
    public int No { get; init; }

    /// <summary>Events of an owner, on the version that the story has brought him to.</summary>
    internal sealed record Record(string Owner, long Expected, int Events, int Size, bool Claims, bool Asks) : Deed
    {
        public long Version => Expected + Events;

        public override string ToString() => $"deed {No}, {Events} events of {Owner} after {Expected}";

        public LogKey Claim => LogKey.Of("claim", Owner, $"{Version}");

        public Request Request => new(
            LogKey.Of("request", Owner, $"{Version}"), LogKey.Of("content", Owner), 201, Encoding.UTF8.GetBytes($"answer {Version}"));

        public Append Append => new(
            Owner, Expected, 1_000 + Expected,
            [.. Enumerable.Range(1, Events).Select(i => new NewEvent("ThingHappened", "main", BodyOf(Owner, Expected + i, Size)))],
            Asks ? Request : null, Claims ? [Claim] : [], [LogKey.Of("point", Owner, $"{Version}")]);

        public static byte[] BodyOf(string owner, long version, int size) =>
            Encoding.UTF8.GetBytes($"{owner} {version} ".PadRight(size, 'x'));
    }

    /// <summary>A request that was made before, once more: it is answered as the first, which is durable by then.</summary>
    internal sealed record Again(Record Of) : Deed;

    /// <summary>Events on a version that is past: refused, and what they lost against is durable by then.</summary>
    internal sealed record Late(Record Of) : Deed;

    /// <summary>An answer to a request that recorded nothing.</summary>
    internal sealed record Refuse(string Owner, long Version) : Deed
    {
        public Request Request => new(
            LogKey.Of("refusal", $"{No}"), LogKey.Of("content", Owner), 409, Encoding.UTF8.GetBytes($"refused {No}"));
    }

    internal sealed record Keep(string Owner, long Version) : Deed
    {
        public byte[] State => Encoding.UTF8.GetBytes($"{Owner} at {Version}");
    }

    /// <summary>A fact of the host; its values count up.</summary>
    internal sealed record Note(string Name, long Value) : Deed;

    internal sealed record Erase(string Owner) : Deed;

    /// <summary>The log is closed in order and opened again.</summary>
    internal sealed record Restart : Deed;

    /// <summary>The key-encryption key is rotated; what else is asked goes on.</summary>
    internal sealed record Rotate : Deed;

    /// <summary>Nothing is asked for a moment, so that checkpoints and upkeep have their turn.</summary>
    internal sealed record Rest(int Milliseconds) : Deed;
}
