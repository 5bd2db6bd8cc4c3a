using System.Globalization;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Stories;

/// <summary>Plays a story on a real log. A log that fails ends it; what was acknowledged until then was told.</summary>
/// <param name="tell">Called with the number of each deed as soon as the log has acknowledged it.</param>
/// <param name="see">Called with each checkpoint that others could have seen.</param>
internal sealed class Player(string folder, Story story, Action<int> tell, Action<Checkpoint> see)
{
    private Checkpoint? _seen;

    /// <summary>Planted: tells before the log has answered.</summary>
    public bool TellsEarly { get; init; }

    /// <summary>Planted: does something to the log once it is open.</summary>
    public Action<SqliteLog> Opened { get; init; } = _ => { };

    /// <summary>Called between the end of one program and the start of the next.</summary>
    public Action Restarting { get; init; } = () => { };

    /// <summary>Plays to the end, or until the log fails; that failure is returned.</summary>
    public async Task<LogUnavailableException?> PlayAsync()
    {
        SqliteLog? log = null;
        try
        {
            log = Open();
            foreach (var round in story.Rounds)
            {
                if (round is [Deed.Restart restart])
                {
                    await log.DisposeAsync();
                    log = null;
                    Restarting();
                    log = Open();
                    tell(restart.No);
                    continue;
                }
                await Task.WhenAll(round.Select(deed => DoAsync(log, deed)));
                See(log);
            }
            return null;
        }
        catch (LogUnavailableException e)
        {
            if (log is not null) await FailsForGood(log);
            return e;
        }
        finally
        {
            if (log is not null) await log.DisposeAsync();
        }
    }

    private SqliteLog Open()
    {
        var log = SqliteLog.Open(folder, story.Options);
        Opened(log);
        return log;
    }

    private async Task DoAsync(SqliteLog log, Deed deed)
    {
        var doing = Begin(log, deed);
        if (TellsEarly) tell(deed.No);
        await doing;
        if (!TellsEarly) tell(deed.No);
    }

    private static Task Begin(SqliteLog log, Deed deed) => deed switch
    {
        Deed.Record record => Appended<AppendResult.Recorded>(log, record.Append),
        Deed.Again again => Appended<AppendResult.RequestSeen>(log, again.Of.Append),
        Deed.Late late => ComesLate(log, late.Of),
        Deed.Refuse refuse => Appended<AppendResult.Recorded>(
            log, new(refuse.Owner, refuse.Version, 1_000, [], refuse.Request, [], [])),
        Deed.Keep keep => Task.Run(() => log.OfferSnapshot(keep.Owner, keep.Version, keep.State)),
        Deed.Note note => log.SetMetaAsync(note.Name, note.Value.ToString(CultureInfo.InvariantCulture)).AsTask(),
        Deed.Erase erase => log.EraseAsync(erase.Owner).AsTask(),
        Deed.Rotate => RotateAsync(log),
        Deed.Rest rest => Task.Delay(rest.Milliseconds),
        _ => throw new InvalidOperationException($"no way to do {deed}"),
    };

    /// <summary>A disk that fails may fail at a key's file, where the log itself has seen nothing yet.</summary>
    private static async Task RotateAsync(SqliteLog log)
    {
        try
        {
            await log.RotateAsync();
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not LogUnavailableException)
        {
            throw new LogUnavailableException(e.Message, e);
        }
    }

    /// <summary>Where a read failed, what it should lose against was denied, and it tells nothing.</summary>
    private static async Task ComesLate(SqliteLog log, Deed.Record of)
    {
        var result = await log.AppendAsync(of.Append with { Request = null });
        if (result is not AppendResult.VersionConflict conflict || conflict.Actual < of.Version)
            throw new LogUnavailableException($"{of} was denied before");
    }

    private static async Task Appended<T>(SqliteLog log, Append append)
    {
        if (await log.AppendAsync(append) is var result && result is not T)
            throw new InvalidOperationException($"{append.Owner} {append.ExpectedVersion}: {result}");
    }

    private void See(SqliteLog log)
    {
        if (log.LatestCheckpoint is not { } latest || latest == _seen) return;
        see(_seen = latest);
    }

    /// <summary>A log that failed once acknowledges nothing any more and says so.</summary>
    private static async Task FailsForGood(SqliteLog log)
    {
        if (log.IsAvailable) return;
        try
        {
            await log.AppendAsync(new Deed.Record("after", 0, 1, 0, false, false).Append);
        }
        catch (LogUnavailableException)
        {
            return;
        }
        throw new InvalidOperationException("a log that had failed recorded something");
    }
}
