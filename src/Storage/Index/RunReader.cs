using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Index;

/// <summary>Goes through a run's entries in key order.</summary>
internal sealed class RunReader(Statement readPage, Run run)
{
    private byte[] _page = [];
    private int _next;
    private int _pages;

    public Entry Current { get; private set; }

    public bool MoveNext()
    {
        if (_next * Page.EntrySize >= _page.Length)
        {
            if (_pages >= run.Pages) return false;
            _page = readPage.Bind(1, run.FirstId + _pages++).Step()
                ? readPage.Blob(0).ToArray()
                : throw new LogDamagedException($"page {_pages - 1} of index run {run.No} is missing");
            readPage.Reset();
            _next = 0;
        }
        Current = Page.At(_page, _next++);
        return true;
    }
}
