namespace Holdfast.Storage.Sqlite;

/// <summary>What the writer says to its connection, prepared once.</summary>
internal sealed class Statements(Database database)
{
    private readonly Statement _event = database.Prepare(
        "INSERT INTO event(position, owner, account, version, prev, at, type, body, hash, request_key, "
        + "request_content, status, answer, keys) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)");

    private readonly Statement _answer = database.Prepare(
        "INSERT INTO answer(id, owner, request_key, request_content, status, answer) VALUES(?1,?2,?3,?4,?5,?6)");

    private readonly Statement _owner = database.Prepare("INSERT INTO owner(no, id, wrapped_key) VALUES(?1,?2,?3)");

    private readonly Statement _checkpoint = database.Prepare(
        "INSERT OR REPLACE INTO checkpoint(position, root, at, key_id, signature) VALUES(?1,?2,?3,?4,?5)");

    public Statement Begin { get; } = database.Prepare("BEGIN IMMEDIATE");

    public Statement Commit { get; } = database.Prepare("COMMIT");

    public Statement PutMeta { get; } = database.Prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(?1,?2)");

    public Statement PutFact { get; } = database.Prepare("INSERT OR REPLACE INTO fact(name, value) VALUES(?1,?2)");

    /// <summary>Not for an owner who was erased while it was made.</summary>
    public Statement PutSnapshot { get; } = database.Prepare(
        "INSERT OR REPLACE INTO snapshot(owner, version, state) SELECT no, ?2, ?3 FROM owner "
        + "WHERE no = ?1 AND wrapped_key IS NOT NULL");

    public Statement DropSnapshot { get; } = database.Prepare("DELETE FROM snapshot WHERE owner = ?1");

    public Statement DropKey { get; } = database.Prepare("UPDATE owner SET wrapped_key = NULL WHERE no = ?1");

    /// <summary>The next owner who has a key.</summary>
    public Statement NextOwner { get; } = database.Prepare(
        "SELECT no, id, wrapped_key FROM owner WHERE no > ?1 AND wrapped_key IS NOT NULL ORDER BY no LIMIT 1");

    public Statement PutKey { get; } = database.Prepare("UPDATE owner SET wrapped_key = ?2 WHERE no = ?1");

    public Statement DropMeta { get; } = database.Prepare("DELETE FROM meta WHERE name = ?1");

    public Statement InsertRun { get; } = database.Prepare(
        "INSERT INTO run(no, level, entries, fences, filter) VALUES(?1,?2,?3,?4,?5)");

    public Statement DropRun { get; } = database.Prepare("DELETE FROM run WHERE no = ?1");

    public Statement InsertPage { get; } = database.Prepare("INSERT INTO page(id, entries) VALUES(?1,?2)");

    public Statement ReadPage { get; } = database.Prepare("SELECT entries FROM page WHERE id = ?1");

    public Statement DropPages { get; } = database.Prepare("DELETE FROM page WHERE id >= ?1 AND id < ?2");

    public void InsertEvent(EventRow row)
    {
        _event.Bind(1, row.Position).Bind(2, row.Owner).BindText(3, row.Account).Bind(4, row.Version)
            .Bind(5, row.Prev).Bind(6, row.At).BindText(7, row.Type).Bind(8, row.Body).Bind(9, row.Hash);
        if (row.Request is { } request)
        {
            Bind(_event, 10, request.Key, request.Content);
            _event.Bind(12, request.Status).Bind(13, request.Answer);
        }
        else
        {
            _event.BindNull(10).BindNull(11).BindNull(12).BindNull(13);
        }
        if (row.Keys is { } keys) _event.Bind(14, keys);
        else _event.BindNull(14);
        _event.Run();
    }

    public void InsertAnswer(long id, int owner, RequestRow request)
    {
        Bind(_answer.Bind(1, id).Bind(2, owner), 3, request.Key, request.Content);
        _answer.Bind(5, request.Status).Bind(6, request.Answer).Run();
    }

    public void InsertOwner(int no, string id, byte[] wrappedKey) =>
        _owner.Bind(1, no).BindText(2, id).Bind(3, wrappedKey).Run();

    public void InsertCheckpoint(Checkpoint checkpoint) =>
        _checkpoint.Bind(1, checkpoint.Position).Bind(2, checkpoint.Root.Span).Bind(3, checkpoint.At)
            .BindText(4, checkpoint.KeyId).Bind(5, checkpoint.Signature.Span).Run();

    public void Put(LogMark flushed)
    {
        PutMeta.BindText(1, "flushed_position").BindText(2, flushed.Position.ToString()).Run();
        PutMeta.BindText(1, "flushed_root").BindText(2, Convert.ToHexStringLower(flushed.Root)).Run();
        PutMeta.BindText(1, "flushed_answer").BindText(2, flushed.Answer.ToString()).Run();
        PutMeta.BindText(1, "flushed_owner").BindText(2, flushed.Owner.ToString()).Run();
    }

    private static void Bind(Statement statement, int parameter, LogKey key, LogKey content)
    {
        Span<byte> bytes = stackalloc byte[LogKey.Size];
        key.Write(bytes);
        statement.Bind(parameter, bytes);
        content.Write(bytes);
        statement.Bind(parameter + 1, bytes);
    }
}
