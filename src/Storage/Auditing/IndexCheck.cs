using Holdfast.Storage.Index;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Auditing;

/// <summary>
/// The runs must say of each key what the rows up to the last flush say, owners' heads included, and nothing else.
/// </summary>
internal sealed class IndexCheck(AuditReader reader, Findings findings)
{
    public void Run(ChainCheck chain)
    {
        var flushed = chain.Flushed;
        if (flushed.Position > chain.Last)
            findings.Add(chain.Last + 1, $"the log ends at {chain.Last}, but its index was written at {flushed.Position}");
        var heads = Heads(chain);
        var seen = new HashSet<LogKey>();
        using var readPage = reader.Database.Prepare("SELECT entries FROM page WHERE id = ?1");
        try
        {
            foreach (var run in Start.LoadRuns(reader.Database).NewestFirst)
                for (var entries = new RunReader(readPage, run); entries.MoveNext();)
                    if (seen.Add(entries.Current.Key)) Check(entries.Current, chain, heads);
        }
        catch (LogDamagedException e)
        {
            findings.Add(null, e.Message);
        }
        foreach (var (key, place) in chain.Index)
            if (!seen.Contains(key) && IsFlushed(place, flushed)) findings.Add(At(place), $"the index lacks `{key}`");
        foreach (var (key, owner) in heads)
            if (!seen.Contains(key)) findings.Add(null, $"the index lacks the head of owner `{owner.Id}`");
    }

    private void Check(Entry entry, ChainCheck chain, Dictionary<LogKey, Owner> heads)
    {
        if (heads.TryGetValue(entry.Key, out var owner))
        {
            if (!IsHead(owner, entry.Place, chain))
                findings.Add(At(entry.Place), $"the index has a wrong head of owner `{owner.Id}`: {entry.Place.Number}");
        }
        else if (!chain.Index.TryGetValue(entry.Key, out var place))
            findings.Add(At(entry.Place), $"the index has `{entry.Key}`, which no row has");
        else if (place != entry.Place && IsFlushed(place, chain.Flushed))
            findings.Add(At(place), $"the index leads `{entry.Key}` to {entry.Place.Number} and not to {place.Number}");
    }

    private static bool IsHead(Owner owner, Place place, ChainCheck chain) => place ==
        (chain.FlushedHeads.TryGetValue(owner.No, out var head) ? Place.Event(head) : Place.Owner(owner.No));

    /// <summary>Owners that the index must know.</summary>
    private Dictionary<LogKey, Owner> Heads(ChainCheck chain)
    {
        var heads = new Dictionary<LogKey, Owner>();
        foreach (var owner in reader.Owners.Values.Where(owner => owner.No <= chain.Flushed.Owner))
            if (!heads.TryAdd(owner.IndexKey, owner))
                findings.Add(chain.Heads.GetValueOrDefault(owner.No)?.Position, $"owner `{owner.Id}` is there twice");
        return heads;
    }

    private static bool IsFlushed(Place place, LogMark flushed) =>
        place.IsEvent ? place.Number <= flushed.Position : place.Number <= flushed.Answer;

    private static long? At(Place place) => place.IsEvent ? place.Number : null;
}
