using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Storage;

namespace Holdfast.Server.Announcements;

/// <summary>Announcements of changes that nobody has taken yet, for a platform that tells its customers itself.</summary>
internal sealed class Untold(ILog log)
{
    private const string Name = "untold";

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Waiting> waiting = new(
        (JsonSerializer.Deserialize<Dictionary<long, Waiting>>(log.Meta(Name) ?? "{}")) ?? []);

    public void Add(long position, string owner, OwnerEvent.Announced announced)
    {
        if (announced.Change is not { } change || announced.Kind == "guardianAsked") return;
        lock (gate) waiting[position] = new Waiting(owner, change);
    }

    public int Count
    {
        get
        {
            lock (gate) return waiting.Count;
        }
    }

    /// <summary>What waits up to a position, oldest first.</summary>
    public IReadOnlyList<(long Position, Waiting Change)> UpTo(long position)
    {
        lock (gate) return [.. waiting.TakeWhile(w => w.Key <= position).Select(w => (w.Key, w.Value))];
    }

    public async ValueTask RemoveAsync(IEnumerable<long> positions)
    {
        lock (gate)
            foreach (var position in positions) waiting.Remove(position);
        await SaveAsync();
    }

    /// <summary>Makes durable what waits; the announcer does it with its cursor.</summary>
    public ValueTask SaveAsync()
    {
        string text;
        lock (gate) text = JsonSerializer.Serialize(waiting);
        return log.SetMetaAsync(Name, text);
    }

    internal sealed record Waiting(string Owner, string Change);
}
