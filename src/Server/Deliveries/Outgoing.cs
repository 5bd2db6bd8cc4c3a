using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Deliveries;

/// <summary>By which way a delivery leaves. Each has room of its own, so that slow receivers of one don't keep the others waiting.</summary>
internal enum Way
{
    Mail,
    Webhook,
    Platform,
}

/// <summary>An announcement on its way to one recipient.</summary>
/// <param name="Announcement">Position of the announcement in the log.</param>
/// <param name="Recipient">The recipient's place in it; <see cref="Platform"/> for the platform's own webhook.</param>
internal readonly record struct Delivery(long Announcement, int Recipient, Way Way, int Attempts, long Due)
{
    /// <summary>Not one of the announcement's recipients: the platform, which is shown all of them.</summary>
    public const int Platform = -1;
}

/// <summary>A change that nobody was told of yet, by its announcement.</summary>
internal readonly record struct UntoldChange(long Announcement, string Owner, string Change);

/// <summary>Something to look at later for an owner; of two of the same name the earlier one is kept.</summary>
/// <param name="Source">Position of the event that it goes back to.</param>
internal readonly record struct Appointment(string Owner, string What, string About, long Due, long Source);

/// <summary>
/// What is still to be delivered, in a database of its own beside the log. It is made from the log behind a cursor that
/// commits with it, so after a crash it is some steps behind at worst, and what was done in those steps is done again.
/// It holds no address and no text. Where the file is lost or damaged it begins anew.
/// </summary>
internal sealed class Outgoing : IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    private Outgoing(SqliteConnection connection)
    {
        this.connection = connection;
        Run("pragma journal_mode=wal");
        Run("pragma synchronous=normal");
        Run("create table if not exists cursor(one integer primary key check (one = 1), position integer not null)");
        Run("create table if not exists delivery(announcement integer, recipient integer, way integer not null, attempts integer not null, "
            + "due integer not null, primary key(announcement, recipient)) without rowid");
        Run("create index if not exists delivery_due on delivery(way, due)");
        Run("create table if not exists untold(announcement integer primary key, owner text not null, change text not null)");
        Run("create index if not exists untold_change on untold(owner, change)");
        Run("create table if not exists appointment(owner text, what text, about text, due integer not null, source integer not null, "
            + "primary key(owner, what, about)) without rowid");
        Run("create index if not exists timer_due on appointment(due)");
        Run("create table if not exists follower(name text primary key, position integer not null) without rowid");
        Run("update delivery set due = 0 where due = $0", Parked);
        Cursor = Number("select position from cursor") ?? 0;
    }

    /// <summary>When something is due that can't be delivered by this server as it was started.</summary>
    public const long Parked = long.MaxValue;

    /// <summary>Everything in the log up to here is taken over.</summary>
    public long Cursor { get; private set; }

    /// <param name="head">Where the log ends: a cursor beyond it is another log's.</param>
    public static Outgoing Open(string path, long head)
    {
        try
        {
            var opened = OpenFile(path);
            if (opened.Cursor <= head) return opened;
            opened.Dispose();
        }
        catch (SqliteException)
        {
            // damaged; what still matters is found again in the log
        }
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        return OpenFile(path);
    }

    /// <summary>Where a new one begins: what is before is of no use any more.</summary>
    public void Begin(long position)
    {
        if (Cursor == 0) Take(position, [], [], [], []);
    }

    /// <summary>Takes over what a page of the log asks for, together with how far it was read.</summary>
    public void Take(
        long upTo, IReadOnlyList<Delivery> deliveries, IReadOnlyList<UntoldChange> untold, IReadOnlyList<Appointment> appointments,
        IReadOnlyList<(string Owner, string Change)> told) => InOne(() =>
    {
        foreach (var d in deliveries)
            Run("insert or ignore into delivery values ($0, $1, $2, $3, $4)", d.Announcement, d.Recipient, (int)d.Way, d.Attempts, d.Due);
        foreach (var u in untold) Run("insert or ignore into untold values ($0, $1, $2)", u.Announcement, u.Owner, u.Change);
        foreach (var (owner, change) in told) Run("delete from untold where owner = $0 and change = $1", owner, change);
        foreach (var t in appointments) Make(t);
        Run("insert or replace into cursor values (1, $0)", upTo);
        Cursor = upTo;
    });

    /// <summary>How far somebody who follows the log on his own has read it.</summary>
    public long FollowedTo(string name) => Number("select position from follower where name = $0", name) ?? 0;

    /// <summary>Takes over the appointments of such a one, together with how far he read.</summary>
    public void Follow(string name, long upTo, IReadOnlyList<Appointment> appointments) => InOne(() =>
    {
        foreach (var t in appointments) Make(t);
        Run("insert or replace into follower values ($0, $1)", name, upTo);
    });

    /// <summary>Notes what became of attempts: done, or another one later.</summary>
    public void Finish(IReadOnlyList<(Delivery Delivery, long? Again)> finished) => InOne(() =>
    {
        foreach (var (d, again) in finished)
            if (again is { } due)
                Run("update delivery set attempts = $0, due = $1 where announcement = $2 and recipient = $3", d.Attempts + 1, due, d.Announcement, d.Recipient);
            else Run("delete from delivery where announcement = $0 and recipient = $1", d.Announcement, d.Recipient);
    });

    /// <summary>What is due on a way, the longest first.</summary>
    public IReadOnlyList<Delivery> DueAt(Way way, long now, int limit) => Read(
        "select announcement, recipient, attempts, due from delivery where way = $0 and due <= $1 order by due limit $2",
        row => new Delivery(row.GetInt64(0), row.GetInt32(1), way, row.GetInt32(2), row.GetInt64(3)), (int)way, now, limit);

    /// <summary>Whether something is due that was never tried.</summary>
    public bool HasUntried(long now) => Number("select 1 from delivery where due <= $0 and attempts = 0 limit 1", now) is not null;

    public IReadOnlyList<Appointment> AppointmentsDueAt(long now, int limit) => Read(
        "select owner, what, about, due, source from appointment where due <= $0 order by due limit $1",
        row => new Appointment(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)), now, limit);

    /// <summary>Sets an appointment anew, or ends it.</summary>
    public void Set(Appointment appointment, long? again)
    {
        if (again is { } due) Run("update appointment set due = $0 where owner = $1 and what = $2 and about = $3", due, appointment.Owner, appointment.What, appointment.About);
        else Run("delete from appointment where owner = $0 and what = $1 and about = $2", appointment.Owner, appointment.What, appointment.About);
    }

    /// <summary>Makes all that failed due at once, as if it had never been tried.</summary>
    public void Hurry(long now) =>
        Run("update delivery set attempts = 0, due = min(due, $0) where attempts > 0 and due < $1", now, Parked);

    /// <summary>When the next thing is due; null when nothing waits.</summary>
    public long? NextDue() => Number("select min(due) from (select min(due) as due from delivery where due < $0 "
        + "union all select min(due) from appointment)", Parked);

    public IReadOnlyList<UntoldChange> UntoldUpTo(long announcement) => Read(
        "select announcement, owner, change from untold where announcement <= $0 order by announcement",
        row => new UntoldChange(row.GetInt64(0), row.GetString(1), row.GetString(2)), announcement);

    public void Forget(UntoldChange change) =>
        Run("delete from untold where owner = $0 and change = $1", change.Owner, change.Change);

    /// <summary>How many changes nobody was told of yet.</summary>
    public long UntoldCount => Number("select count(*) from untold") ?? 0;

    /// <summary>How many deliveries wait, and how many of them were tried in vain.</summary>
    public (long Waiting, long Failing) Count() =>
        (Number("select count(*) from delivery") ?? 0, Number("select count(*) from delivery where attempts > 0") ?? 0);

    public void Dispose() => connection.Dispose();

    private static Outgoing OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new Outgoing(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Make(Appointment t) => Run(
        "insert into appointment values ($0, $1, $2, $3, $4) on conflict do update set due = min(due, excluded.due)",
        t.Owner, t.What, t.About, t.Due, t.Source);

    private void InOne(Action work)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            work();
            transaction.Commit();
        }
    }

    private void Run(string sql, params object[] values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            command.ExecuteNonQuery();
        }
    }

    private long? Number(string sql, params object[] values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            return command.ExecuteScalar() is long number ? number : null;
        }
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params object[] values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(row(reader));
            return rows;
        }
    }

    private SqliteCommand Command(string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i}", values[i]);
        return command;
    }
}
