using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Reviews;

/// <summary>What was seen of a key at the gate.</summary>
/// <param name="Since">Since when its requests have been watched; null: they never were.</param>
/// <param name="LastUsed">Null: never since then.</param>
/// <param name="Permissions">When each was last needed by a request.</param>
/// <param name="From">Addresses and networks that it was lately used from; null where nobody kept them all.</param>
public sealed record KeyUsage(
    Instant? Since, Instant? LastUsed, IReadOnlyDictionary<string, Instant> Permissions, Source[]? From)
{
    public static readonly KeyUsage Unseen = new(null, null, new Dictionary<string, Instant>(StringComparer.Ordinal), null);
}
