using System.Runtime.InteropServices;

namespace Holdfast.Storage.Files;

/// <summary>Folders, and the names in them, that a power cut leaves in place.</summary>
public static class DurableFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, to be entered by its owner alone, and what is missing above it; one that is there stays as it is.</summary>
    public static void Make(string folder) => Make(Path.GetFullPath(folder), OwnerOnly);

    /// <summary>Makes the names in a folder last; throws <see cref="LogUnavailableException"/> where that fails.</summary>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = NativeMethods.Open(folder, 0);
        if (handle < 0) throw new LogUnavailableException($"`{folder}` can't be opened");
        var code = NativeMethods.Fsync(handle);
        _ = NativeMethods.Close(handle);
        if (code != 0) throw new LogUnavailableException($"`{folder}` can't be synced");
    }

    private static void Make(string folder, UnixFileMode? mode)
    {
        if (Directory.Exists(folder)) return;
        var above = Path.GetDirectoryName(folder)!;
        Make(above, mode: null);
        if (OperatingSystem.IsWindows() || mode is not { } only) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, only);
        Sync(above);
    }
}

/// <summary>.NET has no call that syncs a directory.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Close(int handle);
}
