using System.Collections.Concurrent;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>One connection that only reads; used by one thread at a time.</summary>
internal sealed class Reader : IDisposable
{
    private const string Columns = "position, owner, account, version, prev, at, type, body";

    private const int KeptCiphers = 256;

    private readonly Database _database;

    public Reader(string path)
    {
        _database = Database.OpenReader(path);
        Event = _database.Prepare($"SELECT {Columns} FROM event WHERE position = ?1");
        Events = _database.Prepare(
            $"SELECT {Columns} FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3");
        EventsOf = _database.Prepare(
            $"SELECT {Columns} FROM event WHERE position > ?1 AND position <= ?2 AND instr(?4, ',' || type || ',') > 0 "
            + "ORDER BY position LIMIT ?3");
        Head = _database.Prepare("SELECT owner, version, at, hash FROM event WHERE position = ?1");
        EventRequest = _database.Prepare(
            "SELECT owner, version, type, request_key, request_content, status, answer FROM event WHERE position = ?1");
        Answer = _database.Prepare(
            "SELECT owner, id, '', request_key, request_content, status, answer FROM answer WHERE id = ?1");
        Owner = _database.Prepare("SELECT id, wrapped_key FROM owner WHERE no = ?1");
        Snapshot = _database.Prepare("SELECT version, state FROM snapshot WHERE owner = ?1");
        SnapshotVersion = _database.Prepare("SELECT version FROM snapshot WHERE owner = ?1");
        Page = _database.Prepare("SELECT entries FROM page WHERE id = ?1");
    }

    public Sealer Sealer { get; } = new(KeptCiphers);

    public Statement Event { get; }

    public Statement Events { get; }

    /// <summary>Only those whose type stands in a text between commas.</summary>
    public Statement EventsOf { get; }

    public Statement Head { get; }

    public Statement EventRequest { get; }

    public Statement Answer { get; }

    public Statement Owner { get; }

    public Statement Snapshot { get; }

    public Statement SnapshotVersion { get; }

    public Statement Page { get; }

    /// <summary>The running root at a position, from the last one before it that was signed.</summary>
    public byte[] RootAt(long position)
    {
        using var signed = _database.Prepare("SELECT position, root FROM checkpoint WHERE position <= ?1 ORDER BY position DESC LIMIT 1");
        var (from, root) = signed.Bind(1, position).Step() ? (signed.Int(0), signed.Bytes(1)!) : (0, LogMark.Start.Root);
        using var events = _database.Prepare("SELECT hash FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position");
        for (events.Bind(1, from).Bind(2, position); events.Step();) root = EventRow.RootAfter(root, events.Blob(0));
        return root;
    }

    public void Dispose()
    {
        _database.Dispose();
        Sealer.Dispose();
    }
}

/// <summary>Lends readers; keeps a few open.</summary>
internal sealed class Readers(string path) : IDisposable
{
    private const int Kept = 8;

    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _closed;

    public T Use<T>(Func<Reader, T> read)
    {
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(path);
        try
        {
            var result = read(reader);
            if (_closed || _idle.Count >= Kept) reader.Dispose();
            else _idle.Add(reader);
            return result;
        }
        catch
        {
            // a statement may stand half way, and with it an old view of the database
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }
}
