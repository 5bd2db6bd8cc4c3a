namespace Holdfast.Storage.Sqlite;

/// <summary>
/// A bounded cache for one thread at a time. Two generations: when the young one is full it becomes the old one, and
/// what is used meanwhile moves back. What falls out is disposed.
/// </summary>
internal sealed class Recent<TKey, TValue>(int generation) : IDisposable
    where TKey : notnull
    where TValue : class
{
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public TValue? Get(TKey key)
    {
        if (_young.TryGetValue(key, out var value)) return value;
        if (!_old.Remove(key, out value)) return null;
        Put(key, value);
        return value;
    }

    public void Put(TKey key, TValue value)
    {
        if (_young.Count >= generation)
        {
            Drop(_old);
            (_old, _young) = (_young, []);
        }
        _young[key] = value;
    }

    public void Remove(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }

    public void Dispose()
    {
        Drop(_young);
        Drop(_old);
    }

    private static void Drop(Dictionary<TKey, TValue> values)
    {
        foreach (var value in values.Values) (value as IDisposable)?.Dispose();
    }
}
