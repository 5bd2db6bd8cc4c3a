using System.Diagnostics;
using SQLitePCL;

namespace Holdfast.Bench;

/// <summary>Inserts the newest rows of a log's event table into an empty database of the same form, in groups, fully synced.</summary>
internal static class BareSqlite
{
    public static double Rate(string log, int group, int rows)
    {
        Batteries_V2.Init();
        var path = log + ".bare";
        Check(raw.sqlite3_open(path, out var db), db);
        Run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
        Run(db, $"ATTACH '{log.Replace("'", "''", StringComparison.Ordinal)}' AS log");
        var schema = Text(db, "SELECT sql FROM log.sqlite_master WHERE name='event'");
        Run(db, schema);
        var data = Rows(db, rows, out var columns);
        Run(db, "DETACH log");
        Check(raw.sqlite3_prepare_v2(db, $"INSERT INTO event VALUES({string.Join(',', Enumerable.Repeat("?", columns))})", out var insert), db);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < data.Count; i += group)
        {
            Run(db, "BEGIN IMMEDIATE");
            for (var j = i; j < Math.Min(i + group, data.Count); j++) Insert(db, insert, data[j]);
            Run(db, "COMMIT");
            if (i / group % 512 == 511) raw.sqlite3_wal_checkpoint_v2(db, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
        var rate = data.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        insert.Dispose();
        db.Dispose();
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        return rate;
    }

    private static List<object?[]> Rows(sqlite3 db, int rows, out int columns)
    {
        Check(raw.sqlite3_prepare_v2(
            db, $"SELECT * FROM (SELECT * FROM log.event ORDER BY position DESC LIMIT {rows}) ORDER BY position", out var read), db);
        var data = new List<object?[]>(rows);
        columns = raw.sqlite3_column_count(read);
        while (raw.sqlite3_step(read) == raw.SQLITE_ROW)
        {
            var row = new object?[columns];
            for (var c = 0; c < columns; c++)
                row[c] = raw.sqlite3_column_type(read, c) switch
                {
                    raw.SQLITE_INTEGER => raw.sqlite3_column_int64(read, c),
                    raw.SQLITE_TEXT => raw.sqlite3_column_text(read, c).utf8_to_string(),
                    raw.SQLITE_BLOB => raw.sqlite3_column_blob(read, c).ToArray(),
                    _ => null,
                };
            data.Add(row);
        }
        read.Dispose();
        return data;
    }

    private static void Insert(sqlite3 db, sqlite3_stmt insert, object?[] row)
    {
        for (var c = 0; c < row.Length; c++)
            _ = row[c] switch
            {
                long n => raw.sqlite3_bind_int64(insert, c + 1, n),
                string s => raw.sqlite3_bind_text(insert, c + 1, s),
                byte[] b => raw.sqlite3_bind_blob(insert, c + 1, b),
                _ => raw.sqlite3_bind_null(insert, c + 1),
            };
        if (raw.sqlite3_step(insert) != raw.SQLITE_DONE) throw new InvalidOperationException(raw.sqlite3_errmsg(db).utf8_to_string());
        raw.sqlite3_reset(insert);
    }

    private static string Text(sqlite3 db, string sql)
    {
        Check(raw.sqlite3_prepare_v2(db, sql, out var statement), db);
        raw.sqlite3_step(statement);
        var text = raw.sqlite3_column_text(statement, 0).utf8_to_string();
        statement.Dispose();
        return text;
    }

    private static void Run(sqlite3 db, string sql) => Check(raw.sqlite3_exec(db, sql), db);

    private static void Check(int code, sqlite3 db)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException(raw.sqlite3_errmsg(db).utf8_to_string());
    }
}
