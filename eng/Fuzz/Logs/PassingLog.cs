using Holdfast.Storage;

namespace Holdfast.Fuzz.Logs;

/// <summary>Hands everything on to another log; what is planted overrides a part of it.</summary>
internal class PassingLog(ILog log) : ILog
{
    public virtual bool IsAvailable => log.IsAvailable;

    public virtual long Head => log.Head;

    public virtual Checkpoint? LatestCheckpoint => log.LatestCheckpoint;

    public virtual ValueTask<AppendResult> AppendAsync(Append append) => log.AppendAsync(append);

    public virtual OwnerLog? Load(string owner) => log.Load(owner);

    public virtual IReadOnlyList<StoredEvent> History(string owner, long? before, int limit) => log.History(owner, before, limit);

    public virtual StoredEvent? ReadAt(long position) => log.ReadAt(position);

    public virtual IReadOnlyList<StoredEvent> Read(long after, int limit, IReadOnlyList<string>? types = null) => log.Read(after, limit, types);

    public virtual long? Find(LogKey key) => log.Find(key);

    public virtual StoredRequest? FindRequest(LogKey key) => log.FindRequest(key);

    public virtual ValueTask WaitAsync(long after, TimeSpan atMost, CancellationToken cancellation) => log.WaitAsync(after, atMost, cancellation);

    public virtual void OfferSnapshot(string owner, long version, ReadOnlyMemory<byte> state) => log.OfferSnapshot(owner, version, state);

    public virtual ValueTask EraseAsync(string owner) => log.EraseAsync(owner);

    public virtual string? Meta(string name) => log.Meta(name);

    public virtual ValueTask SetMetaAsync(string name, string value) => log.SetMetaAsync(name, value);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return log.DisposeAsync();
    }
}
