using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Index;

/// <summary>Writes a run page by page. It counts only from its row in <c>run</c> on, which comes last.</summary>
internal sealed class RunWriter(Statements statements, int no, int level, long mostEntries)
{
    private readonly Bloom _filter = new(mostEntries);
    private readonly List<byte> _fences = [];
    private readonly byte[] _page = new byte[Page.Capacity * Page.EntrySize];
    private int _onPage;
    private int _pages;
    private long _entries;

    /// <summary>True when this entry filled a page.</summary>
    public bool Add(Entry entry)
    {
        Page.Put(_page, _onPage++, entry);
        _filter.Add(entry.Key);
        _entries++;
        if (_onPage < Page.Capacity) return false;
        WritePage();
        return true;
    }

    public Run Finish()
    {
        if (_onPage > 0) WritePage();
        var run = new Run(no, level, _entries, [.. _fences], _filter);
        statements.InsertRun.Bind(1, run.No).Bind(2, run.Level).Bind(3, run.Entries).Bind(4, run.Fences)
            .Bind(5, run.Filter.Bits).Run();
        return run;
    }

    private void WritePage()
    {
        _fences.AddRange(_page.AsSpan(0, LogKey.Size));
        statements.InsertPage.Bind(1, ((long)no << Run.PageBits) + _pages++)
            .Bind(2, _page.AsSpan(0, _onPage * Page.EntrySize)).Run();
        _onPage = 0;
    }
}
