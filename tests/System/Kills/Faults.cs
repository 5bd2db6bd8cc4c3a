namespace Holdfast.System.Tests.Kills;

/// <summary>What is not as clients were told. Lost: it is gone. Contradicted: it is there otherwise, or more than once.</summary>
internal sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<string> all = [];

    public int Lost { get; private set; }

    public int Contradicted { get; private set; }

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    public bool None => Lost + Contradicted == 0;

    public void Loses(string what)
    {
        lock (gate)
        {
            Lost++;
            all.Add("lost: " + what);
        }
    }

    public void Contradicts(string what)
    {
        lock (gate)
        {
            Contradicted++;
            all.Add("contradicted: " + what);
        }
    }

    public bool Has(string text) => All.Any(fault => fault.Contains(text, StringComparison.Ordinal));

    /// <summary>The first of them, for a test that ends here.</summary>
    public override string ToString() => string.Join('\n', All.Take(20));
}
