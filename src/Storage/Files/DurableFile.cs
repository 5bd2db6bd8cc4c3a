namespace Holdfast.Storage.Files;

/// <summary>
/// Files that a power cut leaves whole and in their place: the content is synced under another name, then the name is
/// given, then the folder is synced, because a name is the folder's. All are readable by their owner alone.
/// </summary>
public static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file or replaces it; whoever reads it sees the old content or the new.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using (var draft = Draft(path)) draft.Write(content);
        Publish(path);
    }

    /// <summary>Makes a copy of a file; throws <see cref="IOException"/> where the copy's name is taken.</summary>
    public static void Copy(string from, string to)
    {
        if (File.Exists(to)) throw new IOException($"`{to}` exists already");
        using (var source = File.OpenRead(from))
        using (var draft = Draft(to))
            source.CopyTo(draft);
        Publish(to);
    }

    /// <summary>The name under which a file is written before it counts.</summary>
    public static string DraftOf(string path) => path + ".draft";

    /// <summary>Syncs what stands under the draft's name and gives it its own.</summary>
    public static void Publish(string path)
    {
        using (var draft = new FileStream(DraftOf(path), FileMode.Open, FileAccess.ReadWrite)) draft.Flush(flushToDisk: true);
        File.Move(DraftOf(path), path, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>An empty file for others to write to, which give none a mode.</summary>
    public static void MakeEmpty(string path) => New(path).Dispose();

    private static FileStream Draft(string path) => New(DraftOf(path));

    private static FileStream New(string path)
    {
        // a mode is given only to a file that is made
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
