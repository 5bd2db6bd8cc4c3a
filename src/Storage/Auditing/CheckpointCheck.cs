using System.Security.Cryptography;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>Every checkpoint, those stored and one held elsewhere, must be signed and be on this log.</summary>
internal sealed class CheckpointCheck(ECDsa key, Findings findings)
{
    private readonly Queue<(Checkpoint Checkpoint, string Name)> _open = new();

    /// <summary>Reads the stored ones and returns how many there are.</summary>
    public long Expect(Database database, Checkpoint? held)
    {
        var all = new List<(Checkpoint Checkpoint, string Name)>();
        using var rows = database.Prepare("SELECT position, root, at, key_id, signature FROM checkpoint");
        while (rows.Step())
        {
            var stored = new Checkpoint(rows.Int(0), rows.Bytes(1), rows.Bytes(4), rows.Text(3), rows.Int(2));
            all.Add((stored, $"checkpoint {stored.Position}"));
        }
        var count = all.Count;
        if (held is not null) all.Add((held, $"the held checkpoint {held.Position}"));
        var id = Checkpoint.IdOf(key);
        foreach (var one in all.OrderBy(one => one.Checkpoint.Position))
        {
            if (one.Checkpoint.KeyId != id || !one.Checkpoint.IsSignedBy(key))
                findings.Add(one.Checkpoint.Position, $"{one.Name} is not signed by this log's key {id}");
            else _open.Enqueue(one);
        }
        return count;
    }

    public void Saw(long position, byte[] root)
    {
        while (_open.TryPeek(out var next) && next.Checkpoint.Position <= position)
        {
            _open.Dequeue();
            if (next.Checkpoint.Position == position && !next.Checkpoint.Root.Span.SequenceEqual(root))
                findings.Add(position, $"{next.Name} is of another history: some event up to here is not what it signed");
        }
    }

    public void End(long last)
    {
        foreach (var (checkpoint, name) in _open)
            findings.Add(last + 1, $"the log ends at {last}, but {name} shows that it was longer: "
                + "its tail was cut, or an older copy was restored");
    }
}
