using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>Ends a token. It protects, so one staff member suffices; two staff tokens always stay, or nobody could agree.</summary>
public sealed record EndToken(string Name, string By)
{
    public const int StaffThatStay = 2;

    public static InstallationOutcome Decide(InstallationState state, EndToken end, Instant at)
    {
        var s = state.AsOf(at);
        if (StaffSay.Missing(s, end.By) is { } refusal) return new InstallationOutcome.Refused(refusal);
        if (s.FindToken(end.Name) is not { } token)
            return InstallationOutcome.Refuse(RefusalKind.Unknown, "tokenUnknown", $"there is no token `{end.Name}`");
        if (token.IsStaff && s.StaffTokens <= StaffThatStay)
            return InstallationOutcome.Refuse(
                RefusalKind.Rule, "lastStaffTokens", "the last two staff tokens stay; issue another first");
        return new InstallationOutcome.Records(new InstallationEvent.TokenEnded(end.Name, end.By));
    }
}
