using System.Text;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests;

/// <summary>A log in a folder of its own, which goes with the test.</summary>
public sealed class LogFixture : IAsyncDisposable
{
    public static readonly SqliteLogOptions Quick = new() { CheckpointEvery = TimeSpan.FromMilliseconds(20) };

    private readonly SqliteLogOptions _options;

    public LogFixture(SqliteLogOptions? options = null)
    {
        _options = options ?? Quick;
        Folder = Path.Combine(Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"));
        Log = SqliteLog.Open(Folder, _options);
    }

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "log.db");

    public SqliteLog Log { get; private set; }

    public async Task Reopen()
    {
        await Log.DisposeAsync();
        Log = SqliteLog.Open(Folder, _options);
    }

    internal IReadOnlyList<Run> Runs => Log.Runs;

    /// <summary>Changes the closed database behind the log's back; the log stays closed.</summary>
    public async Task TamperClosed(string sql)
    {
        await Log.DisposeAsync();
        using var database = Sqlite.Database.OpenWriter(Database);
        database.Execute(sql);
        database.Checkpoint(truncate: true);
    }

    public async Task Tamper(string sql)
    {
        await TamperClosed(sql);
        Log = SqliteLog.Open(Folder, _options);
    }

    public long Number(string sql)
    {
        using var database = Sqlite.Database.OpenReader(Database);
        return database.Number(sql);
    }

    public byte[] Blob(string sql)
    {
        using var database = Sqlite.Database.OpenReader(Database);
        using var statement = database.Prepare(sql);
        Assert.True(statement.Step());
        return statement.Blob(0).ToArray();
    }

    /// <summary>Whether the database or its write-ahead log contains these bytes.</summary>
    public bool OnDisk(byte[] bytes) => new[] { Database, Database + "-wal" }.Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(bytes) >= 0;
    });

    /// <summary>Waits until everything recorded is under a checkpoint.</summary>
    public async Task<Checkpoint> Checkpointed()
    {
        for (var i = 0; i < 500 && Log.LatestCheckpoint?.Position != Log.Head; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(Log.Head, Log.LatestCheckpoint!.Position);
        return Log.LatestCheckpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static NewEvent Event(string body, string account = "main") =>
        new("ThingHappened", account, Encoding.UTF8.GetBytes(body));

    public static Append Append(string owner, long expected, params string[] bodies) =>
        new(owner, expected, 1000 + expected, [.. bodies.Select(body => Event(body))], null, [], []);

    public static Request Request(string key, string content = "body", string answer = "answer", int status = 201) =>
        new(LogKey.Of("request", key), LogKey.Of("content", content), status, Encoding.UTF8.GetBytes(answer));

    public static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString(bytes!.Value.Span);
}
