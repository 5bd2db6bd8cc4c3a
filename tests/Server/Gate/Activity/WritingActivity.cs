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
    public void Addresses_of_a_known_network_take_no_room()
    {
        var key = Key(1);
        See(key);
        for (var i = 0; i < 1_000; i++) See(key, $"198.51.100.{i % 100}");
        Assert.Equal(1, book.Waiting);
    }

    [Fact]
    public void First_uses_of_a_day_leave_room_for_signals()
    {
        var keys = Enumerable.Range(0, ActivityBook.RoomForSilent).Select(Key).ToArray();
        foreach (var key in keys) key.Habit.Used(Of("198.51.100.7"), "read", 0, false, At);
        foreach (var key in keys) See(key, day: 1);
        Assert.Equal((ActivityBook.RoomForSilent, 0), (book.Waiting, book.Dropped));
        foreach (var key in keys) See(key, day: 2);
        Assert.Equal((ActivityBook.RoomForSilent, ActivityBook.RoomForSilent), (book.Waiting, book.Dropped));
        See(keys[0], "203.0.113.7", day: 2);
        Assert.Equal((ActivityBook.RoomForSilent + 1, ActivityBook.RoomForSilent), (book.Waiting, book.Dropped));
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
        Assert.True(key.Habit.IsPastUnread);
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

    private const long At = 1_790_000_000_000;

    private void See(GateKey key, string from = "198.51.100.7", int day = 0) =>
        book.Saw(key, Of(from), new MappedRoute("read", null), false, new Instant(At + (day * 86_400_000L)));

    private static Ip Of(string text) => Ip.TryParse(text, out var ip) ? ip : throw new FormatException(text);
}
