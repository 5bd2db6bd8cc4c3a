using Holdfast.Domain.Installations;
using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Files;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Witnessing;

/// <summary>
/// The file `witness` beside the log: the newest checkpoint that the log had made. It is written behind the log, so a log
/// that lacks it was set back, or another was put in its place; no crash and no power cut leaves it ahead.
/// </summary>
internal sealed class Witness(string folder)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly string path = Path.Combine(folder, "witness");
    private Checkpoint? kept;

    /// <summary>It could not be written at the last try: a log that is set back now may go unnoticed.</summary>
    public bool IsFailing { get; private set; }

    public static IEnumerable<string> Mistakes(ServerOptions options) =>
        options.Checkpoint is { } given && MistakeIn(given) is { } mistake ? [$"--checkpoint {mistake}"] : [];

    /// <summary>What is wrong with a file that should hold a checkpoint; null when it holds one.</summary>
    private static string? MistakeIn(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            return $"`{path}` holds no checkpoint: {e.Message}";
        }
    }

    /// <summary>What the witness and a checkpoint that the operator kept show of a log that it does not have.</summary>
    /// <param name="given">The operator's file; null for none.</param>
    /// <exception cref="ConfigurationException">One of them can't be of this log at all.</exception>
    /// <exception cref="LogUnavailableException">There is no log where there was one.</exception>
    public SeenCheckpoint[] MissingIn(SqliteLog log, string? given)
    {
        var missing = new List<SeenCheckpoint>();
        var mistakes = new List<string>();
        foreach (var file in new[] { File.Exists(path) ? path : null, given }.OfType<string>())
        {
            if (MistakeIn(file) is { } mistake)
            {
                mistakes.Add(mistake);
                continue;
            }
            var seen = Read(file);
            var fit = log.Compare(seen);
            if (fit == CheckpointFit.OtherKey) mistakes.Add($"`{file}` holds a checkpoint of another log: it is signed by the key {seen.KeyId}");
            else if (fit == CheckpointFit.Fits && file == path) kept = seen;
            else if (fit != CheckpointFit.Fits) missing.Add(new(seen.Position, Convert.ToHexStringLower(seen.Root.Span)));
        }
        if (mistakes.Count > 0) throw new ConfigurationException(mistakes);
        if (missing.Count > 0 && log.Head == 0)
            throw new LogUnavailableException($"the log in `{folder}` is empty, but had {missing[0].Position} events once: restore it");
        return [.. missing.Distinct()];
    }

    /// <summary>Follows the log's checkpoints, at most two times a second; not while it is set back, for then it would forget that.</summary>
    public async Task RunAsync(ILog log, Installation installation, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stop)) Keep(log, installation);
    }

    /// <summary>Writes the newest checkpoint down, where it is another.</summary>
    public void Keep(ILog log, Installation installation)
    {
        try
        {
            if (installation.IsRolledBack || log.LatestCheckpoint is not { } latest || latest == kept) return;
            DurableFile.Write(path, System.Text.Encoding.UTF8.GetBytes(latest.ToJson() + "\n"));
            (kept, IsFailing) = (latest, false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // whatever it was, the witness is not what it should be, and the next turn tries again
            IsFailing = true;
        }
    }

    private static Checkpoint Read(string path) => Checkpoint.FromJson(File.ReadAllText(path));
}
