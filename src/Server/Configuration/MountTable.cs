using System.Text.RegularExpressions;

namespace Holdfast.Server.Configuration;

/// <summary>Which file system a folder is on, by Linux's table of mounts.</summary>
internal static partial class MountTable
{
    public const string OfThisProcess = "/proc/self/mountinfo";

    private static readonly string[] Network =
    [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "beegfs", "ocfs2", "gfs2", "vboxsf",
        "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.glusterfs", "fuse.gcsfuse", "fuse.blobfuse", "fuse.vmhgfs-fuse",
    ];

    public static bool IsNetwork(string type) => Network.Contains(type);

    public static bool IsMemory(string type) => type is "tmpfs" or "ramfs";

    /// <summary>Such as `ext4`; null where the table can't be read or doesn't say.</summary>
    public static string? TypeOf(string folder, string table = OfThisProcess)
    {
        if (!File.Exists(table)) return null;
        var path = Path.GetFullPath(folder);
        string? type = null;
        var longest = -1;
        foreach (var line in File.ReadLines(table))
        {
            // 36 35 98:0 /root /mounted/at rw,noatime master:1 - ext4 /dev/sda1 rw
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash < 6 || dash + 1 >= fields.Length) continue;
            var place = Escaped().Replace(fields[4], m => ((char)Convert.ToInt32(m.Groups["code"].Value, 8)).ToString());
            // of two at one place the later hides the earlier
            if (place.Length >= longest && IsWithin(path, place)) (type, longest) = (fields[dash + 1], place.Length);
        }
        return type;
    }

    private static bool IsWithin(string path, string place) =>
        place == "/" || (path.StartsWith(place, StringComparison.Ordinal) && (path.Length == place.Length || path[place.Length] == '/'));

    [GeneratedRegex(@"\\(?<code>[0-7]{3})", RegexOptions.NonBacktracking)]
    private static partial Regex Escaped();
}
