using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Server.Gate;
using Holdfast.Server.Gate.Activity;
using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Tests.Gate.Activity;

/// <summary>The gate never waits for what is written of it, and nothing that fails there lets it fail.</summary>
public sealed class WritingActivity : IDisposable
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("holdfast-activity-").FullName, "activity.db");
    private readonly ActivityStore store;
    private readonly ActivityBook book;

    public WritingActivity()
    {
        store = ActivityStore.Open(file);
        book = new ActivityBook(null!, store, Networks.Read(null, [])!);
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void What_there_is_no_room_for_is_counted_and_nobody_waits()
    {
        for (var i = 0; i < ActivityBook.Room + 500; i++) See(Key(i));
        Assert.Equal(ActivityBook.Room, book.Waiting);
        Assert.Equal(500, book.Dropped);
    }

    [Fact]
    public void A_store_that_can_not_be_read_leaves_a_key_without_a_past()
    {
        using (var other = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            other.Open();
            using var drop = other.CreateCommand();
            drop.CommandText = "drop table habit";
            drop.ExecuteNonQuery();
        }
        var key = Key(1);
        book.Recall(key);
        See(key);
        Assert.Equal(1, key.Habit.Requests);
    }

    [Fact]
    public void A_damaged_store_is_made_anew_and_open_to_nobody_else()
    {
        store.Dispose();
        File.WriteAllText(file, "this is no database, whatever its name is, and it is long enough to be looked at as one");
        using var again = ActivityStore.Open(file);
        Assert.Null(again.Find("key"));
        again.Save([("key", [1, 2, 3])]);
        Assert.Equal([1, 2, 3], again.Find("key"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static GateKey Key(int number) => new("key-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture), "alice", new OwnerStamp("alice"));

    private void See(GateKey key) => book.Saw(key, Ip.TryParse("198.51.100.7", out var ip) ? ip : default, new MappedRoute("read", null), false, new Instant(1_790_000_000_000));
}
