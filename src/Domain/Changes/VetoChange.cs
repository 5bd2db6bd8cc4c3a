using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Stops what of a change is not in force yet. It needs no factor, and at the instant of maturity it still wins.</summary>
public sealed record VetoChange(string Change, By By, bool Quiet)
{
    public static Outcome Decide(OwnerState state, VetoChange veto, Policy policy, Instant at)
    {
        if (state.FindChange(veto.Change) is not { } change)
            return Outcome.Refuse(RefusalKind.Unknown, "changeUnknown", $"there is no change `{veto.Change}`");
        if (Say(state, change, veto.By) is { } refusal) return new Outcome.Refused(refusal);
        if (change.Quiet is not null && (veto.Quiet || !change.Waits)) return new Outcome.Nothing(change.Id);
        if (!change.Waits)
            return change.Ending == Ending.Vetoed ? new Outcome.Nothing(change.Id) : TooLate(change);
        var parts = Stopped(state, change, veto.By, policy, at);
        if (parts.Length == 0)
            return Outcome.Refuse(RefusalKind.Rule, "sayDoesNotReach", "this say can't stop what waits here");
        var quiet = veto.Quiet && veto.By.Kind != ByKind.Staff && parts.Length == change.Parts.Count(IsWaiting);
        return new Outcome.Records(new OwnerEvent.ChangeVetoed(change.Id, veto.By, quiet, parts));
    }

    /// <summary>The parts of a change that somebody's veto would stop now, by their place in it.</summary>
    public static int[] Reaches(OwnerState state, Change change, By by, Policy policy, Instant at) =>
        Say(state, change, by) is null ? Stopped(state, change, by, policy, at) : [];

    /// <summary>The reducing edits that take back what of a change came into force within the settling time.</summary>
    public static Edit[] UndoOf(OwnerState state, Change change, Policy policy, Instant at)
    {
        var account = state.Find(change.Account)!;
        var settling = state.SettlingTime(policy);
        if ((change.EndedAt ?? at) + settling < at) return [];
        return [.. change.Parts.Where(p => p.State == PartState.InForce).Select(p => Undo(account, state, p.Does)).OfType<Edit>().Distinct()];
    }

    private static int[] Stopped(OwnerState state, Change change, By by, Policy policy, Instant at) =>
    [
        .. Enumerable.Range(0, change.Parts.Length).Where(i =>
            IsWaiting(change.Parts[i]) && MayStop(state, change.Parts[i], by, policy, at)),
    ];

    private static bool IsWaiting(HeldPart part) => part.State is PartState.Awaiting or PartState.Held;

    private static Outcome.Refused TooLate(Change change) => new(change.Ending is null
        ? new Refusal(RefusalKind.State, "alreadyInForce", "it is in force already; the edits in `undo` take it back at once")
        : new Refusal(RefusalKind.State, "changeEnded", "it ended before it came into force"));

    /// <summary>A say covers changes asked while it lasts; a key has none.</summary>
    private static Refusal? Say(OwnerState state, Change change, By by) => by.Kind switch
    {
        ByKind.Owner or ByKind.Staff => null,
        ByKind.Key => new Refusal(RefusalKind.Rule, "keyHasNoSay", "a key can't veto"),
        ByKind.Guardian => Array.Exists(state.Guardians, g => Same(g.Id, by.Id) && g.AddedAt <= change.AskedAt)
            ? null
            : new Refusal(RefusalKind.Rule, "guardianHasNoSay", "this guardian had no say when the change was asked"),
        ByKind.Link => Array.Exists(state.Channels, c => Same(c.Id, by.Id) && c.AddedAt <= change.AskedAt
                && (c.EndedAt is null || c.EndedAt >= change.AskedAt))
            ? null
            : new Refusal(RefusalKind.Rule, "linkHasNoSay", "this channel had no say when the change was asked"),
        _ => throw new InvalidOperationException($"no rule for {by.Kind}"),
    };

    /// <summary>In its own hold a new guardian or channel stops only expansions of keys, sources, destinations and limits.</summary>
    private static bool MayStop(OwnerState state, HeldPart part, By by, Policy policy, Instant at)
    {
        if (part.Veto == VetoRule.Nobody) return false;
        if (part.Veto == VetoRule.AgedOwnerFactor)
            return by.Kind == ByKind.Owner && Consents.HasAgedFactor(state, policy, at);
        var full = by.Kind switch
        {
            ByKind.Owner or ByKind.Staff => true,
            ByKind.Guardian => Array.Exists(state.Guardians, g => Same(g.Id, by.Id) && g.Since is not null),
            ByKind.Link => Array.Exists(state.Channels, c => Same(c.Id, by.Id) && c.Since is not null),
            ByKind.Key => false,
            _ => throw new InvalidOperationException($"no rule for {by.Kind}"),
        };
        if (Stopping.IsOwnRemoval(part.Does, by)
            && Array.Exists(state.Vetoes, v => v.ByItself && Same(v.Thing, part.Thing))) return false;
        return full || part.Does is Edit.Grant or Edit.OpenKey or Edit.OpenCredential or Edit.FullCredential
            or Edit.ResumeKey or Edit.AddSource or Edit.RemoveSource or Edit.SetExpiry or Edit.AddDestination
            or Edit.SetLimit or Edit.RemoveLimit;
    }

    private static Edit? Undo(Account account, OwnerState state, Edit does) => does switch
    {
        Edit.OpenKey e => Exists(account, e.Key) ? new Edit.RemoveKey(e.Key) : null,
        Edit.Grant e => Exists(account, e.Key) ? new Edit.Revoke(e.Key, e.Permission) : null,
        Edit.OpenCredential e => Exists(account, e.Key) ? new Edit.RemoveCredential(e.Key, e.CredentialId) : null,
        Edit.ResumeKey e => Exists(account, e.Key) ? new Edit.SuspendKey(e.Key) : null,
        Edit.AddSource e when account.FindKey(e.Key) is { Sources.Length: > 1 } => new Edit.RemoveSource(e.Key, e.Source),
        Edit.RemoveSource e => Exists(account, e.Key) ? new Edit.AddSource(e.Key, e.Source) : null,
        Edit.SetExpiry e when account.FindKey(e.Key) is { Expiries.Length: > 1 } k => new Edit.SetExpiry(e.Key, k.Expiries[^2].At),
        Edit.AddDestination e => new Edit.RemoveDestination(e.Asset, e.Network, e.Address, e.Tag),
        Edit.SetLimit e => Earlier(state, e.Asset, e.Currency, e.Period),
        Edit.RemoveLimit e => Earlier(state, e.Asset, e.Currency, e.Period),
        Edit.AddFactor e when state.Factors.Any(f => f.IsStrong && !Same(f.Id, e.Factor)) => new Edit.RemoveFactor(e.Factor),
        Edit.SetAllowance => new Edit.SetAllowance(0),
        Edit.SetChallenge => new Edit.SetChallenge(0),
        Edit.SetAlerts e when state.Channels.Any(c => c.EndedAt is null && Same(c.Id, e.Channel)) => new Edit.SetAlerts(e.Channel, 0, true, null),
        _ => null,
    };

    private static Edit.SetLimit? Earlier(OwnerState state, string? asset, string? currency, TimeSpan period) =>
        Array.Find(state.Limits, l => l.Is(asset, currency, period)) is { Layers: [.., { Amount: { } amount }, _] }
            ? new Edit.SetLimit(asset, currency, period, amount, null)
            : null;

    private static bool Exists(Account account, string key) => account.FindKey(key) is not null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
