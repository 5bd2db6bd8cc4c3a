using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Gate;

/// <summary>
/// Whose key an id is: a small database beside the log, made of it behind a cursor. An id belongs to the account that had it first,
/// so nobody takes a key over by giving his own the same name. Where the file is lost or damaged it is made anew.
/// </summary>
internal sealed class KeyIndex : IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand find;

    private KeyIndex(SqliteConnection connection)
    {
        this.connection = connection;
        Run("pragma journal_mode=wal");
        Run("pragma synchronous=normal");
        Run("create table if not exists cursor(one integer primary key check (one = 1), position integer not null)");
        Run("create table if not exists key(id blob primary key, owner text not null, account text not null) without rowid");
        find = Command("select owner, account from key where id = $0", [Array.Empty<byte>()]);
        using var read = Command("select position from cursor", []);
        Cursor = read.ExecuteScalar() is long at ? at : 0;
    }

    /// <summary>Everything in the log up to here is taken over.</summary>
    public long Cursor { get; private set; }

    /// <param name="head">Where the log ends: a cursor beyond it is another log's.</param>
    public static KeyIndex Open(string path, long head)
    {
        try
        {
            var opened = OpenFile(path);
            if (opened.Cursor <= head) return opened;
            opened.Dispose();
        }
        catch (SqliteException)
        {
            // damaged; the log has it all
        }
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        return OpenFile(path);
    }

    public (string Owner, string Account)? Find(ReadOnlySpan<byte> id)
    {
        lock (gate)
        {
            find.Parameters[0].Value = id.ToArray();
            using var row = find.ExecuteReader();
            return row.Read() ? (row.GetString(0), row.GetString(1)) : null;
        }
    }

    public void Take(long upTo, IReadOnlyList<(string Key, string Owner, string Account)> keys)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var (key, owner, account) in keys)
                Run("insert or ignore into key values ($0, $1, $2)", System.Text.Encoding.UTF8.GetBytes(key), owner, account);
            Run("insert or replace into cursor values (1, $0)", upTo);
            transaction.Commit();
            Cursor = upTo;
        }
    }

    public void Dispose()
    {
        find.Dispose();
        connection.Dispose();
    }

    private static KeyIndex OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new KeyIndex(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i}", values[i]);
        return command;
    }
}
