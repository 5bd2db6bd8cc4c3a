using System.Security.Cryptography;
using System.Text;
using Holdfast.Storage;

namespace Holdfast.Server.Hosting;

/// <summary>
/// The log's memory of the keys beside it. What was sealed with one is lost without it, and links and signatures that were given
/// out are good no more, so a start that misses one, or finds another in its place, is refused instead of making a new one.
/// </summary>
internal static class KnownKeys
{
    private const string MarkName = "keys";

    /// <summary>What is wrong with the keys that were there at an earlier start; all of it.</summary>
    public static IEnumerable<string> Mistakes(ILog log, DataFolder folder)
    {
        foreach (var (name, print) in Read(log))
            if (folder.KeyFile(name) is not { } bytes)
                yield return $"`{folder.KeyPath(name)}` is missing: what was sealed or signed with it can't be read or checked. Put it back from where you keep a copy of `keys`";
            else if (!string.Equals(Print(name, bytes), print, StringComparison.Ordinal))
                yield return $"`{folder.KeyPath(name)}` is not the key that this log was written with. Put the right one back from where you keep a copy of `keys`";
    }

    /// <summary>Writes down the keys that this start made or read.</summary>
    public static async ValueTask RememberAsync(ILog log, DataFolder folder)
    {
        var known = Read(log);
        var before = known.Count;
        foreach (var name in folder.Used) known.TryAdd(name, Print(name, folder.KeyFile(name)!));
        if (known.Count > before) await log.SetMetaAsync(MarkName, string.Join(' ', known.Select(k => $"{k.Key}={k.Value}")));
    }

    private static SortedDictionary<string, string> Read(ILog log) => new(
        (log.Meta(MarkName) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(k => k[..k.IndexOf('=', StringComparison.Ordinal)], k => k[(k.IndexOf('=', StringComparison.Ordinal) + 1)..]),
        StringComparer.Ordinal);

    /// <summary>Says nothing about a key that anybody could use: it is a hash of 256 random bits.</summary>
    private static string Print(string name, byte[] bytes) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"holdfast key {name}\n"), .. bytes]).AsSpan(0, 16));
}
