using Holdfast.Domain.Changes;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Tokens;

/// <summary>The holder of a valid token.</summary>
internal sealed record Caller(string Name, bool MayDecide, bool MayFeed, bool IsStaff)
{
    /// <summary>
    /// Null when this caller may speak for that person: staff only for himself and with his own token, the platform for
    /// everybody else.
    /// </summary>
    public Answered? MaySpeakFor(By by)
    {
        if (by.Kind == ByKind.Staff)
            return IsStaff && string.Equals(by.Id, Name, StringComparison.Ordinal)
                ? null
                : Problems.Of(403, "staffNeedsOwnToken", "a staff member acts with his own token and under its name");
        return MayDecide ? null : Problems.Forbidden("decide");
    }
}
