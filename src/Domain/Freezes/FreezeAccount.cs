using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Freezes;

/// <summary>Stops what leaves, at once. Freezes of different people stand side by side.</summary>
public sealed record FreezeAccount(string Account, string Id, By By, string Reason, TimeSpan? For, bool All)
{
    /// <summary>A guardian's freeze ends by itself after this.</summary>
    public static readonly TimeSpan GuardiansLongest = TimeSpan.FromDays(7);

    public const int Most = 20;

    public static Outcome Decide(OwnerState state, FreezeAccount freeze, Instant at)
    {
        if (state.Find(freeze.Account) is null)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{freeze.Account}`");
        if (freeze.By.Kind is ByKind.Key or ByKind.Link)
            return Outcome.Refuse(RefusalKind.Rule, "mayNotFreeze", "no key and no veto link can freeze");
        if (freeze.By.Kind == ByKind.Guardian && !Array.Exists(state.Guardians, g =>
                string.Equals(g.Id, freeze.By.Id, StringComparison.Ordinal) && g.Since is not null))
            return Outcome.Refuse(RefusalKind.Rule, "guardianNotInForce", "there is no such guardian in force");
        var ends = Ends(freeze, at);
        if (Array.Exists(state.Freezes, f => f.By.IsSameAs(freeze.By) && f.All == freeze.All && Covers(f, ends)
                && !IsBeingLifted(state, f)))
            return new Outcome.Nothing();
        var same = state.Freezes.Count(f => f.By.IsSameAs(freeze.By));
        return same >= Most
            ? Outcome.Refuse(RefusalKind.State, "tooManyFreezes", $"one person sets at most {Most} freezes at a time")
            : new Outcome.Records(new OwnerEvent.AccountFrozen(
                freeze.Account, new Freeze(freeze.Id, freeze.By, freeze.Reason, at, ends, freeze.All)));
    }

    private static Instant? Ends(FreezeAccount freeze, Instant at)
    {
        var span = freeze.By.Kind == ByKind.Guardian && (freeze.For is null || freeze.For > GuardiansLongest)
            ? GuardiansLongest
            : freeze.For;
        return span is { } s ? at + s : null;
    }

    /// <summary>Freezing again while a lift waits is meant to outlive that.</summary>
    private static bool IsBeingLifted(OwnerState state, Freeze freeze) => Array.Exists(state.Changes, c =>
        c.AskedAt >= freeze.Set && Array.Exists(c.Parts, p => p.State is PartState.Awaiting or PartState.Held
            && p.Does is Edit.LiftFreeze lift && Applying.Lifts(lift, c.By, freeze)));

    private static bool Covers(Freeze standing, Instant? ends) => standing.Ends is null || standing.Ends >= ends;
}
