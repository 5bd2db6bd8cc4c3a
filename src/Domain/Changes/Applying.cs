using Holdfast.Domain.Accounts;
using Holdfast.Domain.Destinations;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Puts an edit in force, at a time and at an age of the owner's ordinary clock.</summary>
internal static class Applying
{
    public static OwnerState Apply(OwnerState s, Change change, Edit edit, Instant at, long age) => edit switch
    {
        Edit.OpenKey e => InAccount(s, change, a =>
            KeyEdits.Open(a, e, age, change.Id, Secret(change, $"credential/{e.Key}/{e.CredentialId}"))),
        Edit.RemoveKey e => InAccount(s, change, a => KeyEdits.Remove(a, e.Key)),
        Edit.SuspendKey e => InKey(s, change, e.Key, k => k with { Suspended = true }),
        Edit.ResumeKey e => InKey(s, change, e.Key, k => KeyEdits.Resume(
            k, change.Id, id => s.FindChange(id) is { Waits: true })),
        Edit.OpenCredential e => InKey(s, change, e.Key, k =>
            KeyEdits.OpenCredential(k, e, age, change.Id, Secret(change, $"credential/{e.Key}/{e.CredentialId}"))),
        Edit.FullCredential e => InKey(s, change, e.Key, k => KeyEdits.FullCredential(k, e.CredentialId, change.Id, age)),
        Edit.RemoveCredential e => InKey(s, change, e.Key, k => KeyEdits.RemoveCredential(k, e.Credential)),
        Edit.Grant e => InKey(s, change, e.Key, k => KeyEdits.Grant(k, e.Permission, age)),
        Edit.Revoke e => InKey(s, change, e.Key, k => KeyEdits.Revoke(k, e.Permission)),
        Edit.AddSource e => InKey(s, change, e.Key, k => KeyEdits.AddSource(k, e.Source, age)),
        Edit.RemoveSource e => InKey(s, change, e.Key, k => KeyEdits.RemoveSource(k, e.Source, age)),
        Edit.SetExpiry e => InKey(s, change, e.Key, k => KeyEdits.SetExpiry(k, e.ExpiresAt ?? Instant.Never, age)),
        Edit.AddDestination e => InAccount(s, change, a => Array.Exists(
            a.Destinations, d => d.Is(e.Asset, e.Network, e.Address, e.Tag)) ? a : a with
            {
                Destinations = [.. a.Destinations, new Destination(e.Asset, e.Network, e.Address, e.Tag, e.Label, age)],
            }),
        Edit.RemoveDestination e => InAccount(s, change, a => a with
        {
            Destinations = [.. a.Destinations.Where(d => !d.Is(e.Asset, e.Network, e.Address, e.Tag))],
        }),
        Edit.SetLimit e => LimitEdits.Set(s, e, at, age),
        Edit.RemoveLimit e => LimitEdits.Remove(s, e, age),
        Edit.SetAllowance e => s with { Allowance = e.Amount },
        Edit.SetChallenge e => s with { Challenge = e.Above },
        Edit.SetSettling e => s with { Settling = e.Length },
        Edit.SetHold e => SetHold(s, e, at),
        Edit.AddFactor e => SayEdits.AddFactor(s, e, age, Secret(change, "factor/" + e.Factor)),
        Edit.RemoveFactor e => SayEdits.RemoveFactor(s, e.Factor),
        Edit.AddGuardian e => SayEdits.AddGuardian(s, e, change.By, at),
        Edit.FullGuardian e => SayEdits.FullGuardian(s, e.Guardian, age),
        Edit.RemoveGuardian e => SayEdits.RemoveGuardian(s, e.Guardian),
        Edit.AddChannel e => SayEdits.AddChannel(s, e, change.By, at, Secret(change, "channel/" + e.Channel)),
        Edit.FullChannel e => SayEdits.FullChannel(s, e.Channel, age),
        Edit.RemoveChannel e => SayEdits.RemoveChannel(s, e.Channel, at),
        Edit.SetAlerts e => SayEdits.SetAlerts(s, e),
        Edit.ResetFactors => SayEdits.Reset(s, age),
        Edit.Recover e => SayEdits.Recover(s, e, age, Secret(change, "factor/" + e.Factor)),
        Edit.LiftFreeze e => s with { Freezes = [.. s.Freezes.Where(f => !Lifts(e, change.By, f))] },
        Edit.Join => InAccount(s, change, a => a with { Joined = true }),
        _ => throw new InvalidOperationException($"{edit.GetType().Name} is never put in force by itself"),
    };

    /// <summary>Who set a freeze lifts it; without a name all that stand when he asks.</summary>
    public static bool Lifts(Edit.LiftFreeze lift, By by, Freezes.Freeze freeze) =>
        (lift.Freeze is null || string.Equals(lift.Freeze, freeze.Id, StringComparison.Ordinal))
        && freeze.By.Kind == (by.Kind == ByKind.Link ? ByKind.Owner : by.Kind)
        && (by.Kind != ByKind.Guardian || string.Equals(freeze.By.Id, by.Id, StringComparison.Ordinal));

    private static OwnerState SetHold(OwnerState s, Edit.SetHold e, Instant at)
    {
        var old = Array.Find(s.Holds, h => h.Element == e.Element) ?? new OwnHold(e.Element, TimeSpan.Zero, null, null);
        var fresh = e.For is { } span
            ? old with { Overlay = Longer(old.LengthAt(at), e.Length), OverlayEnds = LaterEnd(old, at, at + span) }
            : old with { Length = e.Length };
        return s with { Holds = [.. s.Holds.Where(h => h.Element != e.Element), fresh] };
    }

    private static Instant LaterEnd(OwnHold old, Instant at, Instant ends) =>
        old.OverlayEnds is { } running && at <= running ? Instant.Max(running, ends) : ends;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static string? Secret(Change change, string what) =>
        Array.Find(change.Secrets, x => string.Equals(x.For, what, StringComparison.Ordinal))?.Sealed;

    private static OwnerState InKey(OwnerState s, Change change, string key, Func<ApiKey, ApiKey> how) =>
        InAccount(s, change, a => KeyEdits.Change(a, key, how));

    private static OwnerState InAccount(OwnerState s, Change change, Func<Account, Account> how) => s with
    {
        Accounts =
        [
            .. s.Accounts.Select(a => string.Equals(a.Id, change.Account, StringComparison.Ordinal) ? how(a) : a),
        ],
    };
}
