using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// Gives the log another key-encryption key, while nobody has it open; see <see cref="LiveRotation"/> for one that is in use. Only the owners' keys are sealed anew, so it takes
/// seconds. The new key lies on disk before anything is sealed with it, and one transaction seals everything and names it:
/// wherever it is cut off, the key that the log names is there.
/// </summary>
public static class KeyRotation
{
    /// <summary>Returns how many owners' keys were sealed anew.</summary>
    /// <exception cref="LogUnavailableException">There is no log, it is in use, or the disk fails.</exception>
    public static long Run(string folder) => Run(folder, _ => { });

    /// <param name="step">Is told what was just done.</param>
    internal static long Run(string folder, Action<string> step)
    {
        var place = new LogFolder(folder);
        if (!place.HasLog) throw new LogUnavailableException($"`{folder}` holds no log");
        using var held = place.Lock();
        using var database = Database.OpenWriter(place.Database);
        if (!Start.HasTables(database)) throw new LogUnavailableException($"`{folder}` holds no log");
        using var old = place.KeyEncryptionKey(mayCreate: false, Start.Meta(database, "kek"), Start.Meta(database, "kek_before"));
        LogFormat.Now.RequireNewest(database);
        using (var key = place.CheckpointKey(mayCreate: false)) Start.CheckKeys(database, old, key);
        place.SettleKeyEncryptionKey(old.Id, Start.Meta(database, "kek_before"));
        step("settled");
        using var next = place.DraftKeyEncryptionKey();
        step("drafted");
        var owners = SealAnew(database, old, next, step);
        step("committed");
        place.SettleKeyEncryptionKey(next.Id);
        step("taken");
        database.Checkpoint(truncate: true);
        return owners;
    }

    private static long SealAnew(Database database, KeyWrap old, KeyWrap next, Action<string> step)
    {
        using var all = database.Prepare("SELECT no, id, wrapped_key FROM owner WHERE no > ?1 AND wrapped_key IS NOT NULL ORDER BY no LIMIT 1");
        using var put = database.Prepare("UPDATE owner SET wrapped_key = ?2 WHERE no = ?1");
        using var name = database.Prepare("UPDATE meta SET value = ?1 WHERE name = 'kek'");
        var owners = 0L;
        database.Execute("BEGIN IMMEDIATE");
        for (var no = 0; all.Bind(1, no).Step(); owners++)
        {
            no = (int)all.Int(0);
            var id = all.Text(1);
            var wrapped = next.Wrap(old.Unwrap(all.Blob(2), no, id), no, id);
            all.Reset();
            put.Bind(1, no).Bind(2, wrapped).Run();
            if (owners == 0) step("begun");
        }
        name.BindText(1, next.Id).Run();
        database.Execute("DELETE FROM meta WHERE name IN ('kek_before', 'kek_reached')");
        step("sealed");
        database.Execute("COMMIT");
        return owners;
    }
}
