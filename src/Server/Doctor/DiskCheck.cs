using System.Diagnostics;
using System.Globalization;
using Holdfast.Server.Configuration;
using Holdfast.Server.Hosting;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Doctor;

/// <summary>Room, and what a sync costs: an answer is not given before one.</summary>
internal static class DiskCheck
{
    private const long Gibibyte = 1L << 30;

    private const int Tries = 40;

    /// <summary>Faster than anything that could have reached a medium.</summary>
    private static readonly TimeSpan TooFast = TimeSpan.FromMicroseconds(15), Slow = TimeSpan.FromMilliseconds(20);

    public static IEnumerable<Finding> Look(ServerOptions options)
    {
        var folder = Existing(options.Data);
        yield return Room(folder);
        yield return Kind(folder, options);
        yield return Sync(folder);
        yield return Finding.Fine(
            "sqlite", $"SQLite {SqliteLog.EngineVersion} with one writer; each start asserts WAL and synchronous=FULL"
                + (Version.Parse(SqliteLog.EngineVersion) < new Version(3, 51, 3) ? " (below 3.51.3 the single writer keeps its WAL-reset bug away)" : ""));
    }

    private static Finding Room(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free / (double)Gibibyte:0.0} GiB are free in `{folder}`");
        const string Means = "without room nothing is recorded, and everything is denied", Do = "make room, or move the folder to a larger disk";
        return free < Gibibyte / 4 ? Finding.Wrong("disk", says, Means, Do)
            : free < 2 * Gibibyte ? Finding.Warning("disk", says, Means, Do)
            : Finding.Fine("disk", says);
    }

    private static Finding Kind(string folder, ServerOptions options) => MountTable.TypeOf(folder, options.MountTable) switch
    {
        null => new("disk", FindingLevel.Note, "which file system it is can't be told here"),
        "overlay" => Finding.Warning(
            "disk", $"`{folder}` is on a container's own layer (overlay)", "it is gone when the container is made anew", "mount a volume there"),
        var type when MountTable.IsMemory(type) => Finding.Warning(
            "disk", $"`{folder}` is in memory ({type})", "it is gone when the machine restarts", "use a disk for anything but a trial"),
        var type => Finding.Fine("disk", $"the file system is {type}"),
    };

    private static Finding Sync(string folder)
    {
        if (Measure(folder) is not { } median)
            return Finding.Wrong("disk", $"nothing can be written in `{folder}`", "nothing can be recorded", "let the user that serves write there");
        var says = string.Create(CultureInfo.InvariantCulture, $"a sync takes {median.TotalMilliseconds:0.###} ms (median of {Tries})");
        return median < TooFast
            ? Finding.Warning(
                "disk", says, "no medium is that fast, so a power cut may lose what was answered", "see whether the disk or the virtual machine skips syncs")
            : median > Slow
                ? Finding.Warning("disk", says, "every decision waits at least that long", "use a faster disk")
                : Finding.Fine("disk", says);
    }

    private static TimeSpan? Measure(string folder)
    {
        var path = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        try
        {
            var times = new List<TimeSpan>();
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                for (var i = 0; i < Tries; i++)
                {
                    file.Write(new byte[4096]);
                    var started = Stopwatch.GetTimestamp();
                    file.Flush(flushToDisk: true);
                    times.Add(Stopwatch.GetElapsedTime(started));
                }
            return times.Order().ElementAt(Tries / 2);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The folder, or where it would be made.</summary>
    private static string Existing(string folder)
    {
        var path = Path.GetFullPath(folder);
        while (!Directory.Exists(path)) path = Path.GetDirectoryName(path)!;
        return path;
    }
}
