using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>The embedded log: one SQLite file, one writer, group commit.</summary>
public sealed class SqliteLog : ILog
{
    private readonly FileStream _lock;
    private readonly KeyWrap _wrap;
    private readonly ECDsa _key;
    private readonly Database _database;
    private readonly Reader _ledgerReader;
    private readonly Readers _readers;
    private readonly Owners _owners;
    private readonly Ledger _ledger;
    private readonly Admission _admission;
    private readonly Checkpoints _checkpoints;
    private readonly Writer _writer;
    private readonly Dictionary<string, string> _facts;
    private int _disposed;

    private SqliteLog(string folder, SqliteLogOptions options, Stack<IDisposable> opened)
    {
        var place = new LogFolder(folder);
        place.Create();
        opened.Push(_lock = place.Lock());
        opened.Push(_database = Database.OpenWriter(place.Database));
        var fresh = !Start.HasTables(_database);
        opened.Push(_wrap = place.KeyEncryptionKey(fresh));
        opened.Push(_key = place.CheckpointKey(fresh));
        if (fresh) Start.CreateTables(_database, _wrap, _key);
        Start.CheckMeta(_database, _wrap, _key);

        var runs = Start.LoadRuns(_database);
        Start.DropOrphans(_database, runs);
        var latest = Start.LatestCheckpoint(_database);
        var tail = new Tail();
        var mark = Start.ReadTail(_database, Start.Flushed(_database), latest, tail);
        _facts = Start.Facts(_database);

        _owners = new(_wrap);
        opened.Push(_readers = new(place.Database));
        opened.Push(_ledgerReader = new(place.Database));
        opened.Push(_ledger = new(runs, _owners, _ledgerReader, tail, mark, options.FlushEvery));
        _admission = new(_ledger, _owners);
        _checkpoints = new(_key, options.Time, options.CheckpointEvery, latest);
        _checkpoints.Saw(mark);
        _writer = new(_database, _ledger, _checkpoints, options.WalBytes);
    }

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
        var admitted = _admission.Admit(append);
        await admitted.Work.Done;
        return admitted.Result
            ?? new AppendResult.RequestSeen(FindRequest(admitted.Seen!.Value)
                ?? throw new LogDamagedException($"the answer to request `{admitted.Seen}` is missing"));
    }

    /// <inheritdoc/>
    public OwnerLog? Load(string owner)
    {
        while (true)
        {
            (Owner Owner, long Position)? found;
            lock (_ledger.Gate) found = _ledger.DurableHeadOf(owner);
            if (found is not { } head) return null;
            if (_readers.Use(reader => Load(reader, head.Owner, head.Position)) is { } loaded) return loaded;
        }
    }

    /// <inheritdoc/>
    public StoredEvent? ReadAt(long position) =>
        position < 1 || position > Head ? null : _readers.Use(reader => EventAt(reader, position));

    /// <inheritdoc/>
    public IReadOnlyList<StoredEvent> Read(long after, int limit) => _readers.Use(reader =>
    {
        var found = new List<StoredEvent>();
        var rows = reader.Events.Bind(1, after).Bind(2, Head).Bind(3, limit);
        while (rows.Step()) found.Add(Unsealed(reader, rows));
        return found;
    });

    /// <inheritdoc/>
    public long? Find(LogKey key) => PlaceOf(key) is { IsEvent: true } place ? place.Number : null;

    /// <inheritdoc/>
    public StoredRequest? FindRequest(LogKey key) => PlaceOf(key) is { IsOwner: false } place
        ? _readers.Use(reader => RequestAt(reader, key, place))
        : null;

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

    /// <summary>Writes what waits, signs a last checkpoint, closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _writer.Stop();
        _readers.Dispose();
        _ledgerReader.Dispose();
        _database.Dispose();
        _ledger.Dispose();
        _key.Dispose();
        _wrap.Dispose();
        await _lock.DisposeAsync();
    }

    private Place? PlaceOf(LogKey key)
    {
        lock (_ledger.Gate)
            if (_ledger.FindInTail(key) is { } place) return place;
        return _readers.Use(reader => _ledger.Runs.Find(reader.Page, key));
    }

    /// <summary>Null when a newer snapshot than the head arrived meanwhile.</summary>
    private static OwnerLog? Load(Reader reader, Owner owner, long position)
    {
        var (version, state) = Snapshot(reader, owner);
        var events = new List<StoredEvent>();
        var at = version;
        for (var next = position; next > 0;)
        {
            if (!reader.Event.Bind(1, next).Step()) throw new LogDamagedException($"event {next} is missing");
            if (events.Count == 0) at = reader.Event.Int(3);
            if (reader.Event.Int(3) <= version || owner.Erased)
            {
                reader.Event.Reset();
                break;
            }
            next = reader.Event.Int(4);
            events.Add(Unsealed(owner, reader.Event));
            reader.Event.Reset();
        }
        if (at < version) return null;
        events.Reverse();
        return new(at, state, version, events) { Erased = owner.Erased };
    }

    private static (long Version, byte[]? State) Snapshot(Reader reader, Owner owner)
    {
        if (!reader.Snapshot.Bind(1, owner.No).Step()) return (0, null);
        var (version, stored) = (reader.Snapshot.Int(0), reader.Snapshot.Bytes(1)!);
        reader.Snapshot.Reset();
        return owner.Key is { } key ? (version, SnapshotForm.Open(key, owner.No, version, stored)) : (0, null);
    }

    private StoredEvent? EventAt(Reader reader, long position)
    {
        if (!reader.Event.Bind(1, position).Step()) return null;
        var found = Unsealed(reader, reader.Event);
        reader.Event.Reset();
        return found;
    }

    private StoredEvent Unsealed(Reader reader, Statement row) =>
        Unsealed(_owners.Get(reader, (int)row.Int(1)), row);

    private static StoredEvent Unsealed(Owner owner, Statement row)
    {
        var (version, type) = (row.Int(3), row.Bytes(6) ?? []);
        ReadOnlyMemory<byte>? body = owner.Key is { } key
            ? OwnerSeal.Open(key, Field.Body, owner.No, version, type, row.Blob(7))
            : null;
        return new(row.Int(0), owner.Id, row.Text(2), version, row.Int(5), Encoding.UTF8.GetString(type), body);
    }

    private StoredRequest? RequestAt(Reader reader, LogKey key, Place place)
    {
        var row = place.IsEvent ? reader.EventRequest : reader.Answer;
        if (!row.Bind(1, place.Number).Step()) return null;
        StoredRequest? found = null;
        if (!row.IsNull(3) && LogKey.Read(row.Blob(3)) == key)
        {
            var owner = _owners.Get(reader, (int)row.Int(0));
            var field = place.IsEvent ? Field.EventAnswer : Field.LoneAnswer;
            ReadOnlyMemory<byte>? answer = owner.Key is { } open
                ? OwnerSeal.Open(open, field, owner.No, row.Int(1), row.Bytes(2), row.Blob(6))
                : null;
            found = new(LogKey.Read(row.Blob(4)), (int)row.Int(5), answer);
        }
        row.Reset();
        return found;
    }

    private void Store(Owner owner, long version, ReadOnlyMemory<byte> state)
    {
        if (owner.Key is not { } key) return;
        var stored = SnapshotForm.Make(key, owner.No, version, state.Span);
        lock (_ledger.Gate)
        {
            if (_ledger.Closed || _ledger.Failure is not null || owner.Erased) return;
            _ledger.Enqueue(new OtherWork(statements =>
                statements.PutSnapshot.Bind(1, owner.No).Bind(2, version).Bind(3, stored).Run()));
        }
    }
}
