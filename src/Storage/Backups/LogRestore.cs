using Holdfast.Storage.Files;

namespace Holdfast.Storage.Backups;

/// <summary>Puts a copy of a log back: into a folder beside the data folder first, and only what passes a check into its place.</summary>
public static class LogRestore
{
    /// <param name="from">The copy.</param>
    /// <param name="keys">A folder with the keys; null where they are in the data folder's `keys` already.</param>
    /// <param name="folder">The data folder; may not hold a log.</param>
    /// <param name="passes">Judges the folder that is given, which holds the log and the keys.</param>
    /// <returns>False where it did not pass; then nothing was changed.</returns>
    public static bool Run(string from, string? keys, string folder, Func<string, bool> passes)
    {
        folder = Path.GetFullPath(folder);
        if (!File.Exists(from)) throw new LogUnavailableException($"`{from}` does not exist");
        if (Directory.Exists(folder) && Directory.GetFiles(folder, "log.db*").Length > 0)
            throw new LogUnavailableException($"`{folder}` holds a log already: move it away first");
        var source = keys ?? Path.Combine(folder, "keys");
        if (!Directory.Exists(source)) throw new LogUnavailableException($"`{source}` does not exist: the log can't be read without its keys");
        var beside = folder + ".restoring";
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        try
        {
            DurableFolder.Make(Path.Combine(beside, "keys"));
            foreach (var key in Directory.GetFiles(source)) DurableFile.Copy(key, Path.Combine(beside, "keys", Path.GetFileName(key)));
            DurableFile.Copy(from, Path.Combine(beside, "log.db"));
            if (!passes(beside)) return false;
            DurableFolder.Make(folder);
            if (keys is not null) TakeKeys(Path.Combine(beside, "keys"), Path.Combine(folder, "keys"));
            File.Move(Path.Combine(beside, "log.db"), Path.Combine(folder, "log.db"));
            DurableFolder.Sync(folder);
            return true;
        }
        finally
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
    }

    /// <summary>A key that is there already must be the same: another one could open what this log does not hold.</summary>
    private static void TakeKeys(string from, string to)
    {
        DurableFolder.Make(to);
        foreach (var key in Directory.GetFiles(from))
        {
            var place = Path.Combine(to, Path.GetFileName(key));
            if (!File.Exists(place)) DurableFile.Copy(key, place);
            else if (!File.ReadAllBytes(place).AsSpan().SequenceEqual(File.ReadAllBytes(key)))
                throw new LogUnavailableException($"`{place}` is another key: move it away first");
        }
    }
}
