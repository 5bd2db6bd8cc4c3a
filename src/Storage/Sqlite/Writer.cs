namespace Holdfast.Storage.Sqlite;

/// <summary>
/// The one thread with the one connection that writes. It commits whatever waits as one transaction, tells nobody
/// before the commit is through, and stops for good at the first error.
/// </summary>
internal sealed class Writer
{
    private const int MostAtOnce = 512;
    private static readonly TimeSpan ScrubAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BusySlice = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan IdleSlice = TimeSpan.FromMilliseconds(5);

    private readonly Database _database;
    private readonly Ledger _ledger;
    private readonly Checkpoints _checkpoints;
    private readonly LogMeter _meter;
    private readonly long _walPages;
    private readonly Statements _statements;
    private readonly Statement _dataVersion;
    private readonly Upkeep _upkeep;
    private readonly Thread _thread;
    private readonly long _ownVersion;
    private long _pages;

    public Writer(Database database, Ledger ledger, Checkpoints checkpoints, LogMeter meter, long walBytes)
    {
        (_database, _ledger, _checkpoints, _meter) = (database, ledger, checkpoints, meter);
        _walPages = walBytes / 4096;
        _statements = new(database);
        _dataVersion = database.Prepare("PRAGMA data_version");
        _ownVersion = DataVersion();
        _upkeep = new(ledger, _statements);
        _thread = new(Loop) { Name = "log writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Set to have the write-ahead log emptied soon, because it holds what must be gone.</summary>
    public bool Scrub { get; set; }

    public long Batches { get; private set; }

    public Task Stop()
    {
        _ledger.Close();
        return Task.Run(_thread.Join);
    }

    private void Loop()
    {
        try
        {
            while (true)
            {
                var batch = _ledger.Take(MostAtOnce);
                if (batch.Length > 0 || _upkeep.Ready || _checkpoints.Due) Write(batch);
                else if (_ledger.Closed) break;
                else _ledger.Wait(Scrub ? ScrubAgain : _checkpoints.Next);
                EmptyWal();
            }
            _checkpoints.Hurry = true;
            if (_checkpoints.Due) Write([]);
            _database.Checkpoint(truncate: true);
            _database.TidyOnClose(true);
        }
        catch (Exception e)
        {
            _ledger.Fail(e);
        }
    }

    private void Write(Work[] batch)
    {
        Action? afterwards = null;
        Checkpoint? checkpoint = null;
        var mark = Array.FindLast(batch, work => work.Mark is not null)?.Mark ?? _ledger.Durable;
        _checkpoints.Saw(mark);
        if (_upkeep.Ready || _checkpoints.Due || Array.Exists(batch, work => work.Writes))
        {
            var started = _meter.StartCommit();
            _statements.Begin.Run();
            if (DataVersion() != _ownVersion) throw new LogUnavailableException("another program wrote to the log");
            foreach (var work in batch) work.Write(_statements);
            if (_checkpoints.Due) _statements.InsertCheckpoint(checkpoint = _checkpoints.Sign(mark));
            afterwards = _upkeep.Work(batch.Length > 0 ? BusySlice : IdleSlice);
            _statements.Commit.Run();
            Batches++;
            _meter.EndCommit(started, batch.Length);
        }
        if (checkpoint is not null) _checkpoints.Latest = checkpoint;
        _ledger.Committed(batch);
        afterwards?.Invoke();
    }

    private void EmptyWal()
    {
        _pages += _database.PagesWritten();
        if (_pages < _walPages && !Scrub) return;
        // a reader at work may keep it from emptying; then again after the next batch
        if (_database.Checkpoint(truncate: Scrub)) Scrub = false;
        _pages = 0;
    }

    private long DataVersion()
    {
        _dataVersion.Step();
        var version = _dataVersion.Int(0);
        _dataVersion.Reset();
        return version;
    }
}
