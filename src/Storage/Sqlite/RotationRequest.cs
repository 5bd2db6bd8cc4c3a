using Holdfast.Storage.Files;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// The file `rotate-kek` in the data folder: asks whoever has the log open to rotate its key-encryption key. Whoever may write it
/// could rotate the key himself if nobody had the log open. It goes when the rotation has ended.
/// </summary>
public static class RotationRequest
{
    /// <summary>Whether a process has the log open.</summary>
    public static bool IsInUse(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "lock"))) return false;
        try
        {
            new LogFolder(folder).Lock().Dispose();
            return false;
        }
        catch (LogUnavailableException)
        {
            return true;
        }
    }

    public static void Ask(string folder) => DurableFile.Write(PathIn(folder), []);

    public static bool IsAsked(string folder) => File.Exists(PathIn(folder));

    public static void End(string folder) => File.Delete(PathIn(folder));

    private static string PathIn(string folder) => Path.Combine(folder, "rotate-kek");
}
