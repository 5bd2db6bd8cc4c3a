namespace Holdfast.Durability.Faults;

/// <summary>How a disk fails.</summary>
internal enum FaultKind
{
    /// <summary>No room, from one call on until the log is opened again.</summary>
    Full,

    /// <summary>No room for one call; somebody deletes something right after it.</summary>
    FullOnce,

    /// <summary>One write fails half way.</summary>
    WriteFails,

    /// <summary>One sync fails, and as Linux does it, some of what was not synced is gone while the next sync says nothing of it.</summary>
    SyncFails,

    /// <summary>Nothing can be written from one call on, as after a remount.</summary>
    ReadOnly,

    /// <summary>From one call on the database can't be written, the write-ahead log can: checkpoints fail.</summary>
    CheckpointFails,

    /// <summary>One read fails.</summary>
    ReadFails,

    /// <summary>The disk is gone: nothing works from one call on.</summary>
    Gone,
}

/// <summary>What SQLite asks of its files.</summary>
internal enum FileCall
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
    Share,
}

/// <summary>Decides for the files of one folder which call fails. Calls that a kind can't hit are not counted for it.</summary>
internal sealed class FaultPlan(FaultKind? kind, int at)
{
    private readonly Lock _gate = new();
    private int _calls;
    private bool _isOver, _isFatal;

    /// <summary>Counts without failing anything.</summary>
    public static FaultPlan Counting(FaultKind kind) => new(kind, int.MaxValue);

    public FaultKind? Kind => kind;

    /// <summary>Calls so far that it could have failed.</summary>
    public int Calls => _calls;

    public bool HasStruck { get; private set; }

    /// <summary>Happens at the call that is struck, before it fails.</summary>
    public Action Striking { get; init; } = () => { };

    /// <summary>What wrote or synced after a sync had failed.</summary>
    public List<string> TriedAgain { get; } = [];

    /// <summary>What is lost and kept of what a failed sync should have made last.</summary>
    public Random Random { get; } = new(at);

    /// <summary>The code to fail with, or 0.</summary>
    public int Strike(FileCall call, string path)
    {
        lock (_gate)
        {
            if (_isOver || kind is not { } how) return 0;
            if (_isFatal && call is FileCall.Write or FileCall.Sync or FileCall.Truncate or FileCall.Delete)
                TriedAgain.Add($"{call} of {Path.GetFileName(path)} after a sync failed");
            if (!Concerns(how, call, path)) return 0;
            var now = ++_calls;
            if (now < at || (now > at && IsOnce(how))) return 0;
            HasStruck = true;
            Striking();
            // while the file is made there is no write-ahead log, and SQLite takes the half-made one back by its journal
            _isFatal |= how == FaultKind.SyncFails && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "log.db-wal"));
            return Code(how, call);
        }
    }

    /// <summary>Another program starts: what the one before saw fail is not its own.</summary>
    public void Restart()
    {
        lock (_gate) _isFatal = false;
    }

    /// <summary>The disk is well again.</summary>
    public void End()
    {
        lock (_gate) _isOver = true;
    }

    private static bool IsOnce(FaultKind how) =>
        how is FaultKind.FullOnce or FaultKind.WriteFails or FaultKind.SyncFails or FaultKind.ReadFails;

    private static bool Concerns(FaultKind how, FileCall call, string path) => how switch
    {
        FaultKind.Full or FaultKind.FullOnce => call is FileCall.Write or FileCall.Share,
        FaultKind.WriteFails => call is FileCall.Write or FileCall.Truncate or FileCall.Delete,
        FaultKind.SyncFails => call is FileCall.Sync,
        FaultKind.ReadOnly => call is FileCall.Open or FileCall.Write or FileCall.Truncate or FileCall.Sync or FileCall.Delete,
        FaultKind.CheckpointFails =>
            path.EndsWith("log.db", StringComparison.Ordinal) && call is FileCall.Write or FileCall.Truncate or FileCall.Sync,
        FaultKind.ReadFails => call is FileCall.Read,
        FaultKind.Gone => true,
        _ => throw new InvalidOperationException($"no rule for {how}"),
    };

    private const int IoError = 10, FullError = 13, CannotOpen = 14, ReadOnlyError = 8;

    private static int Code(FaultKind how, FileCall call) => (how, call) switch
    {
        (FaultKind.Full or FaultKind.FullOnce, _) => FullError,
        (_, FileCall.Open) => CannotOpen,
        (FaultKind.ReadOnly, FileCall.Write) => ReadOnlyError,
        (_, FileCall.Read) => IoError | (1 << 8),
        (_, FileCall.Write) => IoError | (3 << 8),
        (_, FileCall.Sync) => IoError | (4 << 8),
        (_, FileCall.Truncate) => IoError | (6 << 8),
        (_, FileCall.Delete) => IoError | (10 << 8),
        _ => IoError,
    };
}
