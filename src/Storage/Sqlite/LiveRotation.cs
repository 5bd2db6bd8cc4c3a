using System.Globalization;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// Gives a log that is in use another key-encryption key. The old one is set aside and the new one lies on the disk before the
/// log names both, in one transaction. From then on keys are sealed with the new one, and those sealed before are sealed anew
/// page by page, each in a transaction between the appends; whoever opens one tries both. The old key is deleted after
/// a last transaction that says that nothing needs it. Wherever it is cut off, the keys that the log names are there.
/// </summary>
/// <param name="scrub">Asks for the write-ahead log to be emptied: it holds keys as they were sealed before.</param>
internal sealed class LiveRotation(LogFolder place, Ledger ledger, Owners owners, Action scrub)
{
    /// <summary>How far a rotation is, so that a start does not begin it anew.</summary>
    public const string Reached = "kek_reached";

    private readonly Lock _gate = new();
    private Task<long> _running = Task.FromResult(0L);

    /// <summary>Completes when no rotation runs, however it ended.</summary>
    public Task Stopped
    {
        get
        {
            lock (_gate) return _running.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
        }
    }

    /// <summary>How many owners are looked at in one transaction: some milliseconds that appends wait for.</summary>
    internal int PageSize { get; set; } = 256;

    /// <summary>Is told what was just done.</summary>
    internal Action<string> Step { get; set; } = _ => { };

    /// <summary>One that runs already is the one that is meant.</summary>
    public Task<long> RunAsync()
    {
        lock (_gate)
        {
            if (_running.IsCompleted) _running = Task.Run(WholeAsync);
            return _running;
        }
    }

    /// <summary>Ends one that was cut off.</summary>
    /// <param name="after">The number of the last owner who was looked at.</param>
    public void GoOn(int after)
    {
        lock (_gate) _running = Task.Run(() => FinishAsync(after));
    }

    private async Task<long> WholeAsync()
    {
        // one that failed before its end, on a log that did not
        if (owners.Wrap.Before is not null && place.HasKeyBefore) await FinishAsync(0);
        var old = owners.Wrap;
        place.KeepKeyEncryptionKey();
        Step("kept");
        var next = place.DraftKeyEncryptionKey().After(old);
        Step("drafted");
        await DoAsync(
            statements =>
            {
                statements.PutMeta.BindText(1, "kek").BindText(2, next.Id).Run();
                statements.PutMeta.BindText(1, "kek_before").BindText(2, old.Id).Run();
                statements.PutMeta.BindText(1, Reached).BindText(2, "0").Run();
            },
            () => owners.Take(next));
        Step("named");
        place.SettleKeyEncryptionKey(next.Id, old.Id);
        Step("taken");
        return await FinishAsync(0);
    }

    /// <summary>Whatever was sealed with the old key was queued before this, so it is in the table by now or before the first page.</summary>
    private async Task<long> FinishAsync(int after)
    {
        var sealedAnew = 0L;
        for (var page = new Page(after, PageSize, 0); page.Looked == PageSize;)
        {
            await DoAsync(statements => page = SealPage(statements, page.Last));
            sealedAnew += page.SealedAnew;
            Step("page");
        }
        await DoAsync(
            statements =>
            {
                statements.DropMeta.BindText(1, "kek_before").Run();
                statements.DropMeta.BindText(1, Reached).Run();
            },
            scrub);
        Step("ended");
        place.SettleKeyEncryptionKey(owners.Wrap.Id);
        Step("forgotten");
        return sealedAnew;
    }

    private Page SealPage(Statements statements, int last)
    {
        var (wrap, looked, sealedAnew) = (owners.Wrap, 0, 0);
        for (; looked < PageSize && statements.NextOwner.Bind(1, last).Step(); looked++)
        {
            last = (int)statements.NextOwner.Int(0);
            var id = statements.NextOwner.Text(1);
            // what the old key does not open was sealed anew before, or is damaged and opens with none
            var key = wrap.Before!.TryUnwrap(statements.NextOwner.Blob(2), last, id);
            statements.NextOwner.Reset();
            if (key is null) continue;
            statements.PutKey.Bind(1, last).Bind(2, wrap.Wrap(key, last, id)).Run();
            sealedAnew++;
        }
        statements.NextOwner.Reset();
        statements.PutMeta.BindText(1, Reached).BindText(2, last.ToString(CultureInfo.InvariantCulture)).Run();
        return new(last, looked, sealedAnew);
    }

    private async Task DoAsync(Action<Statements> write, Action? committed = null)
    {
        var work = new OtherWork(write, committed);
        lock (ledger.Gate)
        {
            ledger.ThrowIfClosed();
            ledger.Enqueue(work);
        }
        await work.Done;
    }

    /// <param name="Last">The number of the last owner in it.</param>
    private readonly record struct Page(int Last, int Looked, int SealedAnew);
}
