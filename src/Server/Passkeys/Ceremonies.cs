using Holdfast.Domain.Time;

namespace Holdfast.Server.Passkeys;

/// <summary>A registration that a browser was asked for.</summary>
/// <param name="State">The verifier's own.</param>
internal sealed record Ceremony(string Id, string Account, string Factor, string Label, string State, Instant Until)
{
    /// <summary>Somebody is at it. Read and written by <see cref="Ceremonies"/> alone.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The one passkey that it is still good for, after an outage; null for any.</summary>
    public string? OnlyFor { get; set; }

    public bool IsGoodFor(string credential) => OnlyFor is null || string.Equals(OnlyFor, credential, StringComparison.Ordinal);
}

/// <summary>Registrations under way, in memory: after a start they are asked for anew. Of one account the newest stay.</summary>
internal class Ceremonies
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int Most = 10_000, MostOfOne = 4;

    private readonly Lock gate = new();
    private readonly LinkedList<Ceremony> open = [];

    /// <summary>Whether there was room.</summary>
    public bool TryAdd(Ceremony ceremony, Instant now)
    {
        lock (gate)
        {
            Forget(now);
            var own = open.Where(c => c.Account == ceremony.Account).ToArray();
            foreach (var old in own.Take(own.Length - MostOfOne + 1)) open.Remove(old);
            if (open.Count >= Most) return false;
            open.AddLast(ceremony);
            return true;
        }
    }

    /// <summary>For one alone, until it is given back: null for everybody else meanwhile.</summary>
    public virtual Ceremony? Take(string account, string id, Instant now)
    {
        lock (gate)
        {
            Forget(now);
            if (open.FirstOrDefault(c => c.Id == id && c.Account == account) is not { IsTaken: false } found) return null;
            found.IsTaken = true;
            return found;
        }
    }

    /// <summary>Nothing came of it, so it may be tried again.</summary>
    public void GiveBack(Ceremony ceremony) => GiveBack(ceremony, ceremony.OnlyFor);

    /// <summary>Nobody knows what came of it, so the same passkey may be tried again: of that one the log knows whether it was recorded.</summary>
    public void GiveBack(Ceremony ceremony, string? onlyFor)
    {
        lock (gate) (ceremony.OnlyFor, ceremony.IsTaken) = (onlyFor, false);
    }

    /// <summary>It did what it was for, which is good once.</summary>
    public virtual void End(Ceremony ceremony)
    {
        lock (gate) open.Remove(ceremony);
    }

    private void Forget(Instant now)
    {
        while (open.First is { } oldest && oldest.Value.Until < now) open.RemoveFirst();
    }
}
