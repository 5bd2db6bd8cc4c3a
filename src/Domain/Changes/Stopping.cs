using Holdfast.Domain.Accounts;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Takes waiting parts out of a change and shuts at once what they had opened.</summary>
internal static class Stopping
{
    /// <summary>Ended changes that are kept for those who ask what became of them.</summary>
    public const int MostEnded = 20;

    /// <summary>Voids what waits for the things that a reducing edit touches (DESIGN 5.1).</summary>
    public static OwnerState Void(OwnerState s, Change by, Edit edit, Instant at)
    {
        var thing = Thing.Of(by.Account, edit);
        return Void(s, (change, part) => IsVoidedBy(change, part, by.Account, edit, thing), at);
    }

    /// <summary>Once an account was recovered or its factors were reset, no factor asked before comes into force.</summary>
    public static OwnerState VoidFactors(OwnerState s, Instant at) =>
        Void(s, (_, part) => part.Does is Edit.AddFactor { Guardian: null }, at);

    private static OwnerState Void(OwnerState s, Func<Change, HeldPart, bool> voids, Instant at)
    {
        foreach (var change in s.Changes)
        {
            if (!change.Waits) continue;
            int[] parts =
            [
                .. Enumerable.Range(0, change.Parts.Length).Where(i =>
                    change.Parts[i].State is PartState.Awaiting or PartState.Held
                    && voids(change, change.Parts[i])),
            ];
            if (parts.Length == 0) continue;
            s = Undo(Set(s, change.Id, parts, PartState.Voided, at), change, parts, PartState.Voided, at);
        }
        return s;
    }

    public static OwnerState Set(OwnerState s, string id, int[] parts, PartState state, Instant at)
    {
        if (s.FindChange(id) is not { } change) return s;
        var fresh = change with
        {
            Parts = [.. change.Parts.Select((p, i) => Array.IndexOf(parts, i) >= 0 ? p with { State = state } : p)],
        };
        if (!fresh.Waits && fresh.EndedAt is null)
            fresh = fresh with { EndedAt = at, Ending = EndingOf(fresh), Secrets = [] };
        return Replace(s, fresh);
    }

    public static OwnerState Replace(OwnerState s, Change fresh) => Trim(s with
    {
        Changes = [.. s.Changes.Select(c => string.Equals(c.Id, fresh.Id, StringComparison.Ordinal) ? fresh : c)],
    });

    /// <summary>Forgets the oldest ended changes beyond what is kept.</summary>
    public static OwnerState Trim(OwnerState s)
    {
        var surplus = s.Changes.Count(c => !c.Waits) - MostEnded;
        if (surplus <= 0) return s;
        var gone = s.Changes.Where(c => !c.Waits).OrderBy(c => c.EndedAt ?? Instant.Never).Take(surplus).ToHashSet();
        return s with { Changes = [.. s.Changes.Where(c => !gone.Contains(c))] };
    }

    /// <summary>Undoes what the parts had opened before they were stopped. A new say stays unless it was vetoed.</summary>
    public static OwnerState Undo(OwnerState s, Change change, int[] parts, PartState why, Instant at)
    {
        foreach (var edit in parts.Select(i => (change.Parts[i].Does, change.Edits[change.Parts[i].Edit].Edit)))
            s = edit switch
            {
                (Edit.FullCredential, Edit.AddKey e) => InAccount(s, change, a => KeyEdits.Remove(a, e.Key)),
                (Edit.FullCredential, Edit.RotateKey e) => InKey(s, change, e.Key, k => KeyEdits.StopRotation(k, change.Id)),
                (Edit.FullCredential, Edit.ResumeKey e) => InKey(s, change, e.Key, k => k with { Suspended = true }),
                (Edit.FullGuardian e, _) when why == PartState.Vetoed => SayEdits.RemoveGuardian(s, e.Guardian),
                (Edit.FullChannel e, _) when why == PartState.Vetoed => SayEdits.RemoveChannel(
                    Void(s, (_, part) => Same(part.Thing, Thing.Alerts(e.Channel)), at), e.Channel, at),
                _ => s,
            };
        return s;
    }

    /// <summary>Shuts what a quietly vetoed part had opened, and leaves it in sight.</summary>
    public static OwnerState Shut(OwnerState s, Change change, int[] parts)
    {
        foreach (var edit in parts.Select(i => (change.Parts[i].Does, change.Edits[change.Parts[i].Edit].Edit)))
            s = edit switch
            {
                (Edit.FullCredential e, _) => InKey(s, change, e.Key, k => KeyEdits.Shut(k, change.Id)),
                _ => s,
            };
        return s;
    }

    /// <summary>Remembers what was vetoed, and whether somebody kept himself in by it; that is not forgotten with time.</summary>
    /// <param name="until">The end of the hold where the veto was quiet, else `at`: what is asked again counts from then.</param>
    public static OwnerState Mark(OwnerState s, Change change, int[] parts, By by, Instant at, Instant until)
    {
        var marks = parts.Select(i => new VetoMark(
            Thing.Again(change.Parts[i].Thing), until, IsOwnRemoval(change.Parts[i].Does, by))).ToArray();
        return s with
        {
            Vetoes =
            [
                .. s.Vetoes.Where(v => (v.ByItself || Same(v.Thing, Thing.Recovery) || v.At + Policy.AskedAgain >= at)
                    && !Array.Exists(marks, m => string.Equals(m.Thing, v.Thing, StringComparison.Ordinal))),
                .. marks.Select(m => m with { ByItself = m.ByItself || WasByItself(s, m.Thing) }),
            ],
        };
    }

    public static bool IsOwnRemoval(Edit does, By by) => does switch
    {
        Edit.RemoveGuardian e => by.Kind == ByKind.Guardian && string.Equals(by.Id, e.Guardian, StringComparison.Ordinal),
        Edit.RemoveChannel e => by.Kind == ByKind.Link && string.Equals(by.Id, e.Channel, StringComparison.Ordinal),
        Edit.RemoveFactor => by.Kind is ByKind.Owner or ByKind.Link,
        _ => false,
    };

    private static bool WasByItself(OwnerState s, string thing) =>
        Array.Exists(s.Vetoes, v => v.ByItself && string.Equals(v.Thing, thing, StringComparison.Ordinal));

    private static Ending? EndingOf(Change change) =>
        Array.Exists(change.Parts, p => p.State == PartState.Vetoed) ? Ending.Vetoed
        : Array.Exists(change.Parts, p => p.State == PartState.InForce) ? null
        : change.Parts.Length == 0 ? null : Ending.Voided;

    private static bool IsVoidedBy(Change change, HeldPart part, string account, Edit edit, string thing) => edit switch
    {
        Edit.RemoveKey => part.Thing.StartsWith(thing, StringComparison.Ordinal),
        Edit.LiftFreeze => false,
        Edit.RemoveChannel e => Same(part.Thing, thing) || Same(part.Thing, Thing.Alerts(e.Channel)),
        Edit.AddSource e => part.Does is Edit.RemoveSource && Same(part.Thing, thing)
                            || (part.Does is Edit.AddSource a && a.Source == e.Source && Same(part.Thing, thing)),
        _ => Same(part.Thing, thing)
             && (!part.Thing.StartsWith("key/", StringComparison.Ordinal)
                 || string.Equals(change.Account, account, StringComparison.Ordinal)),
    };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

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
