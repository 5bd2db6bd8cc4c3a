using Holdfast.Storage.Sealing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>The audit's view: one connection in one read transaction, all owners in memory.</summary>
internal sealed class AuditReader : IDisposable
{
    public const string EventColumns =
        "position, owner, account, version, prev, at, type, body, hash, request_key, request_content, status, answer, keys";

    public AuditReader(Database database, KeyWrap wrap)
    {
        Database = database;
        using var all = database.Prepare("SELECT no, id, wrapped_key FROM owner ORDER BY no");
        while (all.Step())
        {
            var (no, id) = ((int)all.Int(0), all.Text(1));
            byte[]? key = null;
            if (!all.IsNull(2))
            {
                try
                {
                    key = wrap.Unwrap(all.Blob(2), no, id);
                }
                catch (LogDamagedException e)
                {
                    BadOwners.Add(no, e.Message);
                }
            }
            Owners.Add(no, new(no, id, key));
        }
    }

    public Database Database { get; }

    public Dictionary<int, Owner> Owners { get; } = [];

    public Dictionary<int, string> BadOwners { get; } = [];

    public Sealer Sealer { get; } = new(4_096);

    public static EventRow Row(Statement row) => new(
        row.Int(0), (int)row.Int(1), row.Blob(2).ToArray(), row.Int(3), row.Int(4), row.Int(5), row.Blob(6).ToArray(),
        row.Blob(7).ToArray(), RequestOf(row), row.Bytes(13))
    { Hash = row.Blob(8).ToArray() };

    public void Dispose() => Sealer.Dispose();

    private static RequestRow? RequestOf(Statement row) => row.IsNull(9)
        ? null
        : new(LogKey.Read(row.Blob(9)), LogKey.Read(row.Blob(10)), (int)row.Int(11), row.Blob(12).ToArray());
}
