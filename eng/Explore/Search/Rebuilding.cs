using Holdfast.Domain.Accounts;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;
using Holdfast.Explore.Ghosts;

namespace Holdfast.Explore.Search;

/// <summary>G23: the state is the fold of its events, whatever was written to disk and read back in between.</summary>
internal static class Rebuilding
{
    public static void Snapshot(OwnerState state, List<Violation> found)
    {
        var bytes = DomainJson.Write(state);
        if (!bytes.AsSpan().SequenceEqual(DomainJson.Write(DomainJson.ReadState(bytes))))
            found.Add(new("G23", "a state read back from its JSON writes other bytes"));
    }

    /// <summary>Folds all events anew from their JSON, each at its own time, and compares.</summary>
    public static void Log(
        OwnerState start, IEnumerable<(OwnerEvent Event, Instant At)> log, OwnerState state, Instant now, List<Violation> found)
    {
        var fold = start;
        foreach (var (e, at) in log) fold = OwnerFold.Apply(fold, DomainJson.ReadEvent(DomainJson.Write(e)), at);
        if (!DomainJson.Write(Maturing.At(fold, now)).AsSpan().SequenceEqual(DomainJson.Write(state)))
            found.Add(new("G23", "the fold of the written events is another state"));
    }
}
