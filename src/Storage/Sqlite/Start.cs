using System.Security.Cryptography;
using Holdfast.Storage.Index;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>Opening a log: create or check its tables, load the runs, read the tail that no run has yet.</summary>
internal static class Start
{
    public static bool HasTables(Database database) =>
        database.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") > 0;

    public static void CreateTables(Database database, KeyWrap wrap, ECDsa key)
    {
        database.Execute("BEGIN IMMEDIATE");
        database.Execute(Schema.Create);
        using var put = database.Prepare("INSERT INTO meta(name, value) VALUES(?1, ?2)");
        put.BindText(1, "format").BindText(2, $"{LogFormat.First}").Run();
        put.BindText(1, "kek").BindText(2, wrap.Id).Run();
        put.BindText(1, "checkpoint_key").BindText(2, key.ExportSubjectPublicKeyInfoPem()).Run();
        database.Execute("COMMIT");
    }

    public static void CheckKeys(Database database, KeyWrap wrap, ECDsa key)
    {
        if (Meta(database, "kek") != wrap.Id)
            throw new LogUnavailableException("keys/kek is not the one that this log was sealed with");
        if (Meta(database, "checkpoint_key") != key.ExportSubjectPublicKeyInfoPem())
            throw new LogUnavailableException("keys/checkpoint.pem is not the one that this log was signed with");
    }

    public static string? Meta(Database database, string name)
    {
        using var get = database.Prepare("SELECT value FROM meta WHERE name = ?1");
        return get.BindText(1, name).Step() ? get.Text(0) : null;
    }

    public static Dictionary<string, string> Facts(Database database)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var all = database.Prepare("SELECT name, value FROM fact");
        while (all.Step()) facts.Add(all.Text(0), all.Text(1));
        return facts;
    }

    public static LogMark Flushed(Database database) =>
        Meta(database, "flushed_position") is { } position
            ? new(long.Parse(position), Convert.FromHexString(Meta(database, "flushed_root")!),
                long.Parse(Meta(database, "flushed_answer")!), int.Parse(Meta(database, "flushed_owner")!))
            : LogMark.Start;

    public static Checkpoint? LatestCheckpoint(Database database)
    {
        using var last = database.Prepare(
            "SELECT position, root, at, key_id, signature FROM checkpoint ORDER BY position DESC LIMIT 1");
        return last.Step()
            ? new(last.Int(0), last.Bytes(1)!, last.Bytes(4)!, last.Text(3), last.Int(2))
            : null;
    }

    public static Runs LoadRuns(Database database)
    {
        var runs = new List<Run>();
        using (var all = database.Prepare("SELECT no, level, entries, fences, filter FROM run"))
            while (all.Step())
                runs.Add(new((int)all.Int(0), (int)all.Int(1), all.Int(2), all.Bytes(3)!, new(all.Bytes(4)!)));
        return new(runs);
    }

    /// <summary>Removes pages whose run was not finished, or whose removal was not.</summary>
    public static void DropOrphans(Database database, Runs runs)
    {
        using var next = database.Prepare("SELECT id FROM page WHERE id >= ?1 ORDER BY id LIMIT 1");
        using var drop = database.Prepare("DELETE FROM page WHERE id >= ?1 AND id < ?2");
        var known = runs.NewestFirst.Select(run => run.No).ToHashSet();
        for (long from = 0; next.Bind(1, from).Step();)
        {
            var no = next.Int(0) >> Run.PageBits;
            next.Reset();
            from = (no + 1) << Run.PageBits;
            if (!known.Contains((int)no)) drop.Bind(1, no << Run.PageBits).Bind(2, from).Run();
        }
    }

    /// <summary>Fills the tail with what came after the last flush and returns how far the log is.</summary>
    public static LogMark ReadTail(Database database, LogMark flushed, Checkpoint? latest, Tail tail)
    {
        var lastOf = new Dictionary<int, long>();
        var mark = ReadEvents(database, flushed, latest, tail, lastOf);
        using var owner = database.Prepare("SELECT id FROM owner WHERE no = ?1");
        foreach (var (no, position) in lastOf)
        {
            if (!owner.Bind(1, no).Step()) throw new LogDamagedException($"owner number {no} is missing");
            tail.Keys[OwnerHead.KeyOf(owner.Text(0))] = Place.Event(position);
            owner.Reset();
        }
        using var fresh = database.Prepare("SELECT no, id FROM owner WHERE no > ?1");
        fresh.Bind(1, flushed.Owner);
        while (fresh.Step()) tail.Keys.TryAdd(OwnerHead.KeyOf(fresh.Text(1)), Place.Owner((int)fresh.Int(0)));
        return ReadAnswers(database, mark, tail) with
        {
            Owner = (int)database.Number("SELECT coalesce(max(no), 0) FROM owner"),
        };
    }

    private static LogMark ReadEvents(
        Database database, LogMark flushed, Checkpoint? latest, Tail tail, Dictionary<int, long> lastOf)
    {
        var mark = flushed;
        using var events = database.Prepare(
            "SELECT position, owner, hash, request_key, keys FROM event WHERE position > ?1 ORDER BY position");
        events.Bind(1, flushed.Position);
        while (events.Step())
        {
            var position = events.Int(0);
            if (position != mark.Position + 1)
                throw new LogDamagedException($"event {mark.Position + 1} is missing");
            mark = mark with { Position = position, Root = EventRow.RootAfter(mark.Root, events.Blob(2)) };
            if (latest?.Position == position && !latest.Root.Span.SequenceEqual(mark.Root))
                throw new LogDamagedException($"the events up to {position} are not those of the checkpoint there");
            lastOf[(int)events.Int(1)] = position;
            tail.Rows++;
            if (!events.IsNull(3)) tail.Keys[LogKey.Read(events.Blob(3))] = Place.Event(position);
            var keys = events.Blob(4);
            for (var next = 1; next < keys.Length; next += LogKey.Size)
                tail.Keys[LogKey.Read(keys[next..])] = Place.Event(position);
        }
        var last = database.Number("SELECT coalesce(max(position), 0) FROM event");
        if (last < mark.Position || last < latest?.Position)
            throw new LogDamagedException($"the log ends at {last} but once had {Math.Max(mark.Position, latest?.Position ?? 0)}");
        return mark;
    }

    private static LogMark ReadAnswers(Database database, LogMark mark, Tail tail)
    {
        using var answers = database.Prepare("SELECT id, request_key FROM answer WHERE id > ?1 ORDER BY id");
        answers.Bind(1, mark.Answer);
        while (answers.Step())
        {
            mark = mark with { Answer = answers.Int(0) };
            tail.Rows++;
            tail.Keys[LogKey.Read(answers.Blob(1))] = Place.Answer(mark.Answer);
        }
        return mark;
    }
}
