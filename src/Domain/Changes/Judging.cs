using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// Judges each edit of a change by what is in force before and after the whole of it: what reduces is done at once, what
/// expands becomes parts that wait, what is so already is nothing (DESIGN 5.1).
/// </summary>
internal sealed partial class Judging
{
    private readonly OwnerState state;
    private readonly Account account;
    private readonly By by;
    private readonly Policy policy;
    private readonly Instant at;
    private readonly string change;
    private readonly Edit[] edits;
    private readonly Lengths lengths;
    private readonly List<Refusal> refusals = [];
    private readonly List<HeldPart> parts = [];
    private readonly Effect?[] effects;

    public Judging(
        OwnerState state, Account account, By by, Policy policy, Instant at, string change, Edit[] edits)
    {
        (this.state, this.account, this.by, this.policy, this.at, this.change, this.edits) =
            (state, account, by, policy, at, change, edits);
        lengths = new Lengths(state, policy, at);
        effects = new Effect?[edits.Length];
    }

    public IReadOnlyList<Refusal> Refusals => refusals;

    public IReadOnlyList<HeldPart> Parts => parts;

    /// <summary>The edits that change something, with their direction.</summary>
    public JudgedEdit[] Judged => [.. edits.Select((e, i) => new JudgedEdit(e, effects[i] ?? Effect.Reduces))];

    public bool ChangesNothing => Array.TrueForAll(effects, e => e is null);

    /// <summary>Whether the edit at this place is so already.</summary>
    public bool IsIdle(int index) => effects[index] is null;

    public void Run()
    {
        for (var i = 0; i < edits.Length; i++)
            if (edits[i] is not Edit.RemoveSource) effects[i] = Judge(i, edits[i]);
        for (var i = 0; i < edits.Length; i++)
            if (edits[i] is Edit.RemoveSource removal) effects[i] = RemoveSource(i, removal);
        RefuseTwice();
    }

    private Effect? Judge(int i, Edit edit) => edit switch
    {
        Edit.AddKey e => AddKey(i, e),
        Edit.RemoveKey e => Known(i, e.Key) is null ? null : Effect.Reduces,
        Edit.SuspendKey e => Known(i, e.Key) is not { } k ? null
            : k.Suspended && !Waiting(Thing.Of(account.Id, e)) ? null : Effect.Reduces,
        Edit.ResumeKey e => ResumeKey(i, e),
        Edit.RotateKey e => RotateKey(i, e),
        Edit.RemoveCredential e => RemoveCredential(i, e),
        Edit.Grant e => Grant(i, e),
        Edit.Revoke e => Known(i, e.Key) is not { } k ? null
            : Has(k, e.Permission) || Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null,
        Edit.AddSource e => AddSource(i, e),
        Edit.SetExpiry e => SetExpiry(i, e),
        Edit.AddDestination e => AddDestination(i, e),
        Edit.RemoveDestination e => RemoveDestination(e),
        Edit.SetLimit e => SetLimit(i, e),
        Edit.RemoveLimit e => FindLimit(e.Asset, e.Currency, e.Period) is not { Layers: [.., { Amount: not null }] }
            ? null : Wait(i, e, Element.Limit),
        Edit.SetAllowance e => Weaker(
            i, e, Element.Allowance, e.Amount.CompareTo(state.Allowance ?? policy.Allowance)),
        Edit.SetChallenge e => Weaker(
            i, e, Element.Challenge, (e.Above ?? decimal.MaxValue).CompareTo(state.Challenge ?? decimal.MaxValue)),
        Edit.SetSettling e => SetSettling(i, e),
        Edit.SetHold e => SetHold(i, e),
        Edit.AddFactor e => AddFactor(i, e),
        Edit.RemoveFactor e => RemoveFactor(i, e),
        Edit.AddGuardian e => AddGuardian(i, e),
        Edit.RemoveGuardian e => RemoveGuardian(i, e),
        Edit.AddChannel e => AddChannel(i, e),
        Edit.RemoveChannel e => RemoveChannel(i, e),
        Edit.SetAlerts e => SetAlerts(i, e),
        Edit.ResetFactors => WaitFor(i, edit, Element.Factor, ClockKind.Reset, lengths.Longest(), Thing.Recovery),
        Edit.Recover e => Recover(i, e),
        Edit.LiftFreeze e => LiftFreeze(i, e),
        Edit.Join => account.Joined ? null : Wait(i, edit, Element.Join),
        _ => throw new InvalidOperationException($"{edit.GetType().Name} can't be asked"),
    };

    private Effect? AddKey(int i, Edit.AddKey e)
    {
        var print = KeyEdits.IdFingerprint(e.Key);
        if (Array.IndexOf(account.UsedKeyIds, print) >= 0)
            return Refuse(i, RefusalKind.State, "keyIdUsed", $"the key id `{e.Key}` was used before; ids are never used again");
        if (account.Keys.Length + edits.Count(x => x is Edit.AddKey) > Bounds.Keys)
            return Refuse(i, RefusalKind.State, "tooManyKeys", $"an account has at most {Bounds.Keys} keys");
        if (e.Sources.Length > Bounds.Sources)
            return Refuse(i, RefusalKind.State, "tooManySources", $"a key has at most {Bounds.Sources} sources");
        if (account.UsedKeyIds.Length >= Bounds.KeyIdsEver)
            return Refuse(i, RefusalKind.State, "tooManyKeyIds", $"an account uses at most {Bounds.KeyIdsEver} key ids ever");
        var longest = lengths.UsedFor(Element.Credential, e.Permissions);
        Add(i, new Edit.OpenKey(e.Key, e.Label, e.Sources, e.ExpiresAt, "c1", e.Credential), Element.Credential, TimeSpan.Zero);
        foreach (var permission in e.Permissions)
            Add(i, new Edit.Grant(e.Key, permission), ElementOf(permission), lengths.OfPermission(permission));
        Add(i, new Edit.FullCredential(e.Key, "c1"), Element.Credential, longest);
        return Effect.Expands;
    }

    private Effect? ResumeKey(int i, Edit.ResumeKey e)
    {
        if (Known(i, e.Key) is not { Suspended: true }) return null;
        var thing = Thing.Of(account.Id, e);
        Add(i, e, Element.Credential, TimeSpan.Zero, thing: thing);
        Add(i, new Edit.FullCredential(e.Key, KeyEdits.AllCredentials), Element.Credential,
            lengths.UsedFor(Element.Credential, lengths.PermissionsOf(account.Id, e.Key)), thing: thing);
        return Effect.Expands;
    }

    private Effect? RotateKey(int i, Edit.RotateKey e)
    {
        if (Known(i, e.Key) is not { } key) return null;
        if (key.Credentials.Length > 1 && e.Overlap != TimeSpan.Zero)
            return Refuse(i, RefusalKind.State, "keyHasTwoCredentials",
                $"the key `{e.Key}` has two credentials; remove one or rotate with an overlap of PT0S");
        Add(i, new Edit.OpenCredential(e.Key, change, e.Credential, e.Overlap), Element.Credential, TimeSpan.Zero);
        Add(i, new Edit.FullCredential(e.Key, change), Element.Credential,
            lengths.UsedFor(Element.Credential, lengths.PermissionsOf(account.Id, e.Key)));
        return Effect.Expands;
    }

    private Effect? RemoveCredential(int i, Edit.RemoveCredential e)
    {
        if (Known(i, e.Key) is not { } key) return null;
        if (Array.Exists(key.Credentials, c => string.Equals(c.Id, e.Credential, StringComparison.Ordinal)))
            return Effect.Reduces;
        return Refuse(i, RefusalKind.Meaning, "credentialUnknown", $"the key `{e.Key}` has no credential `{e.Credential}`");
    }

    private Effect? Grant(int i, Edit.Grant e)
    {
        if (IsAddedHere(e.Key)) return Refuse(i, RefusalKind.Meaning, "keyIsNew", "give a new key its permissions with `addKey`");
        if (Known(i, e.Key) is not { } key || Has(key, e.Permission)) return null;
        Add(i, e, ElementOf(e.Permission), lengths.OfPermission(e.Permission));
        return Effect.Expands;
    }

    private Effect? AddSource(int i, Edit.AddSource e)
    {
        if (Known(i, e.Key) is not { } key) return null;
        var thing = Thing.Of(account.Id, e);
        if (Array.Exists(key.Sources, s => s.Source == e.Source)) return Waiting(thing) ? Effect.Reduces : null;
        if (key.Sources.Length + edits.Count(x => x is Edit.AddSource a && Same(a.Key, e.Key)) > Bounds.Sources)
            return Refuse(i, RefusalKind.State, "tooManySources", $"a key has at most {Bounds.Sources} sources");
        if (SourceSet.Since(key, e.Source) is not null) return Effect.Reduces;
        Add(i, e, Element.Source, lengths.UsedFor(Element.Source, PermissionsAfter(e.Key)));
        return Effect.Expands;
    }

    /// <summary>Judged last: a removal reduces while another source stays in force, and held ones never count as staying.</summary>
    private Effect? RemoveSource(int i, Edit.RemoveSource e)
    {
        if (Known(i, e.Key) is not { } key) return null;
        var thing = Thing.Of(account.Id, e);
        if (!Array.Exists(key.Sources, s => s.Source == e.Source)) return Waiting(thing) ? Effect.Reduces : null;
        var stays = key.Sources.Select(s => s.Source)
            .Concat(edits.Select((x, n) => (x, n)).Where(y => y.x is Edit.AddSource a && Same(a.Key, e.Key)
                && effects[y.n] == Effect.Reduces).Select(y => ((Edit.AddSource)y.x).Source))
            .Except(edits.Take(i).OfType<Edit.RemoveSource>().Where(r => Same(r.Key, e.Key)).Select(r => r.Source))
            .Any(s => s != e.Source);
        if (stays) return Effect.Reduces;
        Add(i, e, Element.Source, lengths.UsedFor(Element.Source, PermissionsAfter(e.Key)));
        return Effect.Expands;
    }

    private Effect? SetExpiry(int i, Edit.SetExpiry e)
    {
        if (Known(i, e.Key) is not { } key) return null;
        var (now, wished) = (key.ExpiresAt ?? Instant.Never, e.ExpiresAt ?? Instant.Never);
        if (wished == now) return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;
        if (wished < now) return Effect.Reduces;
        Add(i, e, Element.Expiry, lengths.UsedFor(Element.Expiry, PermissionsAfter(e.Key)));
        return Effect.Expands;
    }

    private Effect? AddDestination(int i, Edit.AddDestination e)
    {
        if (Array.Exists(account.Destinations, d => d.Is(e.Asset, e.Network, e.Address, e.Tag))) return null;
        if (account.Destinations.Length + edits.Count(x => x is Edit.AddDestination) > Bounds.Destinations)
            return Refuse(i, RefusalKind.State, "tooManyDestinations",
                $"an account has at most {Bounds.Destinations} destinations");
        return Wait(i, e, Element.Destination);
    }

    private Effect? RemoveDestination(Edit.RemoveDestination e) =>
        Array.Exists(account.Destinations, d => d.Is(e.Asset, e.Network, e.Address, e.Tag))
        || Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;

    private Effect? SetLimit(int i, Edit.SetLimit e)
    {
        var limit = FindLimit(e.Asset, e.Currency, e.Period);
        if (limit is null && state.Limits.Length >= Bounds.Limits)
            return Refuse(i, RefusalKind.State, "tooManyLimits", $"an owner has at most {Bounds.Limits} limits");
        var now = limit?.Layers[^1].Amount ?? decimal.MaxValue;
        if (e.For is not { } span) return Weaker(i, e, Element.Limit, e.Amount.CompareTo(now));
        if (limit?.Overlay is { } o && o.Amount <= e.Amount && o.Ends >= at + span && e.Amount <= now)
            return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;
        return e.Amount <= now ? Effect.Reduces
            : Refuse(i, RefusalKind.Meaning, "endOnlyOnStrengthening", "only a lower limit may carry its own end");
    }

    private Effect? SetSettling(int i, Edit.SetSettling e)
    {
        if (e.Length < policy.Settling)
            return Refuse(i, RefusalKind.Meaning, "belowPolicy",
                $"the settling time can't be below the policy's {Spans.Format(policy.Settling)}");
        if (e.Length > Policy.Longest)
            return Refuse(i, RefusalKind.Meaning, "settlingTooLong", $"the settling time is at most {Spans.Format(Policy.Longest)}");
        return Weaker(i, e, Element.Settling, state.SettlingTime(policy).CompareTo(e.Length));
    }

    private Effect? SetHold(int i, Edit.SetHold e)
    {
        if (e.Length < policy.Hold(e.Element))
            return Refuse(i, RefusalKind.Meaning, "belowPolicy",
                $"the hold of `{e.Element.Name()}` can't be below the policy's {Spans.Format(policy.Hold(e.Element))}");
        if (e.Length > Policy.Longest)
            return Refuse(i, RefusalKind.Meaning, "holdTooLong", $"a hold is at most {Spans.Format(Policy.Longest)}");
        var own = Array.Find(state.Holds, h => h.Element == e.Element);
        var lasting = own is not null && own.Length > policy.Hold(e.Element) ? own.Length : policy.Hold(e.Element);
        if (e.For is { } span && e.Length != lasting)
            return e.Length < lasting
                ? Refuse(i, RefusalKind.Meaning, "endOnlyOnStrengthening", "only a longer hold may carry its own end")
                : own?.Overlay >= e.Length && own.OverlayEnds >= at + span ? null : Effect.Reduces;
        if (e.Length > lasting) return Effect.Reduces;
        if (e.Length == lasting) return Waiting(Thing.Of(account.Id, e)) ? Effect.Reduces : null;
        var now = lengths.Of(e.Element);
        var old = lengths.Of(Element.Hold);
        return WaitFor(i, e, e.Element, ClockKind.Ordinary, old > now ? old : now, Thing.Of(account.Id, e));
    }
}
