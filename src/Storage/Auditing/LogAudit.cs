using System.Security.Cryptography;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>
/// Checks a log against itself and against what others hold of it. Reads one point in time and writes nothing, so it
/// may run beside a server; until it ends the write-ahead log can't shrink.
/// </summary>
public static class LogAudit
{
    /// <param name="folder">The data folder.</param>
    /// <param name="held">A checkpoint that somebody else kept; a log that was cut or set back lacks it.</param>
    /// <param name="fold">
    /// The state that an owner's events give from nothing, as the host offers it for snapshots; null where it can't.
    /// </param>
    /// <param name="judge">Who judges events by what they say; null for nobody.</param>
    public static LogReport Check(string folder, Checkpoint? held = null, Func<OwnerHistory, byte[]?>? fold = null, EventJudge? judge = null)
    {
        var place = new LogFolder(folder);
        if (!place.HasLog) throw new LogUnavailableException($"`{folder}` holds no log");
        using var database = Database.OpenReader(place.Database);
        database.Execute("BEGIN");
        if (!Start.HasTables(database)) throw new LogUnavailableException($"`{folder}` holds no log");
        LogFormat.Now.RequireNewest(database);
        using var wrap = place.KeyEncryptionKey(mayCreate: false, Start.Meta(database, "kek"), Start.Meta(database, "kek_before"));
        var findings = new Findings();
        CheckPages(database, findings);
        using var reader = new AuditReader(database, wrap);
        var chain = new ChainCheck(reader, findings, Start.Flushed(database));
        var checkpoints = 0L;
        using (var key = ECDsa.Create())
        {
            key.ImportFromPem(Start.Meta(database, "checkpoint_key"));
            var check = new CheckpointCheck(key, findings);
            checkpoints = check.Expect(database, held);
            chain.Run(check.Saw);
            check.End(chain.Last);
        }
        new AnswerCheck(reader, findings).Run(chain.Index);
        new IndexCheck(reader, findings).Run(chain);
        if (judge is not null) new EventCheck(reader, findings).Run(judge);
        var snapshots = new SnapshotCheck(reader, findings, fold).Run(chain);
        return new(chain.Last, reader.Owners.Count, checkpoints, snapshots, findings.Sorted());
    }

    private static void CheckPages(Database database, Findings findings)
    {
        using var check = database.Prepare("PRAGMA quick_check(10)");
        while (check.Step())
            if (check.Text(0) is var said && said != "ok") findings.Add(null, $"sqlite: {said}");
    }
}

/// <summary>The first hundred are kept; one fault may show in everything after it.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = [];

    public void Add(long? position, string what)
    {
        if (_all.Count < 100) _all.Add(new(position, what));
    }

    public IReadOnlyList<Finding> Sorted() => [.. _all.OrderBy(finding => finding.Position ?? long.MaxValue)];
}
