using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>Goes through all events: positions, owners' chains, seals; gathers what index and heads must say.</summary>
internal sealed class ChainCheck(AuditReader reader, Findings findings, LogMark flushed)
{
    private readonly Dictionary<int, Link> _heads = [];

    /// <summary>The last position seen.</summary>
    public long Last { get; private set; }

    /// <summary>Where each key must lead: the newest event that has it.</summary>
    public Dictionary<LogKey, Place> Index { get; } = [];

    public IReadOnlyDictionary<int, Link> Heads => _heads;

    /// <summary>How far the index on disk should know.</summary>
    public LogMark Flushed => flushed;

    /// <summary>Each owner's last position up to the flush.</summary>
    public Dictionary<int, long> FlushedHeads { get; } = [];

    public void Run(Action<long, byte[]> sawRoot)
    {
        var root = LogMark.Start.Root;
        using var events = reader.Database.Prepare($"SELECT {AuditReader.EventColumns} FROM event ORDER BY position");
        while (events.Step())
        {
            var row = AuditReader.Row(events);
            if (row.Position != Last + 1) findings.Add(Last + 1, $"event {Last + 1} is missing");
            Last = row.Position;
            if (Fault(row) is { } fault) findings.Add(row.Position, fault);
            _heads[row.Owner] = new(row.Position, row.Version, row.At, row.Hash);
            if (row.Position <= flushed.Position) FlushedHeads[row.Owner] = row.Position;
            root = EventRow.RootAfter(root, row.Hash);
            sawRoot(row.Position, root);
            Gather(row);
        }
    }

    private string? Fault(EventRow row)
    {
        if (!reader.Owners.TryGetValue(row.Owner, out var owner)) return $"owner number {row.Owner} is missing";
        var before = _heads.GetValueOrDefault(row.Owner) ?? new(0, 0, long.MinValue, OwnerHead.NoHash);
        if (row.Prev != before.Position) return $"it follows {row.Prev}, but the owner's last event is {before.Position}";
        if (row.Version != before.Version + 1) return $"version {row.Version} follows {before.Version}";
        if (row.At < before.At) return "its time is before that of the owner's last event";
        if (!row.HashAfter(before.Hash, owner.Id).AsSpan().SequenceEqual(row.Hash))
            return "its hash is not that of its content";
        if (reader.BadOwners.TryGetValue(row.Owner, out var bad)) return bad;
        try
        {
            reader.Sealer.Open(owner, Field.Body, row.Version, row.Type, row.Body);
            if (row.Request is { } request)
                reader.Sealer.Open(owner, Field.EventAnswer, row.Version, row.Type, request.Answer);
            return null;
        }
        catch (LogDamagedException e)
        {
            return e.Message;
        }
    }

    private void Gather(EventRow row)
    {
        var place = Place.Event(row.Position);
        if (row.Request is { } request && !Index.TryAdd(request.Key, place))
            findings.Add(row.Position, $"request `{request.Key}` was recorded before");
        var keys = row.Keys ?? [0];
        for (var i = 0; i * LogKey.Size + 1 < keys.Length; i++)
        {
            var key = LogKey.Read(keys.AsSpan(1 + i * LogKey.Size));
            if (i < keys[0] && Index.ContainsKey(key)) findings.Add(row.Position, $"`{key}` was claimed before");
            Index[key] = place;
        }
    }

    internal sealed record Link(long Position, long Version, long At, byte[] Hash);
}
