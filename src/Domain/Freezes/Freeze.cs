using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Freezes;

/// <summary>Stops what leaves, and the owner's age clock.</summary>
/// <param name="Ends">In force up to and including this time; null: until it is lifted.</param>
/// <param name="All">Orders, cancels and reads stop too.</param>
public sealed record Freeze(string Id, By By, string Reason, Instant Set, Instant? Ends, bool All);
