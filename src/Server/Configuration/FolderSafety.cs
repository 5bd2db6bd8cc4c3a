using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>The data folder that a production server was given: nobody else may read it, and what is written must last.</summary>
internal static class FolderSafety
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Data)) return ["--data is empty"];
        if (File.Exists(options.Data)) return [$"--data `{options.Data}` is a file"];
        if (options.Sandbox) return InUse(options.Data);
        return [.. Disk(options), .. Modes(options.Data), .. KeyFiles.Mistakes(Path.Combine(options.Data, "keys")), .. InUse(options.Data)];
    }

    private static IEnumerable<string> Disk(ServerOptions options)
    {
        var data = options.Data;
        if (Path.GetPathRoot(Path.GetFullPath(data)) == Path.GetFullPath(data))
            yield return $"--data `{data}` is the root of a disk: give it a folder of its own";
        if (MountTable.TypeOf(data, options.MountTable) is not { } type) yield break;
        if (MountTable.IsNetwork(type))
            yield return $"--data `{data}` is on a network file system ({type}), where the log could be lost or torn: give it a disk of this machine";
        if (MountTable.IsMemory(type))
            yield return $"--data `{data}` is in memory ({type}), and gone when the machine restarts: give it a disk";
    }

    private static IEnumerable<string> Modes(string data)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(data)) yield break;
        if (IsOpen(data)) yield return $"--data `{data}` is open to others: chmod 700 {data}";
        foreach (var folder in Directory.GetDirectories(data))
            if (IsOpen(folder)) yield return $"`{folder}` is open to others: chmod 700 {folder}";
        string[] files = [.. Directory.GetFiles(data), .. Files(Path.Combine(data, "keys"))];
        foreach (var file in files.Where(IsOurs))
            if (IsOpen(file)) yield return $"`{file}` is open to others: chmod 600 {file}";
    }

    /// <summary>Whatever else somebody put there, such as the proposal of a policy, is no secret of ours.</summary>
    private static bool IsOurs(string file) => Path.GetFileName(file) is var name
        && (name.Contains(".db", StringComparison.Ordinal) || name is "platform-token" or "staff-1" or "staff-2"
            || Path.GetFileName(Path.GetDirectoryName(file)) == "keys");

    /// <summary>Whether a process has the log open.</summary>
    public static bool IsInUse(string data)
    {
        var path = Path.Combine(data, "lock");
        if (!File.Exists(path)) return false;
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public static string InUseText(string data) => $"--data `{data}` is in use by another process";

    private static string[] InUse(string data) => IsInUse(data) ? [InUseText(data)] : [];

    private static string[] Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    /// <summary>Whether anybody may write it.</summary>
    public static bool IsWritable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != UnixFileMode.None;

    /// <summary>Whether anybody but the owner may do anything with it.</summary>
    public static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
