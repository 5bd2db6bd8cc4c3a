using System.Text;
using Holdfast.Storage.Files;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Backups;

/// <summary>A copy of a log that was made.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Head">Its last event.</param>
/// <param name="Checkpoint">Its newest checkpoint, written beside it; null where none was signed yet.</param>
public sealed record MadeBackup(string File, long Head, Checkpoint? Checkpoint);

/// <summary>
/// Copies a log as it is at one moment, also under a running server: by a connection that only reads, so that the server's
/// own stays the one that writes and checkpoints. The copy has no leftovers of what was erased, and no keys.
/// </summary>
public static class LogBackup
{
    /// <param name="folder">The data folder.</param>
    /// <param name="to">A file that is not there yet, or a folder, in which the copy is named after its last event.</param>
    /// <exception cref="LogUnavailableException">There is no log, or a disk fails.</exception>
    public static MadeBackup Write(string folder, string to)
    {
        var place = new LogFolder(folder);
        if (!place.HasLog) throw new LogUnavailableException($"`{folder}` holds no log");
        var isFolder = Directory.Exists(to);
        var unnamed = isFolder ? Path.Combine(to, $"holdfast-{Guid.NewGuid():n}.db") : Path.GetFullPath(to);
        if (File.Exists(unnamed)) throw new LogUnavailableException($"`{to}` exists already");
        var draft = DurableFile.DraftOf(unnamed);
        try
        {
            Copy(place.Database, draft);
            var made = Look(draft);
            made = made with { File = isFolder ? Path.Combine(to, $"holdfast-{made.Head}.db") : unnamed };
            if (File.Exists(made.File)) throw new LogUnavailableException($"`{made.File}` exists already");
            File.Move(draft, DurableFile.DraftOf(made.File));
            DurableFile.Publish(made.File);
            if (made.Checkpoint is { } checkpoint)
                DurableFile.Write(CheckpointBeside(made.File), Encoding.UTF8.GetBytes(checkpoint.ToJson() + "\n"));
            return made;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Copies the keys, without which a copy of the log can't be read; they belong elsewhere than that copy.</summary>
    public static void WriteKeys(string folder, string to)
    {
        var keys = Path.Combine(folder, "keys");
        if (!Directory.Exists(keys)) throw new LogUnavailableException($"`{folder}` holds no keys");
        DurableFolder.Make(to);
        foreach (var key in Directory.GetFiles(keys))
            if (!key.EndsWith(DurableFile.DraftOf(""), StringComparison.Ordinal))
                DurableFile.Copy(key, Path.Combine(to, Path.GetFileName(key)));
    }

    /// <summary>Whether a copy opens with keys that were copied: a rotation between the two leaves a copy that needs the old one.</summary>
    public static bool Fits(string copy, string keys)
    {
        using var database = Database.OpenReader(copy);
        using var wrap = new KeyWrap(File.ReadAllBytes(Path.Combine(keys, "kek")));
        return Start.Meta(database, "kek") == wrap.Id;
    }

    /// <summary>Where the copy's newest checkpoint is written.</summary>
    public static string CheckpointBeside(string file) => Path.ChangeExtension(file, ".checkpoint.json");

    private static void Copy(string database, string to)
    {
        DurableFile.MakeEmpty(to);
        using var source = Database.OpenReader(database);
        if (!Start.HasTables(source)) throw new LogUnavailableException($"`{database}` holds no log");
        // a connection that may not write may not write another file either
        source.Execute("PRAGMA query_only=OFF");
        using var copy = source.Prepare("VACUUM INTO ?1");
        copy.BindText(1, to).Run();
    }

    private static MadeBackup Look(string file)
    {
        using var copy = Database.OpenReader(file);
        if (Start.Meta(copy, "kek_before") is not null)
            throw new LogUnavailableException("the key-encryption key is being rotated, and a copy of now would need two: try again when that has ended");
        if (copy.Scalar("PRAGMA quick_check(1)") is var said && said != "ok") throw new LogDamagedException($"the copy is damaged: {said}");
        return new(file, copy.Number("SELECT coalesce(max(position), 0) FROM event"), Start.LatestCheckpoint(copy));
    }
}
