namespace Holdfast.Server.Gate.Activity;

/// <summary>The lists of networks as they were configured, read anew when a file changes; while a file is wrong, the lists before it stay.</summary>
internal sealed class Networks
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly (string Kind, string File)[] files;
    private NetworkTable current;
    private DateTime[] written;

    private Networks((string Kind, string File)[] files, NetworkTable table, DateTime[] written) =>
        (this.files, current, this.written) = (files, table, written);

    public NetworkTable Current => Volatile.Read(ref current);

    /// <summary>Reads `vpn=FILE,tor=FILE`; null, and why, where a part of it is wrong.</summary>
    public static Networks? Read(string? setting, List<string> mistakes)
    {
        var (before, files) = (mistakes.Count, new List<(string Kind, string File)>());
        foreach (var part in setting?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            if (part.Split('=', 2) is [{ Length: > 0 and <= 32 } kind, { Length: > 0 } file] && kind.All(char.IsAsciiLetterOrDigit)) files.Add((kind, file));
            else mistakes.Add($"--networks: `{part}` is not a kind, `=` and a file");
        var all = files.ToArray();
        if (mistakes.Count > before || Load(all, mistakes) is not { } table) return null;
        return new Networks(all, table, Times(all));
    }

    public async Task RunAsync(CancellationToken stop)
    {
        if (files.Length == 0) return;
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stop)) Refresh();
    }

    /// <summary>Whether the lists are those of the files now.</summary>
    public bool Refresh()
    {
        var times = Times(files);
        if (times.SequenceEqual(written)) return true;
        if (Load(files, []) is not { } table) return false;
        written = times;
        Volatile.Write(ref current, table);
        return true;
    }

    private static NetworkTable? Load((string Kind, string File)[] files, List<string> mistakes)
    {
        var lists = new List<(string, string, string)>();
        foreach (var (kind, file) in files)
            try
            {
                lists.Add((kind, $"--networks `{file}`", File.ReadAllText(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"--networks `{file}` can't be read: {e.Message}");
                return null;
            }
        return NetworkTable.Read(lists, mistakes);
    }

    private static DateTime[] Times((string Kind, string File)[] files) => Array.ConvertAll(files, f => File.GetLastWriteTimeUtc(f.File));
}
