namespace Holdfast.Storage.Sqlite;

/// <summary>Who an owner is. The key is in plain, and null once he is erased.</summary>
internal sealed class Owner(int no, string id, byte[]? key)
{
    private volatile byte[]? _key = key;

    public int No { get; } = no;

    public string Id { get; } = id;

    /// <summary>Leads to his last event.</summary>
    public LogKey IndexKey { get; } = OwnerHead.KeyOf(id);

    public byte[]? Key => _key;

    public bool Erased => _key is null;

    public void Erase() => _key = null;
}

/// <summary>Where an owner's stream ends, counting what is queued.</summary>
internal sealed record OwnerHead(Owner Owner, long Version, long Position, long At, byte[] Hash, long SnapshotVersion)
{
    /// <summary>The append that ended it so; empty for one that was read from the disk.</summary>
    public Guid Append { get; init; }

    /// <summary>One snapshot is due after this many events.</summary>
    public const int SnapshotEvery = 64;

    public static readonly byte[] NoHash = new byte[32];

    public bool SnapshotDue => Version - SnapshotVersion >= SnapshotEvery;

    public static LogKey KeyOf(string owner) => LogKey.Of("\0owner", owner);
}
