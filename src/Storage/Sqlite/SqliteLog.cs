using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>The embedded log: one SQLite file, one writer, group commit.</summary>
public sealed class SqliteLog : ILog
{
    private readonly FileStream _lock;
    private readonly ECDsa _key;
    private readonly Database _database;
    private readonly Reader _ledgerReader;
    private readonly Readers _readers;
    private readonly Lookups _lookups;
    private readonly Owners _owners;
    private readonly Ledger _ledger;
    private readonly Admission _admission;
    private readonly Checkpoints _checkpoints;
    private readonly LogMeter _meter;
    private readonly Writer _writer;
    private readonly LiveRotation _rotation;
    private readonly Dictionary<string, string> _facts;
    private int _disposed;

    private SqliteLog(string folder, SqliteLogOptions options, Stack<IDisposable> opened)
    {
        var place = new LogFolder(folder);
        place.Create();
        opened.Push(_lock = place.Lock());
        place.CreateDatabase();
        opened.Push(_database = Database.OpenWriter(place.Database));
        var fresh = !Start.HasTables(_database);
        var before = fresh ? null : Start.Meta(_database, "kek_before");
        var reached = before is null ? 0 : int.Parse(Start.Meta(_database, LiveRotation.Reached) ?? "0", CultureInfo.InvariantCulture);
        var wrap = place.KeyEncryptionKey(fresh, fresh ? null : Start.Meta(_database, "kek"), before);
        opened.Push(wrap);
        opened.Push(_key = place.CheckpointKey(fresh));
        if (fresh) Start.CreateTables(_database, wrap, _key);
        place.Sync();
        options.Format.RefuseNewer(_database);
        Start.CheckKeys(_database, wrap, _key);
        options.Format.BringUp(_database);
        place.SettleKeyEncryptionKey(wrap.Id, before);

        var runs = Start.LoadRuns(_database);
        Start.DropOrphans(_database, runs);
        var latest = Start.LatestCheckpoint(_database);
        var tail = new Tail();
        var mark = Start.ReadTail(_database, Start.Flushed(_database), latest, tail);
        _facts = Start.Facts(_database);

        _owners = new(wrap);
        opened.Push(_readers = new(place.Database));
        opened.Push(_ledgerReader = new(place.Database));
        opened.Push(_ledger = new(runs, _owners, _ledgerReader, tail, mark, options.FlushEvery));
        _admission = new(_ledger, _owners);
        _lookups = new(_ledger, _owners, _readers);
        _checkpoints = new(_key, options.Time, options.CheckpointEvery, latest);
        _checkpoints.Saw(mark);
        opened.Push(_meter = new(_ledger));
        _writer = new(_database, _ledger, _checkpoints, _meter, options.WalBytes);
        _rotation = new(place, _ledger, _owners, () => _writer.Scrub = true);
        if (before is not null) _rotation.GoOn(reached);
    }

    /// <summary>The name of its <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public static string MeterName => LogMeter.Name;

    /// <summary>The version of SQLite in use; below 3.51.3 only the single writer keeps its WAL-reset bug away.</summary>
    public static string EngineVersion => Database.LibraryVersion;

    /// <inheritdoc/>
    public bool IsAvailable
    {
        get
        {
            lock (_ledger.Gate) return _ledger.Failure is null && !_ledger.Closed;
        }
    }

    /// <inheritdoc/>
    public long Head => _ledger.Durable.Position;

    /// <summary>Transactions written since the start.</summary>
    internal long Batches => _writer.Batches;

    internal LiveRotation Rotation => _rotation;

    internal IReadOnlyList<Run> Runs => _ledger.Runs.NewestFirst;

    /// <inheritdoc/>
    public Checkpoint? LatestCheckpoint => _checkpoints.Latest;

    /// <summary>
    /// Opens the log in a folder, or makes one. Throws <see cref="LogUnavailableException"/> where the folder is in
    /// use, a key is missing or the disk fails, <see cref="LogDamagedException"/> where the log contradicts itself.
    /// </summary>
    public static SqliteLog Open(string folder, SqliteLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var opened = new Stack<IDisposable>();
        try
        {
            return new(folder, options ?? new(), opened);
        }
        catch (Exception e)
        {
            while (opened.TryPop(out var part)) part.Dispose();
            if (e is UnauthorizedAccessException or (IOException and not LogUnavailableException and not LogDamagedException))
                throw new LogUnavailableException($"the log in `{folder}` can't be opened: {e.Message}", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Append append)
    {
        var started = _meter.StartAppend();
        var admitted = _admission.Admit(append);
        await admitted.Work.Done;
        _meter.EndAppend(started);
        return admitted.Result
            ?? new AppendResult.RequestSeen(FindRequest(admitted.Seen!.Value)
                ?? throw new LogDamagedException($"the answer to request `{admitted.Seen}` is missing"));
    }

    /// <inheritdoc/>
    public OwnerLog? Load(string owner) => _lookups.Load(owner);

    /// <inheritdoc/>
    public IReadOnlyList<StoredEvent> History(string owner, long? before, int limit) => _lookups.History(owner, before, limit);

    /// <inheritdoc/>
    public StoredEvent? ReadAt(long position) => _lookups.ReadAt(position);

    /// <inheritdoc/>
    public IReadOnlyList<StoredEvent> Read(long after, int limit, IReadOnlyList<string>? types = null) =>
        _lookups.Read(after, limit, types);

    /// <inheritdoc/>
    public long? Find(LogKey key) => _lookups.Find(key);

    /// <inheritdoc/>
    public StoredRequest? FindRequest(LogKey key) => _lookups.FindRequest(key);

    /// <summary>Whether a checkpoint that somebody kept is one of this log: it signs none that it does not have.</summary>
    public CheckpointFit Compare(Checkpoint kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (kept.KeyId != Checkpoint.IdOf(_key) || !kept.IsSignedBy(_key)) return CheckpointFit.OtherKey;
        if (kept.Position > Head) return CheckpointFit.Ahead;
        var root = _readers.Use(reader => reader.RootAt(kept.Position));
        return kept.Root.Span.SequenceEqual(root) ? CheckpointFit.Fits : CheckpointFit.OtherHistory;
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(long after, TimeSpan atMost, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (Head <= after && !cancellation.IsCancellationRequested)
        {
            var left = atMost - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return;
            await _ledger.WhenBeyond(after).WaitAsync(left, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void OfferSnapshot(string owner, long version, ReadOnlyMemory<byte> state)
    {
        Owner of;
        lock (_ledger.Gate)
        {
            if (_ledger.Closed || _ledger.Failure is not null) return;
            if (_ledger.HeadOf(owner) is not { } head || head.Owner.Erased) return;
            if (version > head.Version || version <= head.SnapshotVersion) return;
            _ledger.SetHead(head with { SnapshotVersion = version });
            of = head.Owner;
        }
        _ = Task.Run(() => Store(of, version, state));
    }

    /// <inheritdoc/>
    public async ValueTask EraseAsync(string owner)
    {
        OtherWork work;
        lock (_ledger.Gate)
        {
            _ledger.ThrowIfClosed();
            if (_ledger.HeadOf(owner)?.Owner is not { } erased) return;
            work = new(
                statements =>
                {
                    statements.DropKey.Bind(1, erased.No).Run();
                    statements.DropSnapshot.Bind(1, erased.No).Run();
                },
                () =>
                {
                    _owners.Erase(erased);
                    _writer.Scrub = true;
                });
            _ledger.Enqueue(work);
        }
        await work.Done;
    }

    /// <inheritdoc/>
    public string? Meta(string name)
    {
        lock (_ledger.Gate) return _facts.GetValueOrDefault(name);
    }

    /// <inheritdoc/>
    public async ValueTask SetMetaAsync(string name, string value)
    {
        OtherWork work = new(
            statements => statements.PutFact.BindText(1, name).BindText(2, value).Run(), () => _facts[name] = value);
        lock (_ledger.Gate)
        {
            _ledger.ThrowIfClosed();
            _ledger.Enqueue(work);
        }
        await work.Done;
    }

    /// <summary>
    /// Seals the owners' keys with a fresh key-encryption key, page by page between the appends; one that was cut off goes on
    /// at the next start. Returns how many owners' keys were sealed anew, when the key before is on the disk no more.
    /// </summary>
    public Task<long> RotateAsync() => _rotation.RunAsync();

    /// <summary>Writes what waits, signs a last checkpoint, closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _writer.Stop();
        await _rotation.Stopped;
        _meter.Dispose();
        _readers.Dispose();
        _ledgerReader.Dispose();
        _database.Dispose();
        _ledger.Dispose();
        _admission.Dispose();
        _key.Dispose();
        _owners.Wrap.Dispose();
        await _lock.DisposeAsync();
    }

    private void Store(Owner owner, long version, ReadOnlyMemory<byte> state)
    {
        byte[] stored;
        try
        {
            stored = SnapshotForm.Make(owner, version, state.Span);
        }
        catch (OwnerErasedException)
        {
            return;
        }
        lock (_ledger.Gate)
        {
            if (_ledger.Closed || _ledger.Failure is not null || owner.Erased) return;
            _ledger.Enqueue(new OtherWork(statements =>
                statements.PutSnapshot.Bind(1, owner.No).Bind(2, version).Bind(3, stored).Run()));
            _meter.Snapshot();
        }
    }
}
