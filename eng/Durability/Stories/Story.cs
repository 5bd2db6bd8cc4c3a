using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Stories;

/// <summary>Deeds in rounds: those of a round are asked at once, the next round after all of them are answered.</summary>
internal sealed record Story(string Name, SqliteLogOptions Options, IReadOnlyList<Deed[]> Rounds)
{
    public IEnumerable<Deed> Deeds => Rounds.SelectMany(round => round);
}

/// <summary>Tells a story: numbers its deeds and follows the version of each owner.</summary>
internal sealed class Teller(int seed)
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _facts = new(StringComparer.Ordinal);
    private readonly List<Deed[]> _rounds = [];
    private readonly List<Deed> _round = [];
    private readonly List<Deed.Record> _recorded = [];
    private int _no;

    public Random Random { get; } = new(seed);

    public IReadOnlyList<Deed[]> End()
    {
        Next();
        return [.. _rounds];
    }

    public Teller Next()
    {
        if (_round.Count > 0) _rounds.Add([.. _round]);
        _round.Clear();
        return this;
    }

    public Teller Record(string owner, int events = 1, int size = 0, bool claims = false, bool asks = false)
    {
        var expected = _versions.GetValueOrDefault(owner);
        var deed = new Deed.Record(owner, expected, events, size, claims, asks) { No = _no++ };
        _versions[owner] = deed.Version;
        _recorded.Add(deed);
        _round.Add(deed);
        return this;
    }

    /// <summary>Repeats the newest request.</summary>
    public Teller Again() => Add(new Deed.Again(_recorded.FindLast(record => record.Asks)!));

    public Teller Late() => Add(new Deed.Late(_recorded[^1]));

    public Teller Refuse(string owner) => Add(new Deed.Refuse(owner, _versions.GetValueOrDefault(owner)));

    public Teller Keep(string owner) => Add(new Deed.Keep(owner, _versions[owner]));

    public Teller Note(string name) => Add(new Deed.Note(name, _facts[name] = _facts.GetValueOrDefault(name) + 1));

    /// <summary>Nothing may be told of the owner after it.</summary>
    public Teller Erase(string owner) => Next().Add(new Deed.Erase(owner)).Next();

    public Teller Rotate() => Add(new Deed.Rotate());

    public Teller Restart() => Next().Add(new Deed.Restart()).Next();

    public Teller Rest(int milliseconds = 15) => Next().Add(new Deed.Rest(milliseconds)).Next();

    public Teller Times(int count, Action<int> tell)
    {
        for (var i = 0; i < count; i++) tell(i);
        return this;
    }

    private Teller Add(Deed deed)
    {
        _round.Add(deed with { No = _no++ });
        return this;
    }
}
