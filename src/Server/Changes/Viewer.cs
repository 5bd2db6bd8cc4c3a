using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements;

namespace Holdfast.Server.Changes;

/// <summary>Who looks at an account: a session of the platform's, a guardian as `guardian:ID`, or staff by their token.</summary>
internal sealed record Viewer(string? Name, bool IsStaff, Policy Policy, Instant At)
{
    public bool IsSession(string? session) =>
        session is not null && string.Equals(Name, session, StringComparison.Ordinal);

    public bool IsAgedGuardian(OwnerState state) =>
        RecipientName.GuardianOf(Name) is { } id
        && Array.Find(state.Guardians, g => string.Equals(g.Id, id, StringComparison.Ordinal)) is { } guardian
        && Ages.IsAged(state, Policy, At, guardian.Since);
}
