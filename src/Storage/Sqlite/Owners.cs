using System.Collections.Concurrent;
using Holdfast.Storage.Sealing;

namespace Holdfast.Storage.Sqlite;

/// <summary>Owners by number, with their keys unwrapped; keeps the recently used ones.</summary>
internal sealed class Owners(KeyWrap newest)
{
    private const int Kept = 20_000;

    private readonly ConcurrentDictionary<int, Owner> _known = new();
    private readonly ConcurrentDictionary<int, bool> _erased = new();

    private volatile KeyWrap _wrap = newest;

    /// <summary>What keys are sealed with from here on.</summary>
    public KeyWrap Wrap => _wrap;

    /// <param name="next">Opens also what the one in use has sealed.</param>
    public void Take(KeyWrap next) => _wrap = next;

    public Owner Get(Reader reader, int no)
    {
        if (_known.TryGetValue(no, out var known)) return known;
        var owner = Read(reader, no);
        if (_known.Count >= Kept) _known.Clear();
        owner = _known.GetOrAdd(no, owner);
        // read before the key went, kept after: the erasure could not see it
        if (_erased.ContainsKey(no)) owner.Erase();
        return owner;
    }

    public NewOwner Make(int no, string id)
    {
        var key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(Sealer.KeySize);
        return new(new Owner(no, id, key), _wrap.Wrap(key, no, id));
    }

    /// <summary>Called after the key is gone from the disk.</summary>
    public void Erase(Owner owner)
    {
        owner.Erase();
        _erased[owner.No] = true;
        if (_known.TryGetValue(owner.No, out var known)) known.Erase();
    }

    private Owner Read(Reader reader, int no)
    {
        if (!reader.Owner.Bind(1, no).Step()) throw new LogDamagedException($"owner number {no} is missing");
        var id = reader.Owner.Text(0);
        var key = reader.Owner.IsNull(1) ? null : _wrap.Unwrap(reader.Owner.Blob(1), no, id);
        reader.Owner.Reset();
        return new(no, id, key);
    }
}
