using Holdfast.Domain.Accounts;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Changes;

/// <summary>Which running holds a longer hold of an element makes longer.</summary>
internal static class Following
{
    /// <summary>
    /// A part waits for its own element, and for all that its key is used for; a weaker hold also for that of holds (DESIGN 5.1).
    /// </summary>
    public static bool Waits(OwnerState state, Change change, HeldPart part, Element element)
    {
        if (part.Hold == TimeSpan.Zero) return false;
        return part.Element == element || part.Does switch
        {
            Edit.ResetFactors => true,
            Edit.SetHold => element == Element.Hold,
            Edit.Grant e => element <= Element.Manage && Elements.OfPermission(e.Permission) is null,
            Edit.FullCredential e => IsUsedFor(state, change, e.Key, element),
            Edit.AddSource e => IsUsedFor(state, change, e.Key, element),
            Edit.RemoveSource e => IsUsedFor(state, change, e.Key, element),
            Edit.SetExpiry e => IsUsedFor(state, change, e.Key, element),
            _ => false,
        };
    }

    private static bool IsUsedFor(OwnerState state, Change change, string key, Element element) =>
        element <= Element.Manage && Lengths.PermissionsOf(state, change.Account, key).Any(p =>
            Elements.OfPermission(p) is not { } known || known == element);
}
