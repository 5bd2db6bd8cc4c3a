using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;

    internal Statement(Database database, sqlite3_stmt handle) => (_database, _handle) = (database, handle);

    public Statement Bind(int parameter, long value)
    {
        _database.Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        _database.Check(raw.sqlite3_bind_blob(_handle, parameter, value));
        return this;
    }

    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        _database.Check(raw.sqlite3_bind_text(_handle, parameter, utf8));
        return this;
    }

    public Statement BindText(int parameter, string value)
    {
        _database.Check(raw.sqlite3_bind_text(_handle, parameter, value));
        return this;
    }

    public Statement BindNull(int parameter)
    {
        _database.Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    /// <summary>True on a row. After the last one the statement is ready for its next use.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        Finish(code);
        return false;
    }

    public void Run()
    {
        while (Step()) { }
    }

    public void Reset() => raw.sqlite3_reset(_handle);

    public long Int(int column) => raw.sqlite3_column_int64(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public byte[]? Bytes(int column) => IsNull(column) ? null : Blob(column).ToArray();

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public void Dispose()
    {
        Close();
        _database.Forget(this);
    }

    internal void Close() => _handle.Dispose();

    private void Finish(int code)
    {
        try
        {
            _database.Check(code);
        }
        finally
        {
            raw.sqlite3_reset(_handle);
        }
    }
}
