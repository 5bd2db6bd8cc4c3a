using System.Diagnostics;
using Holdfast.Storage.Index;

namespace Holdfast.Storage.Sqlite;

/// <summary>
/// Writes frozen tails as runs and merges runs, in slices inside the writer's transactions, so that appends never wait
/// for a whole one. A crash half way leaves pages without a row in <c>run</c>; the next start removes them.
/// </summary>
internal sealed class Upkeep(Ledger ledger, Statements statements)
{
    private const int PagesPerDelete = 64;

    private IEnumerator<Action?>? _job;
    private int _nextRun = ledger.Runs.NextNo;

    public bool Ready => _job is not null || NextFlush() is not null || ledger.Runs.Mergeable is not null;

    /// <summary>Works for about the given time; what it returns must run after the commit.</summary>
    public Action? Work(TimeSpan atMost)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            _job ??= Next();
            if (_job is null) return null;
            if (!_job.MoveNext()) _job = null;
            else if (_job.Current is { } committed) return committed;
        }
        while (Stopwatch.GetElapsedTime(started) < atMost);
        return null;
    }

    private IEnumerator<Action?>? Next() =>
        NextFlush() is { } frozen ? Flush(frozen)
        : ledger.Runs.Mergeable is { } runs ? Merge(runs)
        : null;

    private FrozenTail? NextFlush()
    {
        lock (ledger.Gate)
        {
            return ledger.Frozen is { Sorted.IsCompleted: true } frozen
                && ledger.Durable.Position >= frozen.Mark.Position && ledger.Durable.Answer >= frozen.Mark.Answer
                ? frozen
                : null;
        }
    }

    private IEnumerator<Action?> Flush(FrozenTail frozen)
    {
        var entries = frozen.Sorted.GetAwaiter().GetResult();
        var writer = new RunWriter(statements, _nextRun++, 0, entries.Length);
        foreach (var entry in entries)
            if (writer.Add(entry)) yield return null;
        var run = writer.Finish();
        statements.Put(frozen.Mark);
        yield return () => ledger.Flushed(run);
    }

    /// <summary>Of equal keys the first, newest run has the say, and the others go on with it.</summary>
    private static Entry TakeLeast(List<RunReader> newestFirst)
    {
        var least = newestFirst[0].Current;
        for (var i = 1; i < newestFirst.Count; i++)
            if (newestFirst[i].Current.Key.Value < least.Key.Value) least = newestFirst[i].Current;
        for (var i = newestFirst.Count - 1; i >= 0; i--)
            if (newestFirst[i].Current.Key == least.Key && !newestFirst[i].MoveNext()) newestFirst.RemoveAt(i);
        return least;
    }

    private IEnumerator<Action?> Merge(IReadOnlyList<Run> newestFirst)
    {
        var writer = new RunWriter(
            statements, _nextRun++, newestFirst[0].Level + 1, newestFirst.Sum(run => run.Entries));
        var open = newestFirst.Select(run => new RunReader(statements.ReadPage, run)).Where(run => run.MoveNext()).ToList();
        while (open.Count > 0)
            if (writer.Add(TakeLeast(open))) yield return null;
        var merged = writer.Finish();
        foreach (var run in newestFirst) statements.DropRun.Bind(1, run.No).Run();
        yield return () => ledger.Runs.Replace(newestFirst, merged);
        foreach (var run in newestFirst)
        {
            for (long page = 0; page < run.Pages; page += PagesPerDelete)
            {
                statements.DropPages.Bind(1, run.FirstId + page).Bind(2, run.FirstId + page + PagesPerDelete).Run();
                yield return null;
            }
        }
    }
}
