using Holdfast.Storage.Index;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// What the process knows of the log beyond the disk: the tail, the heads, the queue to the writer. Everything here is
/// touched under <see cref="Gate"/>.
/// </summary>
internal sealed class Ledger(Runs runs, Owners owners, Reader reader, Tail tail, LogMark start, int flushEvery)
    : IDisposable
{
    private const int KeptHeads = 20_000;

    private readonly Queue<Work> _queue = new();
    private readonly Dictionary<long, long> _queuedPrev = [];
    private readonly Recent<string, OwnerHead> _cache = new(KeptHeads);
    private readonly AutoResetEvent _wake = new(false);
    private Tail _tail = tail;
    private Work[] _writing = [];
    private bool _closed;
    private TaskCompletionSource? _moved;

    public Lock Gate { get; } = new();

    /// <summary>Up to and with the last append admitted.</summary>
    public LogMark Mark { get; private set; } = start;

    /// <summary>Up to and with the last append that is durable.</summary>
    public LogMark Durable { get; private set; } = start;

    public FrozenTail? Frozen { get; private set; }

    public LogUnavailableException? Failure { get; private set; }

    public bool Closed => _closed;

    /// <summary>How much waits for the writer.</summary>
    public int Waiting
    {
        get
        {
            lock (Gate) return _queue.Count;
        }
    }

    public Runs Runs => runs;

    public void ThrowIfClosed()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteLog));
        if (Failure is { } cause) throw new LogUnavailableException(cause.Message, cause);
    }

    public Place? Find(LogKey key) => FindInTail(key) ?? runs.Find(reader.Page, key);

    public Place? FindInTail(LogKey key)
    {
        if (_tail.Keys.TryGetValue(key, out var place)) return place;
        return Frozen is { } frozen && frozen.Tail.Keys.TryGetValue(key, out place) ? place : null;
    }

    public OwnerHead? HeadOf(string owner)
    {
        if (_tail.Heads.TryGetValue(owner, out var head)) return head;
        if (Frozen is { } frozen && frozen.Tail.Heads.TryGetValue(owner, out head)) return head;
        if (_cache.Get(owner) is { } cached) return cached;
        if (Find(OwnerHead.KeyOf(owner)) is not { } place) return null;
        head = ReadHead(place);
        _cache.Put(owner, head);
        return head;
    }

    /// <summary>The owner and the position of his last durable event, 0 without one.</summary>
    public (Owner Owner, long Position)? DurableHeadOf(string owner)
    {
        if (HeadOf(owner) is not { } head) return null;
        var position = head.Position;
        while (position > Durable.Position) position = _queuedPrev[position];
        return (head.Owner, position);
    }

    /// <summary>From here on what was admitted stands for all later ones.</summary>
    public void Enqueue(AppendWork work, OwnerHead head, IEnumerable<(LogKey Key, Place Place)> keys)
    {
        Mark = work.Mark;
        foreach (var row in work.Events) _queuedPrev.Add(row.Position, row.Prev);
        foreach (var (key, place) in keys) _tail.Keys[key] = place;
        _tail.Keys[head.Owner.IndexKey] =
            head.Position > 0 ? Place.Event(head.Position) : Place.Owner(head.Owner.No);
        SetHead(head);
        _tail.Rows += Math.Max(1, work.Events.Length);
        if (Frozen is null && (_tail.Rows >= flushEvery || _tail.Keys.Count >= 4 * flushEvery)) Freeze();
        Enqueue(work);
    }

    public void Enqueue(Work work)
    {
        _queue.Enqueue(work);
        if (_queue.Count == 1) _wake.Set();
    }

    public void SetHead(OwnerHead head)
    {
        _cache.Remove(head.Owner.Id);
        _tail.Heads[head.Owner.Id] = head;
    }

    /// <summary>Done when all that is queued now is durable.</summary>
    public Work Barrier()
    {
        var barrier = new OtherWork(null);
        if (_queue.Count == 0 && _writing.Length == 0) barrier.Complete();
        else Enqueue(barrier);
        return barrier;
    }

    /// <summary>Takes what waits, for the writer.</summary>
    public Work[] Take(int most)
    {
        lock (Gate)
        {
            if (_queue.Count == 0) return [];
            _writing = new Work[Math.Min(most, _queue.Count)];
            for (var i = 0; i < _writing.Length; i++) _writing[i] = _queue.Dequeue();
            return _writing;
        }
    }

    /// <summary>The batch is durable.</summary>
    public void Committed(Work[] batch)
    {
        TaskCompletionSource? moved = null;
        lock (Gate)
        {
            var before = Durable.Position;
            foreach (var work in batch)
            {
                if (work.Mark is { } mark) Durable = mark;
                if (work is AppendWork append)
                    foreach (var row in append.Events) _queuedPrev.Remove(row.Position);
                work.Committed();
            }
            _writing = [];
            if (Durable.Position > before) (moved, _moved) = (_moved, null);
        }
        // the writer goes on to the next batch; to wake hundreds takes longer than to insert their rows
        ThreadPool.UnsafeQueueUserWorkItem(
            static done =>
            {
                foreach (var work in done.batch) work.Complete();
                done.moved?.SetResult();
            },
            (batch, moved), preferLocal: false);
    }

    /// <summary>The frozen tail is on disk as this run.</summary>
    public void Flushed(Run run)
    {
        lock (Gate)
        {
            runs.Add(run);
            foreach (var (id, head) in Frozen!.Tail.Heads)
                if (!_tail.Heads.ContainsKey(id)) _cache.Put(id, head);
            Frozen = null;
        }
    }

    public Task WhenBeyond(long position)
    {
        lock (Gate)
        {
            if (Durable.Position > position) return Task.CompletedTask;
            _moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _moved.Task;
        }
    }

    /// <summary>From now on nothing is admitted; all that waits fails. A failed sync is never tried again.</summary>
    public void Fail(Exception cause)
    {
        Work[] left;
        var failure = cause as LogUnavailableException ?? new LogUnavailableException(cause.Message, cause);
        lock (Gate)
        {
            Failure = failure;
            left = [.. _writing, .. _queue];
            _writing = [];
            _queue.Clear();
        }
        foreach (var work in left) work.Fail(failure);
    }

    public void Close()
    {
        lock (Gate) _closed = true;
        _wake.Set();
    }

    public void Wake() => _wake.Set();

    public void Wait(TimeSpan atMost) => _wake.WaitOne(atMost);

    public void Dispose() => _wake.Dispose();

    private void Freeze()
    {
        var full = _tail;
        _tail = new Tail();
        var sorted = Task.Run(full.Sorted);
        Frozen = new(full, Mark, sorted);
        _ = sorted.ContinueWith(_ => _wake.Set(), TaskScheduler.Default);
    }

    private OwnerHead ReadHead(Place place)
    {
        if (place.IsOwner) return new(owners.Get(reader, (int)place.Number), 0, 0, long.MinValue, OwnerHead.NoHash, 0);
        if (!reader.Head.Bind(1, place.Number).Step())
            throw new LogDamagedException($"the last event of an owner, {place.Number}, is missing");
        var no = (int)reader.Head.Int(0);
        var (version, at, hash) = (reader.Head.Int(1), reader.Head.Int(2), reader.Head.Bytes(3)!);
        reader.Head.Reset();
        var snapshot = reader.SnapshotVersion.Bind(1, no).Step() ? reader.SnapshotVersion.Int(0) : 0;
        reader.SnapshotVersion.Reset();
        return new(owners.Get(reader, no), version, place.Number, at, hash, snapshot);
    }
}
