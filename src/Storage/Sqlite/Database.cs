using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>One SQLite connection. Errors come out as <see cref="LogUnavailableException"/>.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>
    /// The connection that alone writes and checkpoints (3.50.4 has the WAL-reset bug of sqlite.org/wal.html, which
    /// needs two). Durability is asserted, not assumed.
    /// </summary>
    public static Database OpenWriter(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        database.TidyOnClose(false);
        database.Execute("PRAGMA mmap_size=0; PRAGMA secure_delete=FAST; PRAGMA cache_size=-16384");
        database.Assert("PRAGMA journal_mode=WAL", "wal");
        database.Execute("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL");
        database.Assert("PRAGMA synchronous", "2");
        database.Assert("PRAGMA wal_autocheckpoint", "0");
        return database;
    }

    public static Database OpenReader(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE);
        // only the writer checkpoints, also where a reader is the last to leave
        database.TidyOnClose(false);
        database.Execute(
            "PRAGMA mmap_size=0; PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0; "
            + "PRAGMA cache_size=-2048");
        return database;
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        var prepared = new Statement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public string? Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Text(0) : null;
    }

    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int(0) : 0;
    }

    /// <summary>Pages that went to the write-ahead log since the last call.</summary>
    public int PagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, DbStatusCacheWrite, out var pages, out _, 1));
        return pages;
    }

    /// <summary>Moves the write-ahead log into the database; true when all of it went.</summary>
    public bool Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        // never waits for a reader: appends would wait with it
        raw.sqlite3_busy_timeout(_handle, 0);
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var frames, out var moved);
        raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
        if (code == raw.SQLITE_BUSY) return false;
        Check(code);
        return frames == moved;
    }

    /// <summary>
    /// Whether the last to close moves the write-ahead log into the database and removes it. Not after a failure: it would
    /// sync anew what a sync has failed for, and take the kernel's word that this time all of it is on the disk.
    /// </summary>
    public void TidyOnClose(bool tidy) => Check(raw.sqlite3_db_config(_handle, NoCheckpointOnClose, tidy ? 0 : 1, out _));

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Close();
        _handle.Dispose();
    }

    internal void Forget(Statement statement) => _statements.Remove(statement);

    internal void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        throw new LogUnavailableException(
            $"sqlite: {raw.sqlite3_errmsg(_handle).utf8_to_string()} ({raw.sqlite3_extended_errcode(_handle)})");
    }

    private const int DbStatusCacheWrite = 9;
    private const int BusyMilliseconds = 2_000;
    private const int NoCheckpointOnClose = 1006;

    private static Database Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(handle);
        try
        {
            database.Check(code);
            raw.sqlite3_busy_timeout(handle, BusyMilliseconds);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Assert(string pragma, string expected)
    {
        var actual = Scalar(pragma);
        if (actual != expected)
            throw new LogUnavailableException($"`{pragma}` gives `{actual}`, but the log needs `{expected}`");
    }
}
