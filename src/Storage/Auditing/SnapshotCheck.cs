using System.Text;
using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>Each snapshot must open, and be what the owner's events give from nothing.</summary>
internal sealed class SnapshotCheck(AuditReader reader, Findings findings, Func<OwnerHistory, byte[]?>? fold)
{
    public long Run(ChainCheck chain)
    {
        var count = 0L;
        using var snapshots = reader.Database.Prepare("SELECT owner, version, state FROM snapshot");
        while (snapshots.Step())
        {
            count++;
            var (no, version) = ((int)snapshots.Int(0), snapshots.Int(1));
            var head = chain.Heads.GetValueOrDefault(no);
            if (!reader.Owners.TryGetValue(no, out var owner) || head is null || version > head.Version)
                findings.Add(null, $"snapshot {version} of owner number {no} is of a version that is not there");
            else if (Fault(owner, version, snapshots.Bytes(2)!, head) is { } fault)
                findings.Add(null, fault);
        }
        return count;
    }

    private string? Fault(Owner owner, long version, byte[] stored, ChainCheck.Link head)
    {
        try
        {
            if (SnapshotForm.Open(reader.Sealer, owner, version, stored) is not { } state)
                return $"owner `{owner.Id}` is erased but has a snapshot";
            if (fold is null) return null;
            if (fold(new(owner.Id, version, History(owner, version, head))) is not { } folded) return null;
            return folded.AsSpan().SequenceEqual(state)
                ? null
                : $"snapshot {version} of owner `{owner.Id}` is not what his events give";
        }
        catch (LogDamagedException e)
        {
            return e.Message;
        }
    }

    private List<StoredEvent> History(Owner owner, long version, ChainCheck.Link head)
    {
        var events = new List<StoredEvent>();
        using var rows = reader.Database.Prepare($"SELECT {AuditReader.EventColumns} FROM event WHERE position = ?1");
        for (var position = head.Position; position > 0;)
        {
            if (!rows.Bind(1, position).Step()) throw new LogDamagedException($"event {position} is missing");
            var row = AuditReader.Row(rows);
            rows.Reset();
            if (row.Prev >= position) throw new LogDamagedException($"event {position} follows a later one");
            position = row.Prev;
            if (row.Version > version) continue;
            var body = reader.Sealer.Open(owner, Field.Body, row.Version, row.Type, row.Body);
            events.Add(new(
                row.Position, owner.Id, Encoding.UTF8.GetString(row.Account), row.Version, row.At,
                Encoding.UTF8.GetString(row.Type), body));
        }
        events.Reverse();
        return events;
    }
}
