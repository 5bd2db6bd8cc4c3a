using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>Asks for edits: what reduces is in force with the answer, what expands waits for an approval and its hold.</summary>
/// <param name="Change">The id that the change gets.</param>
/// <param name="Nonce">256 random bits, base64url; makes the digest of each change its own.</param>
/// <param name="Secrets">Sealed secrets for the factors and credentials that the edits make.</param>
/// <param name="Opening">The edits came with an owner's first account and need no approval.</param>
public sealed record AskChange(
    string Account, By By, Edit[] Edits, Signal[] Signals, string Change, string Nonce, SecretPart[] Secrets, bool Opening)
{
    /// <summary>How long an ended change is kept at least for those who ask what became of it.</summary>
    private static readonly TimeSpan EndedKept = TimeSpan.FromDays(14);

    /// <summary>Decides on a state that was brought to `at`.</summary>
    public static Outcome Decide(OwnerState state, AskChange ask, Policy policy, Instant at)
    {
        if (state.Find(ask.Account) is not { } account)
            return Outcome.Refuse(RefusalKind.Unknown, "accountUnknown", $"there is no account `{ask.Account}`");
        if (Asker(state, account, ask, at) is { } refusal) return new Outcome.Refused(refusal);
        var judging = new Judging(state, account, ask.By, policy, at, ask.Change, ask.Edits);
        judging.Run();
        if (Repeated(state, ask, judging) is { } same) return new Outcome.Nothing(same.Id);
        if (judging.Refusals.Count > 0) return new Outcome.Refused([.. judging.Refusals]);
        if (judging.ChangesNothing && ask.Signals.Length == 0) return new Outcome.Nothing();
        return ByKey(state, ask, judging) is { } no ? new Outcome.Refused(no) : Record(state, ask, judging, policy, at);
    }

    private static Outcome.Records Record(
        OwnerState state, AskChange ask, Judging judging, Policy policy, Instant at)
    {
        JudgedEdit[] edits = [.. judging.Judged.Where((_, i) => !judging.IsIdle(i))];
        int[] places = [.. Enumerable.Range(0, ask.Edits.Length).Where(i => !judging.IsIdle(i))];
        Signal[] signals = [.. ask.Signals.Select(s => s with { Weighs = policy.Signals.ContainsKey(s.Kind) })];
        var noted = signals.Aggregate(state, (s, signal) => SignalMarks.Add(s, signal, at));
        var assessment = Assessing.Assess(noted, ask.Account, edits, policy, at);
        HeldPart[] parts =
        [
            .. judging.Parts.Select(p => Stretch(state, p, assessment, policy, at) with
            {
                Edit = Array.IndexOf(places, p.Edit),
                State = StateOf(ask, p),
            }),
        ];
        var digest = ChangeDigest.Of(ask.Account, ask.Change, edits, parts, policy.Version, ask.Nonce);
        var needsStaff = ask.By.Kind == ByKind.Staff && Array.Exists(parts, p => p.State == PartState.Awaiting);
        var needsGuardian = !needsStaff && Array.Exists(state.Guardians, g => Ages.IsAged(state, policy, at, g.Since))
            && Array.Exists(parts, p => Array.IndexOf(policy.GuardianApproves, p.Element) >= 0);
        var text = Wording.Of(state, ask.Account, edits, parts, at);
        return new Outcome.Records(new OwnerEvent.ChangeAsked(
            ask.Change, ask.Account, ask.By, edits, parts, digest, ask.Nonce, text, assessment, needsGuardian,
            needsStaff, ask.Secrets, signals,
            Array.Exists(signals, s => ObserveSignal.Stretches(s, policy, at)) ? policy.StrongEvidenceHold : null,
            Forgets(state, policy, at)));
    }

    /// <summary>Ended changes of which nothing can be young any more and nobody asks what became of them.</summary>
    private static string[]? Forgets(OwnerState state, Policy policy, Instant at)
    {
        var settling = state.SettlingTime(policy);
        var kept = settling > EndedKept ? settling : EndedKept;
        string[] old = [.. state.Changes.Where(c => !c.Waits && c.EndedAt + kept <= at).Select(c => c.Id)];
        return old.Length == 0 ? null : old;
    }

    /// <summary>An opening waits for no approval; a new say that staff give waits for theirs.</summary>
    private static PartState StateOf(AskChange ask, HeldPart part) => part.State switch
    {
        PartState.Awaiting when ask.Opening => part.Hold == TimeSpan.Zero ? PartState.InForce : PartState.Held,
        PartState.Held when ask.By.Kind == ByKind.Staff && !ask.Opening => PartState.Awaiting,
        _ => part.State,
    };

    /// <summary>Strong evidence, or a veto within the last week, makes a hold longer; it never gives one to what has none, but for a veto.</summary>
    internal static HeldPart Stretch(
        OwnerState state, HeldPart part, Assessment assessment, Policy policy, Instant at)
    {
        var hold = part.Hold;
        if (hold > TimeSpan.Zero && assessment.Level == Level.High && hold < policy.StrongEvidenceHold)
            hold = policy.StrongEvidenceHold;
        var again = Thing.Again(part.Thing);
        var veto = Array.Find(state.Vetoes, v => string.Equals(v.Thing, again, StringComparison.Ordinal));
        if (veto is not null && veto.At + Policy.AskedAgain >= at && part.State != PartState.InForce)
        {
            var least = policy.StrongEvidenceHold + (veto.At > at ? veto.At - at : TimeSpan.Zero);
            if (hold < least) hold = least;
        }
        return part with { Hold = hold };
    }

    private static Refusal? Asker(OwnerState state, Account account, AskChange ask, Instant at)
    {
        switch (ask.By.Kind)
        {
            case ByKind.Owner or ByKind.Staff:
                return null;
            case ByKind.Guardian:
                return Array.Exists(state.Guardians, g => g.Since is not null && Same(g.Id, ask.By.Id))
                    && Array.TrueForAll(ask.Edits, e => e is Edit.LiftFreeze || e is Edit.AddFactor f && Same(f.Guardian, ask.By.Id)
                        || e is Edit.RemoveGuardian r && Same(r.Guardian, ask.By.Id))
                    ? null
                    : new Refusal(RefusalKind.Rule, "guardianMayNotAsk",
                        "a guardian vetoes, approves, freezes, lifts his own freeze and leaves; he asks for nothing else");
            case ByKind.Key:
                return account.FindKey(ask.By.Id) is { Suspended: false } k && (k.ExpiresAt is not { } ends || at <= ends)
                    ? null
                    : new Refusal(RefusalKind.Rule, "keyMayNotAsk", $"there is no key `{ask.By.Id}` in force");
            case ByKind.Link:
                return new Refusal(RefusalKind.Rule, "linkMayNotAsk", "a veto link vetoes and nothing else");
            default:
                throw new InvalidOperationException($"no rule for {ask.By.Kind}");
        }
    }

    /// <summary>A key reduces only itself, and asks for more only with `manage`.</summary>
    private static Refusal? ByKey(OwnerState state, AskChange ask, Judging judging)
    {
        if (ask.By.Kind != ByKind.Key) return null;
        var key = state.Find(ask.Account)!.FindKey(ask.By.Id)!;
        var manages = Array.Exists(key.Permissions, p => Same(p.Name, Permissions.Manage));
        var own = Thing.Key(ask.Account, ask.By.Id);
        foreach (var edit in judging.Judged)
        {
            if (edit.Effect == Effect.Expands && !manages)
                return new Refusal(RefusalKind.Rule, "keyMayNotManage", "the key doesn't have the permission `manage`");
            if (edit.Effect == Effect.Reduces
                && !Thing.Of(ask.Account, edit.Edit).StartsWith(own, StringComparison.Ordinal))
                return new Refusal(RefusalKind.Rule, "keyReducesOnlyItself", "a key may reduce only itself");
        }
        return null;
    }

    /// <summary>The same edits by the same asker are the same change while it waits, unless they reduce something anew.</summary>
    private static Change? Repeated(OwnerState state, AskChange ask, Judging judging)
    {
        JudgedEdit[] fresh = [.. judging.Judged.Where((_, i) => !judging.IsIdle(i))];
        if (Array.Exists(fresh, e => e.Effect == Effect.Reduces) || ask.Signals.Length > 0
            || Array.Exists(ask.Edits, e => e is Edit.RotateKey
                or Edit.AddFactor { Kind: FactorKind.Totp or FactorKind.Recovery } or Edit.AddChannel { Kind: ChannelKind.Webhook })) return null;
        Edit[] wanted = [.. fresh.Select(e => e.Edit)];
        return Array.FindLast(state.Changes, c => c.Waits && c.Quiet is null && Same(c.Account, ask.Account)
            && c.By.IsSameAs(ask.By) && (ChangeDigest.SameEdits(c.Edits, ask.Edits)
                || (judging.Refusals.Count == 0 && wanted.Length > 0
                    && ChangeDigest.SameEdits([.. c.Edits.Where(e => e.Effect == Effect.Expands)], wanted))));
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);
}
