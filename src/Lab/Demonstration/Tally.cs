namespace Holdfast.Lab.Demonstration;

/// <summary>Answers, counted.</summary>
internal sealed class Tally
{
    private const int MostReasons = 5;

    private readonly SortedDictionary<string, int> decisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> reasons = new(StringComparer.Ordinal);

    /// <summary>Withdrawals that were asked.</summary>
    public int Attempted { get; private set; }

    public int Allowed { get; private set; }

    /// <summary>Everything that was not allowed at once: challenged, held, denied, refused.</summary>
    public int Delayed => Attempted - Allowed;

    /// <summary>What left to addresses that are not the owner's, by the answers and their permits.</summary>
    public decimal Stolen { get; private set; }

    public void Add(Answer answer, decimal stolen)
    {
        Attempted++;
        if (answer.Decision == "allow") Allowed++;
        Stolen += stolen;
        Count(decisions, answer.Decision ?? $"refused ({answer.Status})", 1);
        foreach (var reason in answer.Reasons) Count(reasons, reason, 1);
    }

    public void Add(Tally other)
    {
        Attempted += other.Attempted;
        Allowed += other.Allowed;
        Stolen += other.Stolen;
        foreach (var (name, times) in other.decisions) Count(decisions, name, times);
        foreach (var (name, times) in other.reasons) Count(reasons, name, times);
    }

    /// <summary>The decisions without their reasons: `deny ×8`.</summary>
    public string Short() => string.Join(", ", decisions.Select(d => d.Value == 1 ? d.Key : $"{d.Key} ×{d.Value}"));

    /// <summary>`deny ×8 (sourceHeld, permissionHeld)`, the most frequent reasons first.</summary>
    public override string ToString()
    {
        var why = string.Join(", ", reasons.OrderByDescending(r => r.Value).Take(MostReasons).Select(r => r.Key));
        return why.Length == 0 ? Short() : $"{Short()} ({why}{(reasons.Count > MostReasons ? ", …" : "")})";
    }

    private static void Count(IDictionary<string, int> counts, string name, int times) =>
        counts[name] = (counts.TryGetValue(name, out var before) ? before : 0) + times;
}
