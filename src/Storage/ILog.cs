namespace Holdfast.Storage;

/// <summary>
/// The append-only log: one order of all events, one stream per owner. Events are bytes; the log knows no rule of
/// the business but these: a version is taken once, a claim is made once, a request is answered once.
/// </summary>
public interface ILog : IAsyncDisposable
{
    /// <summary>
    /// Completes when the append, or whatever it lost against, is durable. Appends of one owner keep the order of the
    /// calls, and one may expect the version of another that is still queued.
    /// Throws <see cref="LogUnavailableException"/> when the disk fails, and from then on at once.
    /// </summary>
    public ValueTask<AppendResult> AppendAsync(Append append);

    /// <summary>The owner's newest snapshot and the durable events after it; null when he is unknown.</summary>
    public OwnerLog? Load(string owner);

    /// <summary>An owner's durable events, the newest first; none where he is unknown or erased.</summary>
    /// <param name="before">The position of one of his, behind which it goes on; null: from his newest on.</param>
    public IReadOnlyList<StoredEvent> History(string owner, long? before, int limit);

    /// <summary>The durable event at a position, or null.</summary>
    public StoredEvent? ReadAt(long position);

    /// <summary>Durable events of all owners after a position, in order; only those of some types where types are given.</summary>
    public IReadOnlyList<StoredEvent> Read(long after, int limit, IReadOnlyList<string>? types = null);

    /// <summary>
    /// Position of the append that holds a claim or a point, those still queued included; null when there is none.
    /// </summary>
    public long? Find(LogKey key);

    /// <summary>The answer once given to a request; durable ones only.</summary>
    public StoredRequest? FindRequest(LogKey key);

    /// <summary>Whether appends can still become durable; false for good after the first failure of the disk.</summary>
    public bool IsAvailable { get; }

    /// <summary>The last durable position; 0 in an empty log.</summary>
    public long Head { get; }

    /// <summary>The newest durable checkpoint.</summary>
    public Checkpoint? LatestCheckpoint { get; }

    /// <summary>Returns once something durable stands after a position, or when the time is up.</summary>
    public ValueTask WaitAsync(long after, TimeSpan atMost, CancellationToken cancellation);

    /// <summary>Hands over an owner's state at a version; it is stored behind the appends and may be dropped.</summary>
    public void OfferSnapshot(string owner, long version, ReadOnlyMemory<byte> state);

    /// <summary>Destroys an owner's key: bodies, answers and snapshot are gone, chain and checkpoints stay whole.</summary>
    public ValueTask EraseAsync(string owner);

    /// <summary>A small durable fact of the host, or null.</summary>
    public string? Meta(string name);

    /// <summary>Completes when the fact is durable.</summary>
    public ValueTask SetMetaAsync(string name, string value);
}
