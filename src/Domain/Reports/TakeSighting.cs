using Holdfast.Domain.Decisions;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Reports;

/// <summary>
/// Somebody reports a call without signing in. It is evidence and acts on nobody; anybody may send it, so in an hour only so many are taken.
/// </summary>
public sealed record TakeSighting(string Id, ReportedCall Call)
{
    public const int MostAnHour = 300;

    public static InstallationOutcome Decide(InstallationState state, TakeSighting sighting, Instant at) =>
        state.Sightings is { } hour && at < hour.From + TimeSpan.FromHours(1) && hour.Count >= MostAnHour
            ? InstallationOutcome.Refuse(RefusalKind.State, "tooManySightings", "too many reports without a name came in this hour")
            : new InstallationOutcome.Records(new InstallationEvent.CallSighted(sighting.Id, sighting.Call));
}

/// <summary>Reports without a name, counted from the first of an hour.</summary>
public sealed record SightingsOfAnHour(Instant From, int Count)
{
    internal static SightingsOfAnHour Next(SightingsOfAnHour? hour, Instant at) =>
        hour is not null && at < hour.From + TimeSpan.FromHours(1) ? hour with { Count = hour.Count + 1 } : new(at, 1);
}
