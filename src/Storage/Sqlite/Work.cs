namespace Holdfast.Storage.Sqlite;

/// <summary>Something that waits for the writer. It completes after the commit that holds it.</summary>
internal abstract class Work
{
    private readonly TaskCompletionSource _done = new();

    public Task Done => _done.Task;

    /// <summary>Whether it needs a transaction at all.</summary>
    public virtual bool Writes => true;

    /// <summary>How far the log is once this is durable; null when it adds nothing.</summary>
    public virtual LogMark? Mark => null;

    public abstract void Write(Statements statements);

    /// <summary>After the commit, under the ledger's gate, before anybody is told.</summary>
    public virtual void Committed() { }

    public void Complete() => _done.TrySetResult();

    public void Fail(LogUnavailableException cause)
    {
        if (_done.TrySetException(cause)) _ = _done.Task.Exception;
    }
}

internal sealed class AppendWork(NewOwner? newOwner, EventRow[] events, LoneAnswer? answer, LogMark mark) : Work
{
    public EventRow[] Events => events;

    public override LogMark Mark => mark;

    public override void Write(Statements statements)
    {
        if (newOwner is { } owner) statements.InsertOwner(owner.Owner.No, owner.Owner.Id, owner.WrappedKey);
        foreach (var row in events) statements.InsertEvent(row);
        if (answer is { } lone) statements.InsertAnswer(lone.Id, lone.Owner, lone.Request);
    }
}

internal sealed record NewOwner(Owner Owner, byte[] WrappedKey);

internal sealed record LoneAnswer(long Id, int Owner, RequestRow Request);

/// <summary>Anything else: what to write, and what memory learns once it is durable. Without a write, a barrier.</summary>
internal sealed class OtherWork(Action<Statements>? write, Action? committed = null) : Work
{
    public override bool Writes => write is not null;

    public override void Write(Statements statements) => write?.Invoke(statements);

    public override void Committed() => committed?.Invoke();
}
