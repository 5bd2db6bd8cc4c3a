using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Imports;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Sessions;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Accounts;

/// <summary>State is the fold of an owner's events; nothing else makes it.</summary>
public static class OwnerFold
{
    /// <summary>The state after an event that was recorded at `at`.</summary>
    public static OwnerState Apply(OwnerState state, OwnerEvent @event, Instant at)
    {
        var fresh = @event switch
        {
            OwnerEvent.AccountOpened e => Opened(Maturing.At(state, at), e, at),
            OwnerEvent.PolicyFollowed e => Followed(Maturing.At(state, e.Since), e),
            OwnerEvent.ClockFollowed e => FollowClock.Apply(Maturing.At(state, e.At), e),
            OwnerEvent.ChangeAsked e => Asked(Maturing.At(state, at), e, at),
            OwnerEvent.ChangeApproved e => Approved(Maturing.At(state, at), e, at),
            OwnerEvent.ChangeTold e => Told(Maturing.At(state, at), e, at),
            OwnerEvent.ChangeVetoed e => Vetoed(Maturing.At(state, at), e, at),
            OwnerEvent.AccountFrozen e => Frozen(Maturing.At(state, at), e),
            OwnerEvent.SignalObserved e => Observed(Maturing.At(state, at), e, at),
            OwnerEvent.CodeFailed e => Failed(Maturing.At(state, at), e, at),
            OwnerEvent.ConsoleLinkMade e => SessionFold.Linked(Maturing.At(state, at), e),
            OwnerEvent.SessionOpened e => SessionFold.Opened(Maturing.At(state, at), e),
            OwnerEvent.SessionsEnded e => SessionFold.Ended(Maturing.At(state, at), e),
            OwnerEvent.WithdrawalDecided e => WithdrawalFold.Decided(Maturing.At(state, at), e, at),
            OwnerEvent.AccountImported e => ImportFold.Imported(Maturing.At(state, at), e, at),
            OwnerEvent.OrderDecided e => OrderFold.Decided(Maturing.At(state, at), e, at),
            OwnerEvent.WithdrawalCancelled e => WithdrawalFold.Cancelled(Maturing.At(state, at), e, at),
            OwnerEvent.Announced e => state with { Version = state.Version + 1, TakenOver = e.SaysTakenOver is true ? [] : state.TakenOver },
            OwnerEvent.AlertRaised or OwnerEvent.RequestsRefused or OwnerEvent.WithdrawalObserved
                or OwnerEvent.CallReported =>
                state with { Version = state.Version + 1 },
            _ => throw new InvalidOperationException($"no fold for {@event.GetType().Name}"),
        };
        if (@event is OwnerEvent.Announced or OwnerEvent.AlertRaised or OwnerEvent.RequestsRefused or OwnerEvent.WithdrawalObserved) return fresh;
        // a policy is learned late, as of its own time: what matured since then is read anew
        if (@event is OwnerEvent.PolicyFollowed followed) at = followed.Since;
        if (@event is OwnerEvent.ClockFollowed moved) at = moved.To;
        return Maturing.Rebase(fresh, at) with { Version = state.Version + 1, At = at };
    }

    public static OwnerState ApplyAll(OwnerState state, IEnumerable<OwnerEvent> events, Instant at) =>
        events.Aggregate(state, (s, e) => Apply(s, e, at));

    private static OwnerState Opened(OwnerState s, OwnerEvent.AccountOpened e, Instant at)
    {
        var account = new Account { Id = e.Account, OpenedAt = at, Joined = e.First };
        if (!e.First) return s with { Accounts = [.. s.Accounts, account] };
        var clock = AgeClock.StartingAt(at);
        return new OwnerState
        {
            Owner = e.Owner,
            Ordinary = clock,
            Release = clock,
            ResetClock = clock,
            Accounts = [account],
            Factors =
            [
                new Factor { Id = SayEdits.PlatformFactor, Kind = FactorKind.Platform, Label = "platform", Since = 0 },
            ],
        };
    }

    /// <summary>Sources go last: one that another in the same change replaces must not leave the key without any.</summary>
    private static OwnerState Asked(OwnerState s, OwnerEvent.ChangeAsked e, Instant at)
    {
        var change = new Change
        {
            Id = e.Change,
            Account = e.Account,
            By = e.By,
            AskedAt = at,
            Edits = e.Edits,
            Parts = e.Parts,
            Digest = e.Digest,
            Text = e.Text,
            Assessment = e.Assessment,
            NeedsGuardian = e.NeedsGuardian,
            NeedsStaff = e.NeedsStaff,
            Secrets = e.Secrets,
            EndedAt = Array.Exists(e.Parts, p => p.State is PartState.Awaiting or PartState.Held) ? null : at,
        };
        foreach (var edit in e.Edits.OrderBy(x => x.Edit is Edit.RemoveSource))
        {
            if (edit.Effect != Effect.Reduces) continue;
            s = Stopping.Void(s, change, edit.Edit, at);
            s = Applying.Apply(s, change, edit.Edit, at, s.Ordinary.At(at));
            if (edit.Edit is Edit.SetHold { Element: var element })
                s = Lengthen(s, element, Array.Find(s.Holds, h => h.Element == element)!.LengthAt(at));
        }
        foreach (var part in e.Parts)
            if (part.State == PartState.InForce) s = Applying.Apply(s, change, part.Does, at, s.Ordinary.At(at));
        s = Stopping.Trim(s with { Changes = [.. Crowd.Out(Without(s.Changes, e.Forgets), change, at), change] });
        s = e.Signals.Aggregate(s, (state, signal) => SignalMarks.Add(state, signal, at));
        return e.Stretch is { } least ? Stretch(s, least) : s;
    }

    private static Change[] Without(Change[] changes, string[]? forgotten) =>
        forgotten is null ? changes : Array.FindAll(changes, c => Array.IndexOf(forgotten, c.Id) < 0);

    private static OwnerState Approved(OwnerState s, OwnerEvent.ChangeApproved e, Instant at)
    {
        var change = s.FindChange(e.Change)!;
        var approved = change with
        {
            OwnerApproval = e.By.Kind == ByKind.Guardian && change.By.Kind != ByKind.Guardian ? change.OwnerApproval : e.By,
            GuardianApproval = e.By.Kind == ByKind.Guardian ? e.By : change.GuardianApproval,
            ApprovedAt = e.Complete ? at : null,
            Parts = e.Parts,
        };
        s = Stopping.Replace(SpendStep(s, e.Factor, e.Step), approved);
        s = s with { FailedCodes = e is { Step: not null, Kind: FactorKind.Totp or FactorKind.Recovery } ? 0 : s.FailedCodes };
        if (!e.Complete) return s;
        for (var i = 0; i < approved.Parts.Length; i++)
            if (approved.Parts[i].State == PartState.InForce && change.Parts[i].State == PartState.Awaiting
                && approved.Quiet is null)
                s = Applying.Apply(s, approved, approved.Parts[i].Does, at, s.Ordinary.At(at));
        return Stopping.Set(s, change.Id, [], PartState.InForce, at) with { LatestExpansion = at };
    }

    private static OwnerState Told(OwnerState s, OwnerEvent.ChangeTold e, Instant at)
    {
        var change = s.FindChange(e.Change)!;
        return Stopping.Replace(s, change with
        {
            ToldAt = at,
            Parts =
            [
                .. change.Parts.Select(p => p is { State: PartState.Held, StartAge: null }
                    ? p with { StartAge = s.Clock(p.Clock).At(at) }
                    : p),
            ],
        });
    }

    private static OwnerState Vetoed(OwnerState s, OwnerEvent.ChangeVetoed e, Instant at)
    {
        var change = s.FindChange(e.Change)!;
        s = s with { Envelopes = [] };
        if (e.Quiet)
        {
            var ends = e.Parts.Select(i => Maturing.Matures(s, change.Parts[i])).Where(x => x != Instant.Never)
                .DefaultIfEmpty(at).Max();
            s = Stopping.Shut(s, change, e.Parts);
            s = Stopping.Mark(s, change, e.Parts, e.By, at, Instant.Max(at, ends));
            return Stopping.Replace(s, change with { Quiet = new QuietVeto(e.By, at) });
        }
        s = Stopping.Mark(s, change, e.Parts, e.By, at, at);
        return Stopping.Undo(
            Stopping.Set(s, e.Change, e.Parts, PartState.Vetoed, at), change, e.Parts, PartState.Vetoed, at);
    }

    private static OwnerState Frozen(OwnerState s, OwnerEvent.AccountFrozen e) => s with
    {
        Freezes = [.. s.Freezes, e.Freeze],
        Envelopes = [],
    };

    private static OwnerState Observed(OwnerState s, OwnerEvent.SignalObserved e, Instant at)
    {
        s = SignalMarks.Add(s, e.Signal, at);
        return e.Stretch is { } least ? Stretch(s, least) : s;
    }

    /// <summary>Strong evidence makes running holds longer; what has none gets none.</summary>
    internal static OwnerState Stretch(OwnerState s, TimeSpan least) =>
        EachHeld(s, (_, p) => p.Hold == TimeSpan.Zero ? p : AtLeast(p, least));

    private static OwnerState Failed(OwnerState s, OwnerEvent.CodeFailed e, Instant at) => s with
    {
        FailedCodes = s.FailedCodes + 1,
        LastFailedCode = at,
        Sessions = SessionFold.Failed(s.Sessions, e.By.Kind == ByKind.Owner ? e.By.Session : null),
    };

    private static OwnerState Followed(OwnerState s, OwnerEvent.PolicyFollowed e) =>
        Elements.All.Aggregate(s, (x, element) => Lengthen(x, element, e.Holds[(int)element])) with { PolicySeen = e.Version };

    /// <summary>A lengthened hold lengthens what runs.</summary>
    private static OwnerState Lengthen(OwnerState s, Element element, TimeSpan least) =>
        EachHeld(s, (c, p) => Following.Waits(s, c, p, element) ? AtLeast(p, least) : p);

    private static HeldPart AtLeast(HeldPart part, TimeSpan least) =>
        part.Hold < least ? part with { Hold = least } : part;

    private static OwnerState EachHeld(OwnerState s, Func<Change, HeldPart, HeldPart> how) => s with
    {
        Changes =
        [
            .. s.Changes.Select(c => c.Waits
                ? c with { Parts = [.. c.Parts.Select(p => p.State == PartState.Held ? how(c, p) : p)] }
                : c),
        ],
    };

    internal static OwnerState SpendStep(OwnerState s, string? factor, long? step) => step is null ? s : s with
    {
        Factors = [.. s.Factors.Select(f => Spent(f, factor, step.Value))],
        Guardians = [.. s.Guardians.Select(g => g.Totp is null ? g : g with { Totp = Spent(g.Totp, factor, step.Value) })],
    };

    private static Factor Spent(Factor factor, string? id, long step) =>
        string.Equals(factor.Id, id, StringComparison.Ordinal) ? factor.Taking(step) : factor;
}
