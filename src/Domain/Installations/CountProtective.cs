using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Counts what a staff member did alone to protect an owner: a freeze, a veto.</summary>
/// <param name="What">A word of the contract, such as `freeze`.</param>
public sealed record CountProtective(string By, string What)
{
    public static InstallationOutcome Decide(InstallationState state, CountProtective count, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, count.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        return Tokens.IsName(count.What)
            ? new InstallationOutcome.Records(new InstallationEvent.StaffActed(count.By, count.What))
            : InstallationOutcome.Refuse(RefusalKind.Meaning, "whatInvalid", "this is no word for an act");
    }
}
