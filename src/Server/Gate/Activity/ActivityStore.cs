using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Gate.Activity;

/// <summary>
/// What keys were used for, so that a start knows it: `activity.db`, a row for each key. It is no part of the log and decides nothing;
/// where it is lost or damaged, habits begin anew.
/// </summary>
internal sealed class ActivityStore : IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand find;

    private ActivityStore(SqliteConnection connection)
    {
        this.connection = connection;
        Run("pragma journal_mode=wal");
        Run("pragma synchronous=normal");
        Run("create table if not exists habit(key text primary key, saved blob not null) without rowid");
        find = connection.CreateCommand();
        find.CommandText = "select saved from habit where key = $0";
        find.Parameters.AddWithValue("$0", "");
        Find("");
    }

    public static ActivityStore Open(string path)
    {
        try
        {
            return OpenFile(path);
        }
        catch (SqliteException)
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
            return OpenFile(path);
        }
    }

    /// <summary>Null where nothing is known of a key.</summary>
    public byte[]? Find(string key)
    {
        lock (gate)
        {
            find.Parameters[0].Value = key;
            return find.ExecuteScalar() as byte[];
        }
    }

    public void Save(IReadOnlyCollection<(string Key, byte[] Saved)> habits)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.CommandText = "insert or replace into habit values ($0, $1)";
            var (key, saved) = (command.Parameters.AddWithValue("$0", ""), command.Parameters.AddWithValue("$1", Array.Empty<byte>()));
            foreach (var habit in habits)
            {
                (key.Value, saved.Value) = (habit.Key, habit.Saved);
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        find.Dispose();
        connection.Dispose();
    }

    private static ActivityStore OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new ActivityStore(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
