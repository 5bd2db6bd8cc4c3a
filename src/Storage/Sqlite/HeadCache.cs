namespace Holdfast.Storage.Sqlite;

/// <summary>
/// Heads that the disk has too. Two generations: when the young one is full it becomes the old one, and what is used
/// meanwhile moves back.
/// </summary>
internal sealed class HeadCache
{
    private const int Generation = 20_000;

    private Dictionary<string, OwnerHead> _young = new(StringComparer.Ordinal);
    private Dictionary<string, OwnerHead> _old = new(StringComparer.Ordinal);

    public OwnerHead? Get(string owner)
    {
        if (_young.TryGetValue(owner, out var head)) return head;
        if (!_old.Remove(owner, out head)) return null;
        Put(owner, head);
        return head;
    }

    public void Put(string owner, OwnerHead head)
    {
        if (_young.Count >= Generation) (_old, _young) = (_young, new(StringComparer.Ordinal));
        _young[owner] = head;
    }

    public void Remove(string owner)
    {
        _young.Remove(owner);
        _old.Remove(owner);
    }
}
