using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Server.Gate;
using Holdfast.Server.Gate.Activity;

namespace Holdfast.Server.Tests.Gate.Activity;

/// <summary>G45 for activity: a life of two keys with what must be new in it and what must not, that each planted bug changes.</summary>
public sealed class FindingWhatActivityMisses : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-activity-").FullName;

    public static TheoryData<string> Bugs =>
    [
        "counts what was refused", "takes the proxy for the client", "knows nothing after a start", "gives it to another key", "tells the same again", "waits for room",
        "hides a network behind many paths", "counts a day as an hour",
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Nothing_is_missed() => Assert.Empty(Wrong(""));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Is_found(string bug) => Assert.NotEmpty(Wrong(bug));

    private List<string> Wrong(string bug)
    {
        using var life = new Life(Path.Combine(folder, Guid.NewGuid() + ".db"), bug);
        var wrong = new List<string>();
        const string home = "198.51.100.7", away = "203.0.113.7";
        for (var day = 0; day < 10; day++) life.Use("alice", home);
        life.Use("bob", home);
        Check("the same again", false, life.Use("alice", home, minutes: 1));
        life.Refuse("alice", away);
        Check("the first from elsewhere, whatever was refused there", true, life.Use("alice", away, minutes: 1));
        Check("the second from there", false, life.Use("alice", away, minutes: 1));
        Check("bob from where alice was", true, life.Use("bob", away, minutes: 1));
        life.Restart();
        Check("what was known before a start", false, life.Use("alice", away, minutes: 1));
        for (var path = 2; path < 40; path++) life.Use("alice", home, path, minutes: 0);
        Check("a network after many paths", true, life.Use("alice", "192.0.2.1", minutes: 2));
        Check("an hour of the day out of the habit", true, life.Use("alice", "192.0.2.1", minutes: 300));
        life.Fill();
        if (!life.Goes("alice", "10.0.0.1")) wrong.Add("a full buffer: the gate waits");
        return wrong;

        void Check(string what, bool expected, bool isTold)
        {
            if (isTold != expected) wrong.Add($"{what}: {isTold}");
        }
    }

    /// <summary>Keys as the gate keeps them, over a store that is real.</summary>
    private sealed class Life(string file, string bug) : IDisposable
    {
        private ActivityStore store = ActivityStore.Open(file);
        private readonly Dictionary<string, GateKey> keys = [];
        private ActivityBook? full;
        private long now = 1_790_000_000_000 / 86_400_000 * 86_400_000 + (9 * 3_600_000);

        public void Dispose() => store.Dispose();

        /// <summary>A request on the next day, or so many minutes later; whether somebody is told of it.</summary>
        public bool Use(string name, string from, int path = 1, int minutes = 1440)
        {
            now += minutes * 60_000L / (bug == "counts a day as an hour" ? 24 : 1);
            var key = Key(bug == "gives it to another key" ? "alice" : name);
            if (bug == "tells the same again") keys[name] = key = Fresh(name, key);
            var found = key.Habit.Used(Address(from), "read", path, false, now);
            if (bug == "hides a network behind many paths" && key.Habit.Requests > 30) found &= ~Novelty.Network;
            var saved = new byte[KeyHabit.SavedBytes];
            key.Habit.Save(saved);
            store.Save([(key.Id, saved)]);
            return !found.IsSilent();
        }

        public void Refuse(string name, string from)
        {
            if (bug == "counts what was refused") Key(name).Habit.Used(Address(from), "read", 1, false, now);
            Key(name).Habit.WasRefused();
        }

        public void Restart()
        {
            keys.Clear();
            store.Dispose();
            store = ActivityStore.Open(file);
        }

        public void Fill()
        {
            full = new ActivityBook(null!, store, Networks.Read(null, [])!);
            for (var i = 0; i < ActivityBook.Room; i++) full.Saw(new GateKey("k", "k", new OwnerStamp("k")), Address("10.0.0.1"), null, false, new Instant(now));
        }

        /// <summary>Whether a request goes on while nobody empties the buffer.</summary>
        public bool Goes(string name, string from)
        {
            full!.Saw(Key(name), Address(from), null, false, new Instant(now));
            return bug != "waits for room" && full.Dropped == 1;
        }

        private GateKey Key(string name)
        {
            if (keys.TryGetValue(name, out var known)) return known;
            var key = new GateKey(name, name, new OwnerStamp(name));
            if (bug != "knows nothing after a start") new ActivityBook(null!, store, Networks.Read(null, [])!).Recall(key);
            return keys[name] = key;
        }

        private static GateKey Fresh(string name, GateKey old) => old.Habit.Requests == 0 ? old : new GateKey(name, name, new OwnerStamp(name));

        private Ip Address(string from) => Ip.TryParse(bug == "takes the proxy for the client" ? "127.0.0.1" : from, out var ip) ? ip : throw new FormatException(from);
    }
}
