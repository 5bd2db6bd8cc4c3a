using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Moves;

/// <summary>Plays one move through the core, lets the ghost follow, and says what broke a rule.</summary>
internal static class Playing
{
    /// <summary>The situation after a move; null where nothing was recorded and no time passed.</summary>
    public static Node? Play(Node node, Move move, List<Violation> found, List<(OwnerEvent Event, Instant At)>? log = null) => move switch
    {
        Move.Wait m => Wait(node, m.Span, found),
        Move.Ask m => Ask(node, m, found, log),
        Move.Approve m => Approve(node, m, found, log),
        Move.Tell m => Tell(node, m.Change, found, log),
        Move.Veto m => Veto(node, m, found, log),
        Move.Freeze m => Freeze(node, m, found, log),
        Move.Signal m => Run(node, new ObserveSignal(Cast.Account, new Signal(m.Kind, node.Now, null)),
            (g, _) => Following.Alarmed(g, node, m.Kind), [], found, log),
        Move.Withdraw m => Withdraw(node, m, found, log),
        Move.GoOn m => GoOn(node, m.Step, found, log),
        _ => throw new InvalidOperationException($"no way to play {move}"),
    };

    private static Node? Wait(Node node, Span span, List<Violation> found)
    {
        var to = span switch
        {
            Span.Hour => node.Now + TimeSpan.FromHours(1),
            Span.Week => node.Now + TimeSpan.FromDays(7),
            Span.Before => End(-1),
            Span.At => End(0),
            Span.After => End(1),
            _ => throw new InvalidOperationException($"no span {span}"),
        };
        if (to <= node.Now) return null;
        var state = node.World.Core.Read(node.State, to);
        var ghost = Ageing.Advance(node.Ghost, node.Now, to);
        return node with { State = state, Now = to, Ghost = Watching.Look(ghost, node, state, to, [], found) };

        Instant End(int ticks) => Ageing.NextEnd(node.Ghost, node.Now) is { } end ? new Instant(end.Milliseconds + ticks) : node.Now;
    }

    private static Node? Freeze(Node node, Move.Freeze freeze, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var id = freeze.Id;
        while (Array.Exists(node.State.Freezes, f => f.Id == id)) id += "'";
        return Run(node, new FreezeAccount(Cast.Account, id, freeze.By, "worried", freeze.For, false), (g, _) => g with
        {
            Frosts = [.. g.Frosts, new Frost(id, freeze.By, freeze.For is { } span ? node.Now + span : null)],
            Covers = [],
        }, [], found, log);
    }

    private static Node? Ask(Node node, Move.Ask ask, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var id = Node.ChangeId(node.Asked + 1);
        var command = new AskChange(ask.Account, ask.By, ask.Edits, [], id, id, [], false);
        var next = Run(node, command, (g, _) => Following.Asked(g, node, ask, id), ask.Edits, found, log);
        return next is null ? null : next with { Asked = node.Asked + 1 };
    }

    private static Node? Approve(Node node, Move.Approve approve, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        if (node.State.FindChange(Node.ChangeId(approve.Change)) is not { } change) return null;
        var asks = approve.ByStaff
            ? [new ApproveChange(change.Id, change.Digest, null, Cast.Staff, SecondStaff: true)]
            : Consents(node).Select(c => new ApproveChange(change.Id, change.Digest, c, Cast.Owner));
        foreach (var command in asks)
        {
            var next = Run(node, command, (g, _) => Following.Approved(g, node, change.Id), [], found, log);
            if (next is not null) return approve.AndTell ? Tell(next, approve.Change, found, log) ?? next : next;
        }
        return null;
    }

    /// <summary>The factors of the owner, best first; a code is always fresh.</summary>
    private static IEnumerable<Consent> Consents(Node node) => node.State.Factors.OrderBy(f => f.Since).Select(f => new Consent(
        f.Kind, f.Kind == FactorKind.Platform ? null : f.Id, f.Kind == FactorKind.Totp ? f.LastStep + 1 : null, Cast.Owner));

    private static Node? Tell(Node node, int number, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var id = Node.ChangeId(number);
        foreach (var channel in new[] { Cast.Mail, Cast.NewMail })
            if (Run(node, new TellChange(id, channel), (g, _) => Following.Told(g, node, id), [], found, log) is { } next) return next;
        return null;
    }

    private static Node? Veto(Node node, Move.Veto veto, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var command = new VetoChange(Node.ChangeId(veto.Change), veto.By, veto.Quiet);
        var edits = node.State.FindChange(command.Change)?.Edits.Select(e => e.Edit).ToArray() ?? [];
        return Run(node, command,
            (g, e) => Following.Vetoed(g, node, veto, (OwnerEvent.ChangeVetoed)e, found), edits, found, log,
            () => Following.Refused(node.Ghost, node, veto, found));
    }

    private static Node? Withdraw(Node node, Move.Withdraw m, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var request = Request(node, m);
        var length = log?.Count ?? 0;
        var next = Decide(node, new RequestWithdrawal(request, [], null, false), found, log, out var record);
        if (next is not null && Matters(node, record!)) return After(node, next with { Requested = node.Requested + 1 }, record!);
        log?.RemoveRange(length, log.Count - length);
        return null;
    }

    public static WithdrawalRequest Request(Node node, Move.Withdraw m) => new(
        Node.ChangeId(-node.Requested - 1), Cast.Account, m.Asset, m.To == Cast.Second ? "INTERNAL" : "TRON", m.Amount, m.To, null,
        null, Via(node, m.Road), m.Envelope ? new EnvelopeWish(m.Amount, TimeSpan.FromHours(24)) : null);

    /// <summary>What was denied leaves nothing behind, nor does what counts in nothing.</summary>
    private static bool Matters(Node node, WithdrawalRecord record) => record.Decision switch
    {
        Decision.Deny => false,
        Decision.Allow => record.Counted is { } counted
            && (counted.Allowance > 0 || node.State.Limits.Length > 0 || record.EnvelopeUsed is not null),
        Decision.Challenge or Decision.Hold => true,
        _ => throw new InvalidOperationException($"no such decision {record.Decision}"),
    };

    private static Node After(Node node, Node next, WithdrawalRecord record) => record.Decision != Decision.Allow
        ? next with { Waiting = record }
        : node.FirstOut is null ? next with { FirstOut = record } : next with { LastOut = record };

    private static Via Via(Node node, Road road) => road switch
    {
        Road.Session => new Via.Session("s", Cast.AwayIp.ToString(), "d", node.Now),
        Road.BotFromHome => new Via.Key(Cast.Bot, null, Cast.HomeIp, Cast.HomeIp.ToString()),
        Road.BotFromAway => new Via.Key(Cast.Bot, null, Cast.AwayIp, Cast.AwayIp.ToString()),
        Road.BotOldestFromHome => new Via.Key(Cast.Bot, Oldest(node), Cast.HomeIp, Cast.HomeIp.ToString()),
        Road.ReaderFromAway => new Via.Key(Cast.Reader, null, Cast.AwayIp, Cast.AwayIp.ToString()),
        Road.FreshFromAway => new Via.Key(Cast.Fresh, null, Cast.AwayIp, Cast.AwayIp.ToString()),
        _ => throw new InvalidOperationException($"no road {road}"),
    };

    private static string? Oldest(Node node) => node.State.Accounts[0].FindKey(Cast.Bot) is { Credentials: [var first, ..] } ? first.Id : null;

    private static Node? GoOn(Node node, Step step, List<Violation> found, List<(OwnerEvent, Instant)>? log)
    {
        var known = step switch
        {
            Step.ApproveWaiting or Step.GuardianApprovesWaiting or Step.ReleaseWaiting => node.Waiting,
            Step.PermitFirst or Step.CancelFirst => node.FirstOut,
            Step.PermitLast or Step.CancelLast => node.LastOut,
            _ => throw new InvalidOperationException($"no step {step}"),
        };
        if (known is null) return null;
        if (step is Step.CancelFirst or Step.CancelLast)
        {
            var gone = Run(node, new CancelWithdrawal(known, Cast.Staff), (g, _) => Counting.Cancelled(g, known, node.Now), [], found, log);
            return gone is null ? null : step == Step.CancelFirst ? gone with { FirstOut = null } : gone with { LastOut = null };
        }
        IEnumerable<object> commands = step switch
        {
            Step.ApproveWaiting => Consents(node).Select(c => new ApproveWithdrawal(known, known.Digest, c)),
            Step.GuardianApprovesWaiting =>
                [new ApproveWithdrawal(known, known.Digest, new Consent(FactorKind.Platform, null, null, Cast.Guardians[0]))],
            _ => [new ReleaseWithdrawal(known, step is Step.PermitFirst or Step.PermitLast)],
        };
        foreach (var command in commands)
            if (Decide(node, command, found, log, out var record) is { } next) return Kept(next, step, record!);
        return null;
    }

    private static Node Kept(Node next, Step step, WithdrawalRecord record) => step switch
    {
        Step.PermitFirst => next with { FirstOut = record.Decision == Decision.Allow ? record : next.FirstOut },
        Step.PermitLast => next with { LastOut = record.Decision == Decision.Allow ? record : next.LastOut },
        _ when record.Decision != Decision.Allow => next with { Waiting = record },
        _ when next.FirstOut is null => next with { Waiting = null, FirstOut = record },
        _ => next with { Waiting = null, LastOut = record },
    };

    private static Node? Decide(
        Node node, object command, List<Violation> found, List<(OwnerEvent, Instant)>? log, out WithdrawalRecord? record)
    {
        WithdrawalRecord? decided = null;
        var next = Run(node, command, (g, e) =>
        {
            if (e is not OwnerEvent.WithdrawalDecided d) return g;
            decided = d.Withdrawal;
            return Counting.Decided(g, node, d, found);
        }, [], found, log);
        record = decided;
        return next;
    }

    /// <summary>Decides, folds what is recorded, lets the ghost follow each event, and looks at what is in force then.</summary>
    private static Node? Run(
        Node node,
        object command,
        Func<Ghost, OwnerEvent, Ghost> follow,
        Edit[] asked,
        List<Violation> found,
        List<(OwnerEvent, Instant)>? log,
        Action? refused = null)
    {
        var core = node.World.Core;
        var outcome = core.Decide(node, command);
        if (outcome is Outcome.Refused) refused?.Invoke();
        if (outcome is not Outcome.Records records) return null;
        var (state, ghost) = (node.State, node.Ghost);
        foreach (var e in records.Events)
        {
            state = core.Fold(state, e, node.Now);
            ghost = follow(ghost, e);
            log?.Add((e, node.Now));
        }
        return node with { State = state, Ghost = Watching.Look(ghost, node, state, node.Now, asked, found) };
    }
}
