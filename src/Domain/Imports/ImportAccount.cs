using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Imports;

/// <summary>Something that an account held at the platform before, and since when; what is so old has aged.</summary>
public readonly record struct Holding(Edit Edit, Instant Since);

/// <summary>
/// Takes an account over from a platform that moves in: all that it held is in force at once, at the age that it had there. It only
/// ever makes an owner; who may ask for it stands with the installation (two staff members, and only in its first days).
/// </summary>
/// <param name="Import">SHA-256 of the file that two staff members agreed on, in lower-case hex.</param>
/// <param name="Change">The id and the nonce of the change that it becomes.</param>
public sealed record ImportAccount(string Account, string Owner, string Import, Holding[] Holdings, (string Id, string Nonce) Change)
{
    /// <summary>What an account may hold from its first moment; secrets and factors are made here, and freezes set here.</summary>
    public static bool MayBeHeld(Edit edit) => edit is Edit.AddKey { Credential: not CredentialKind.Shared } or Edit.AddDestination or Edit.SetLimit
        or Edit.SetAllowance or Edit.SetChallenge or Edit.SetSettling or Edit.SetHold or Edit.AddGuardian or Edit.AddChannel { Kind: not ChannelKind.Webhook };

    public static Outcome Decide(OwnerState state, ImportAccount import, Policy policy, Instant at)
    {
        if (state.Accounts.Length > 0)
            return state.ImportedBy == import.Import && state.Find(import.Account) is not null
                ? new Outcome.Nothing()
                : Outcome.Refuse(RefusalKind.State, "ownerExists", $"there is an owner `{import.Owner}` already");
        foreach (var (edit, since) in import.Holdings)
        {
            if (!MayBeHeld(edit)) return Outcome.Refuse(RefusalKind.Meaning, "notImported", $"`{edit.GetType().Name}` is made here and can't be taken over");
            if (since > at) return Outcome.Refuse(RefusalKind.Meaning, "sinceInFuture", "nothing can be held since a time to come");
        }
        var opened = new OwnerEvent.AccountOpened(import.Account, import.Owner, true);
        var taken = new OwnerEvent.AccountImported(import.Account, import.Import, null, []);
        if (import.Holdings.Length == 0) return new Outcome.Records(opened, taken);
        var by = new By(ByKind.Owner, import.Owner);
        Edit[] edits = [.. import.Holdings.Select(h => h.Edit)];
        var asked = AskChange.Decide(
            OwnerFold.Apply(state, opened, at), new AskChange(import.Account, by, edits, [], import.Change.Id, import.Change.Nonce, [], true), policy, at);
        if (asked is not Outcome.Records { Events: [OwnerEvent.ChangeAsked change] }) return asked is Outcome.Refused ? asked : new Outcome.Records(opened, taken);
        // an edit that changes nothing is left out of the change, and its age with it
        long[] ages = [.. change.Edits.Select(e => Ages.Milliseconds(at - import.Holdings[Array.IndexOf(edits, e.Edit)].Since))];
        return new Outcome.Records(opened, change, taken with { Change = change.Change, Ages = ages });
    }
}

internal static class ImportFold
{
    /// <summary>What waits of the opening is in force, each thing at its age, and what was in force at once has its age too.</summary>
    public static OwnerState Imported(OwnerState s, OwnerEvent.AccountImported e, Instant at)
    {
        s = s with { ImportedBy = e.Import };
        if (e.Change is null || s.FindChange(e.Change) is not { } change) return s;
        var now = s.Ordinary.At(at);
        for (var i = 0; i < change.Parts.Length; i++)
        {
            if (change.Parts[i] is not { State: PartState.Held } part) continue;
            s = Applying.Apply(s, change, part.Does, at, now - e.Ages[part.Edit]);
            s = Stopping.Set(s, change.Id, [i], PartState.InForce, at);
        }
        for (var i = 0; i < change.Edits.Length; i++)
            if (change.Edits[i].Edit is Edit.AddKey key) s = Aged(s, e.Account, key.Key, now - e.Ages[i]);
        return Stopping.Replace(s, s.FindChange(change.Id)! with { IsTakenOver = true }) with { TakenOver = change.Text };
    }

    private static OwnerState Aged(OwnerState s, string account, string key, long age) => s with
    {
        Accounts = [.. s.Accounts.Select(a => a.Id == account ? KeyEdits.Change(a, key, k => KeyEdits.AllSince(k, age)) : a)],
    };
}
