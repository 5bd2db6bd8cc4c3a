using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>A short look at a log that nobody has open: whether it would open, and whether its newest checkpoint holds.</summary>
/// <param name="Head">The last position.</param>
/// <param name="Latest">Null where none was signed yet.</param>
/// <param name="IsSigned">Whether this log's key signed <paramref name="Latest"/>.</param>
/// <param name="Facts">What the host keeps beside the events.</param>
public sealed record LogGlance(long Head, Checkpoint? Latest, bool IsSigned, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>Null where there is no log yet.</summary>
    /// <exception cref="LogUnavailableException">A key is missing or another's, or the disk fails.</exception>
    public static LogGlance? At(string folder)
    {
        var place = new LogFolder(folder);
        if (!place.HasLog) return null;
        using var database = Database.OpenReader(place.Database);
        if (!Start.HasTables(database)) return null;
        using var wrap = place.KeyEncryptionKey(mayCreate: false, Start.Meta(database, "kek"), Start.Meta(database, "kek_before"));
        using var key = place.CheckpointKey(mayCreate: false);
        LogFormat.Now.RequireNewest(database);
        Start.CheckKeys(database, wrap, key);
        var latest = Start.LatestCheckpoint(database);
        return new(
            database.Number("SELECT coalesce(max(position), 0) FROM event"), latest,
            latest is not null && latest.KeyId == Checkpoint.IdOf(key) && latest.IsSignedBy(key), Start.Facts(database));
    }
}
