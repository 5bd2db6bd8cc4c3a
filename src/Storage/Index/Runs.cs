using System.Collections.Immutable;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Index;

/// <summary>All runs, newest first: a lower level is newer, and within a level the higher number.</summary>
internal sealed class Runs(IEnumerable<Run> runs)
{
    /// <summary>This many runs of one level become one of the next.</summary>
    public const int Fanout = 8;

    private ImmutableArray<Run> _newestFirst = Sort(runs);

    public ImmutableArray<Run> NewestFirst => _newestFirst;

    public int NextNo => _newestFirst.IsEmpty ? 1 : _newestFirst.Max(run => run.No) + 1;

    public Place? Find(Statement readPage, LogKey key)
    {
        while (true)
        {
            var seen = _newestFirst;
            foreach (var run in seen)
                if (run.PageOf(key) is { } id && Find(readPage, id, key) is { } place) return place;
            // a merge may have taken a page away under this search; then the list is another one
            if (seen == _newestFirst) return null;
        }
    }

    /// <summary>All runs of the lowest level that is full, newest first; null when none is.</summary>
    public IReadOnlyList<Run>? Mergeable { get; private set; } = Full(runs);

    public void Add(Run run) => Set(_newestFirst.Add(run));

    public void Replace(IReadOnlyList<Run> merged, Run by) => Set(_newestFirst.RemoveRange(merged).Add(by));

    private void Set(IEnumerable<Run> runs)
    {
        _newestFirst = Sort(runs);
        Mergeable = Full(_newestFirst);
    }

    private static Run[]? Full(IEnumerable<Run> runs) => Sort(runs)
        .GroupBy(run => run.Level)
        .FirstOrDefault(level => level.Count() >= Fanout)?.ToArray();

    private static Place? Find(Statement readPage, long page, LogKey key)
    {
        if (!readPage.Bind(1, page).Step()) return null;
        var place = Page.Find(readPage.Blob(0), key);
        readPage.Reset();
        return place;
    }

    private static ImmutableArray<Run> Sort(IEnumerable<Run> runs) =>
        [.. runs.OrderBy(run => run.Level).ThenByDescending(run => run.No)];
}
