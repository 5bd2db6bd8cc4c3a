using Holdfast.Domain.Decisions;

namespace Holdfast.Domain.Installations;

/// <summary>Who is a staff member: only the name of a token in force with that role. A text that says so is nothing.</summary>
internal static class StaffSay
{
    public static Refusal? Missing(InstallationState s, string by) => s.FindToken(by)?.IsStaff == true
        ? null
        : new Refusal(RefusalKind.Rule, "staffTokenNeeded", "this takes a staff token in force");
}
