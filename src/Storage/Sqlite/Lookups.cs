using System.Text;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>What can be asked of the log; all but a queued claim or point is durable.</summary>
internal sealed class Lookups(Ledger ledger, Owners owners, Readers readers)
{
    public OwnerLog? Load(string owner)
    {
        while (true)
        {
            (Owner Owner, long Position)? found;
            lock (ledger.Gate) found = ledger.DurableHeadOf(owner);
            if (found is not { } head) return null;
            var loaded = readers.Use(reader => Load(reader, head.Owner, head.Position));
            if (loaded.Version >= loaded.SnapshotVersion) return loaded;
            // a newer snapshot than the head arrived meanwhile; one that is newer than all that was ever admitted did not
            lock (ledger.Gate)
                if (ledger.HeadOf(owner)!.Version < loaded.SnapshotVersion)
                    throw new LogDamagedException($"the last events of owner `{owner}` are missing: his snapshot is newer");
            Thread.Yield();
        }
    }

    public IReadOnlyList<StoredEvent> History(string owner, long? before, int limit)
    {
        (Owner Owner, long Position)? found;
        lock (ledger.Gate) found = ledger.DurableHeadOf(owner);
        return found is not { Owner.Erased: false } head ? [] : readers.Use(reader =>
        {
            var events = new List<StoredEvent>();
            for (var next = before is { } later ? PreviousOf(reader, head.Owner, later) : head.Position; next > 0 && events.Count < limit;)
            {
                if (!reader.Event.Bind(1, next).Step()) throw new LogDamagedException($"event {next} is missing");
                next = reader.Event.Int(4);
                events.Add(Unsealed(reader, head.Owner, reader.Event));
                reader.Event.Reset();
            }
            return events;
        });
    }

    /// <summary>Where the owner's event before one of his stands; 0 where there is none, or the position is not his.</summary>
    private static long PreviousOf(Reader reader, Owner owner, long position)
    {
        var previous = reader.Event.Bind(1, position).Step() && reader.Event.Int(1) == owner.No ? reader.Event.Int(4) : 0;
        reader.Event.Reset();
        return previous;
    }

    public StoredEvent? ReadAt(long position) =>
        position < 1 || position > ledger.Durable.Position ? null : readers.Use(reader => EventAt(reader, position));

    public IReadOnlyList<StoredEvent> Read(long after, int limit, IReadOnlyList<string>? types) => readers.Use(reader =>
    {
        var found = new List<StoredEvent>();
        var rows = (types is null ? reader.Events : reader.EventsOf.BindText(4, $",{string.Join(',', types)},"))
            .Bind(1, after).Bind(2, ledger.Durable.Position).Bind(3, limit);
        while (rows.Step()) found.Add(Unsealed(reader, rows));
        return found;
    });

    public long? Find(LogKey key) => PlaceOf(key) is { IsEvent: true } place ? place.Number : null;

    public StoredRequest? FindRequest(LogKey key) => PlaceOf(key) is { IsOwner: false } place
        ? readers.Use(reader => RequestAt(reader, key, place))
        : null;

    private Place? PlaceOf(LogKey key)
    {
        lock (ledger.Gate)
            if (ledger.FindInTail(key) is { } place) return place;
        return readers.Use(reader => ledger.Runs.Find(reader.Page, key));
    }

    private static OwnerLog Load(Reader reader, Owner owner, long position)
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
            events.Add(Unsealed(reader, owner, reader.Event));
            reader.Event.Reset();
        }
        events.Reverse();
        return new(at, Given(state), version, events) { Erased = owner.Erased };
    }

    private static (long Version, byte[]? State) Snapshot(Reader reader, Owner owner)
    {
        if (!reader.Snapshot.Bind(1, owner.No).Step()) return (0, null);
        var (version, stored) = (reader.Snapshot.Int(0), reader.Snapshot.Bytes(1)!);
        reader.Snapshot.Reset();
        return SnapshotForm.Open(reader.Sealer, owner, version, stored) is { } state ? (version, state) : (0, null);
    }

    private StoredEvent? EventAt(Reader reader, long position)
    {
        if (!reader.Event.Bind(1, position).Step()) return null;
        var found = Unsealed(reader, reader.Event);
        reader.Event.Reset();
        return found;
    }

    private StoredEvent Unsealed(Reader reader, Statement row) =>
        Unsealed(reader, owners.Get(reader, (int)row.Int(1)), row);

    private static StoredEvent Unsealed(Reader reader, Owner owner, Statement row)
    {
        var (version, type) = (row.Int(3), row.Bytes(6) ?? []);
        var body = reader.Sealer.Open(owner, Field.Body, version, type, row.Blob(7));
        return new(
            row.Int(0), owner.Id, row.Text(2), version, row.Int(5), Encoding.UTF8.GetString(type), Given(body));
    }

    private StoredRequest? RequestAt(Reader reader, LogKey key, Place place)
    {
        var row = place.IsEvent ? reader.EventRequest : reader.Answer;
        if (!row.Bind(1, place.Number).Step()) return null;
        StoredRequest? found = null;
        if (!row.IsNull(3) && LogKey.Read(row.Blob(3)) == key)
        {
            var owner = owners.Get(reader, (int)row.Int(0));
            var field = place.IsEvent ? Field.EventAnswer : Field.LoneAnswer;
            var answer = reader.Sealer.Open(owner, field, row.Int(1), row.Bytes(2), row.Blob(6));
            found = new(LogKey.Read(row.Blob(4)), (int)row.Int(5), Given(answer));
        }
        row.Reset();
        return found;
    }

    /// <summary>Null stays null; converted by itself it would be empty.</summary>
    private static ReadOnlyMemory<byte>? Given(byte[]? bytes) =>
        bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();
}
