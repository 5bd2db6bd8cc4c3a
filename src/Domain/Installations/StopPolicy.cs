using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Stops the pending policy. It protects, so one staff member suffices, up to the moment at which it comes into force.</summary>
public sealed record StopPolicy(string By)
{
    public static InstallationOutcome Decide(InstallationState state, StopPolicy stop, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, stop.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        return s.Pending is { } pending
            ? new InstallationOutcome.Records(new InstallationEvent.PolicyDropped(pending.Digest, stop.By))
            : new InstallationOutcome.Nothing();
    }
}
