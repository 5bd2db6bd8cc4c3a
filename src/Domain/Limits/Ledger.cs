using Holdfast.Domain.Time;

namespace Holdfast.Domain.Limits;

/// <summary>
/// What left, as far back as a limit can look. It is bounded: past <see cref="MostEntries"/> the two oldest neighbours of
/// one asset become one, dated as the younger, so a sum is never too small and its end never too early.
/// </summary>
public sealed record Ledger
{
    public const int MostEntries = 128;

    public static readonly Ledger Empty = new();

    /// <summary>Oldest first.</summary>
    public LedgerEntry[] Entries { get; init; } = [];

    /// <summary>What counts against the allowance in the 48 h up to `at`.</summary>
    public decimal AllowanceUsed(Instant at, TimeSpan period)
    {
        var sum = 0m;
        for (var i = Entries.Length - 1; i >= 0 && Entries[i].At + period > at; i--) sum += Entries[i].Allowance;
        return sum;
    }

    /// <summary>What left of an asset in the period up to `at`.</summary>
    public decimal Used(string? asset, string? currency, Instant at, TimeSpan period)
    {
        var sum = 0m;
        for (var i = Entries.Length - 1; i >= 0 && Entries[i].At + period > at; i--)
            sum += Entries[i].CountsFor(asset, currency);
        return sum;
    }

    /// <summary>The first time at which at most `atMost` of the allowance is still used; null when that is now.</summary>
    public Instant? AllowanceFreeAt(Instant at, TimeSpan period, decimal atMost)
    {
        return FreeAt(AllowanceUsed(at, period), at, period, atMost, static e => e.Allowance);
    }

    /// <summary>The first time at which at most `atMost` of an asset or a currency is still counted; null when that is now.</summary>
    public Instant? FreeAt(string? asset, string? currency, Instant at, TimeSpan period, decimal atMost) =>
        FreeAt(Used(asset, currency, at, period), at, period, atMost, e => e.CountsFor(asset, currency));

    private Instant? FreeAt(decimal used, Instant at, TimeSpan period, decimal atMost, Func<LedgerEntry, decimal> counts)
    {
        if (used <= atMost) return null;
        foreach (var entry in Entries)
        {
            if (entry.At + period <= at) continue;
            used -= counts(entry);
            if (used <= atMost) return entry.At + period;
        }
        return null;
    }

    public Ledger Add(LedgerEntry entry, Instant forget)
    {
        var first = 0;
        while (first < Entries.Length && Entries[first].At <= forget) first++;
        LedgerEntry[] entries = [.. Entries.AsSpan(first), entry];
        return new Ledger { Entries = entries.Length > MostEntries ? Merged(entries) : entries };
    }

    /// <summary>Takes back what a cancelled withdrawal counted; what is forgotten already has nothing to take back.</summary>
    public Ledger Subtract(LedgerEntry cancelled, Instant forget)
    {
        if (cancelled.At <= forget) return this;
        var index = Array.IndexOf(Entries, cancelled);
        if (index < 0) index = Array.FindIndex(Entries, e => e.At == cancelled.At && e.IsLike(cancelled) && e.Covers(cancelled));
        if (index < 0) index = Array.FindIndex(Entries, e => e.At > cancelled.At && e.IsLike(cancelled));
        if (index < 0 || !Entries[index].Covers(cancelled)) return this;
        var entries = (LedgerEntry[])Entries.Clone();
        entries[index] = entries[index].Minus(cancelled);
        return new Ledger { Entries = [.. entries.Where(e => e.Amount > 0 || e.Value > 0 || e.Allowance > 0)] };
    }

    private static LedgerEntry[] Merged(LedgerEntry[] entries)
    {
        for (var i = 0; i < entries.Length - 1; i++)
        {
            var next = Array.FindIndex(entries, i + 1, e => e.IsLike(entries[i]));
            if (next < 0) continue;
            entries[next] = entries[next].Plus(entries[i]);
            return [.. entries.AsSpan(0, i), .. entries.AsSpan(i + 1)];
        }
        return entries;
    }
}

/// <summary>One allowed withdrawal, or several made one.</summary>
/// <param name="Value">Its worth in `Currency`; zero where none was given.</param>
/// <param name="Allowance">What of it counts against the allowance.</param>
public readonly record struct LedgerEntry(
    Instant At, string Asset, decimal Amount, string? Currency, decimal Value, decimal Allowance)
{
    /// <summary>What of it a limit of this asset, or else of this currency, counts.</summary>
    public decimal CountsFor(string? asset, string? currency) => asset is not null
        ? string.Equals(Asset, asset, StringComparison.Ordinal) ? Amount : 0m
        : string.Equals(Currency, currency, StringComparison.Ordinal) ? Value : 0m;

    public bool IsLike(LedgerEntry other) =>
        string.Equals(Asset, other.Asset, StringComparison.Ordinal)
        && string.Equals(Currency, other.Currency, StringComparison.Ordinal);

    public bool Covers(LedgerEntry other) =>
        Amount >= other.Amount && Value >= other.Value && Allowance >= other.Allowance;

    public LedgerEntry Plus(LedgerEntry older) => this with
    {
        Amount = Amount + older.Amount,
        Value = Value + older.Value,
        Allowance = Allowance + older.Allowance,
    };

    public LedgerEntry Minus(LedgerEntry other) => this with
    {
        Amount = Amount - other.Amount,
        Value = Value - other.Value,
        Allowance = Allowance - other.Allowance,
    };
}
