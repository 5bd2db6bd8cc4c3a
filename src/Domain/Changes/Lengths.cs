using Holdfast.Domain.Accounts;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>How long things of an owner wait, before evidence is looked at.</summary>
internal readonly struct Lengths(OwnerState state, Policy policy, Instant at)
{
    public TimeSpan Of(Element element) => state.HoldOf(element, policy, at);

    /// <summary>An unknown permission counts as more than all the known ones.</summary>
    public TimeSpan OfPermission(string permission)
    {
        if (Elements.OfPermission(permission) is { } element) return Of(element);
        var longest = TimeSpan.Zero;
        foreach (var known in Permissions.Known)
            longest = Longer(longest, Of(Elements.OfPermission(known)!.Value));
        return longest;
    }

    /// <summary>Whether a new key may do this as soon as it exists.</summary>
    public bool AtOnce(string permission) => OfPermission(permission) == TimeSpan.Zero;

    /// <summary>A source, credential or expiry waits as long as what it is used for, now or once what waits is in force.</summary>
    public TimeSpan UsedFor(Element element, IEnumerable<string> permissions)
    {
        var longest = TimeSpan.Zero;
        foreach (var permission in permissions) longest = Longer(longest, OfPermission(permission));
        return longest == TimeSpan.Zero ? OwnOnly(element) : Longer(longest, Of(element));
    }

    /// <summary>The longest hold of the account: what resetting its factors waits.</summary>
    public TimeSpan Longest()
    {
        var longest = TimeSpan.Zero;
        foreach (var element in Elements.All) longest = Longer(longest, Of(element));
        return longest;
    }

    /// <summary>The longest hold that a part waits for as things stand now; zero for one that waits for none.</summary>
    public TimeSpan OfAllThat(Change change, HeldPart part)
    {
        var longest = TimeSpan.Zero;
        foreach (var element in Elements.All)
            if (Following.Waits(state, change, part, element)) longest = Longer(longest, Of(element));
        return longest;
    }

    public IEnumerable<string> PermissionsOf(string account, string key) => PermissionsOf(state, account, key);

    /// <summary>All permissions that a key has or waits for.</summary>
    public static IEnumerable<string> PermissionsOf(OwnerState state, string account, string key)
    {
        var prefix = Thing.Key(account, key) + "permission/";
        var waiting = state.Changes.SelectMany(c => c.Parts)
            .Where(p => p.State is PartState.Awaiting or PartState.Held
                        && p.Thing.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => p.Thing[prefix.Length..]);
        return (state.Find(account)?.FindKey(key)?.Permissions.Select(p => p.Name) ?? []).Concat(waiting);
    }

    private TimeSpan OwnOnly(Element element)
    {
        var hold = TimeSpan.Zero;
        foreach (var own in state.Holds)
            if (own.Element == element) hold = own.LengthAt(at);
        return hold;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
