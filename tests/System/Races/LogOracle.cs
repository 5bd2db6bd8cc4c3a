using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Storage;

namespace Holdfast.System.Tests.Races;

/// <summary>
/// Reads a log from its first event and names everything that must never be in one. It counts sums of its own and uses
/// nothing of the decisions, but for the fold that it compares the server's state with.
/// </summary>
internal sealed class LogOracle
{
    private readonly Dictionary<string, OwnerTrail> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accounts = new(StringComparer.Ordinal);

    public List<string> Wrong { get; } = [];

    public long Events { get; private set; }

    public long States { get; private set; }

    public void Read(ILog log)
    {
        for (var last = 0L; ;)
        {
            var page = log.Read(last, 1000);
            if (page.Count == 0) return;
            foreach (var stored in page)
            {
                if (stored.Position != last + 1) Wrong.Add($"after position {last} comes {stored.Position}");
                last = stored.Position;
                Events++;
                if (stored.Owner != Installation.Stream) Take(stored);
            }
        }
    }

    /// <summary>The state by the server's cache must be, byte for byte, the fold of the log.</summary>
    public void Compare(House house)
    {
        foreach (var (owner, trail) in owners)
        {
            var state = house.StateOf(owner, at => DomainJson.Write(Maturing.At(trail.State, at)), out var folded);
            if (state is null) return;
            States++;
            if (!state.AsSpan().SequenceEqual(folded)) Wrong.Add($"{owner}: the state is not the fold of the log");
        }
    }

    private void Take(StoredEvent stored)
    {
        if (!owners.TryGetValue(stored.Owner, out var trail)) owners.Add(stored.Owner, trail = new OwnerTrail());
        var @event = EventCodec.Read(stored);
        if (@event is OwnerEvent.AccountOpened opened && !accounts.TryAdd(opened.Account, stored.Owner))
            Wrong.Add($"{stored.Owner}: account {opened.Account} was opened twice");
        foreach (var wrong in trail.Take(stored, @event)) Wrong.Add($"{stored.Owner} at {stored.Position}: {wrong}");
    }
}

/// <summary>What an owner's events have shown so far.</summary>
internal sealed class OwnerTrail
{
    private const decimal Allowance = 50;

    private readonly HashSet<string> approved = [], vetoed = [], cancelled = [], allowed = [], codes = [], removedKeys = [];
    private readonly Dictionary<string, HeldPart[]> parts = [];
    private readonly Dictionary<string, (Instant At, decimal Amount, decimal Allowance)> counted = [];
    private (decimal Amount, TimeSpan Period)? limit;
    private (int Count, Instant At) failed;
    private bool frozen, hasEnvelope;
    private long version;
    private Instant at;

    public OwnerState State { get; private set; } = OwnerState.None;

    public List<string> Take(StoredEvent stored, OwnerEvent @event)
    {
        var wrong = new List<string>();
        if (stored.Version != ++version) wrong.Add($"version {stored.Version} where {version} was due");
        if (stored.At < at.Milliseconds) wrong.Add("time went back");
        at = new Instant(stored.At);
        State = OwnerFold.Apply(State, @event, at);
        var found = @event switch
        {
            OwnerEvent.AccountOpened e => e.Account == e.Owner && !e.First ? "an account joined an owner that nobody named" : null,
            OwnerEvent.ChangeAsked e => Asked(e),
            OwnerEvent.ChangeApproved e => Approved(e),
            OwnerEvent.ChangeVetoed e => Vetoed(e),
            OwnerEvent.CodeFailed => Failed(),
            OwnerEvent.AccountFrozen => Frozen(),
            OwnerEvent.WithdrawalDecided e => Decided(e),
            OwnerEvent.WithdrawalCancelled e => Cancelled(e),
            _ => null,
        };
        if (found is not null) wrong.Add(found);
        return wrong;
    }

    private string? Asked(OwnerEvent.ChangeAsked e)
    {
        parts[e.Change] = e.Parts;
        foreach (var edit in e.Edits)
        {
            if (edit is { Effect: Effect.Reduces, Edit: Edit.RemoveKey removed } && !removedKeys.Add(removed.Key))
                return $"key {removed.Key} was removed twice";
            if (edit is { Effect: Effect.Reduces, Edit: Edit.SetLimit set }) limit = (set.Amount, set.Period);
        }
        return null;
    }

    private string? Approved(OwnerEvent.ChangeApproved e)
    {
        if (e.Complete && !approved.Add(e.Change)) return $"the approval of {e.Change} was spent twice";
        if (vetoed.Contains(e.Change)) return $"{e.Change} was approved after its veto";
        if (Array.Exists(e.Parts, p => p is { State: PartState.Held or PartState.InForce, Does: Edit.Grant g } && removedKeys.Contains(g.Key)))
            return $"{e.Change} was approved for a key that is removed";
        return Spend(e.Factor, e.Step);
    }

    private string? Vetoed(OwnerEvent.ChangeVetoed e)
    {
        hasEnvelope = false;
        return vetoed.Add(e.Change) ? null : $"{e.Change} was vetoed twice";
    }

    private string? Frozen()
    {
        hasEnvelope = false;
        frozen = true;
        return null;
    }

    private string? Decided(OwnerEvent.WithdrawalDecided e)
    {
        var (record, id) = (e.Withdrawal, $"{e.Withdrawal.Request.Account}/{e.Withdrawal.Request.Id}");
        if (cancelled.Contains(id)) return $"{id} was decided after it was cancelled";
        var spent = Spend(e.Approval?.Factor, e.Approval?.Step);
        if (record.Decision != Decision.Allow) return spent;
        if (frozen) return $"{id} was allowed under a freeze";
        if (!allowed.Add(id) && e.Recounts is null) return $"{id} was allowed twice";
        if (record.Reasons.Contains(Reason.WithinEnvelope) && !hasEnvelope) return $"{id} used an envelope that a veto had ended";
        if (e.Opens is not null) hasEnvelope = true;
        counted[id] = (at, record.Request.Amount, record.Counted?.Allowance ?? 0);
        if (limit is { } bound && counted.Values.Where(c => c.At + bound.Period > at).Sum(c => c.Amount) > bound.Amount)
            return $"{id} went over the limit of {bound.Amount}";
        return counted.Values.Where(c => c.At + TimeSpan.FromHours(48) > at).Sum(c => c.Allowance) > Allowance
            ? $"{id} went over the allowance"
            : spent;
    }

    private string? Cancelled(OwnerEvent.WithdrawalCancelled e)
    {
        var id = $"{e.Withdrawal.Request.Account}/{e.Withdrawal.Request.Id}";
        counted.Remove(id);
        return cancelled.Add(id) ? null : $"{id} was cancelled twice";
    }

    private string? Failed()
    {
        var inPause = failed.Count >= 5 && failed.At + TimeSpan.FromMinutes(15) > at;
        failed = (failed.Count + 1, at);
        return inPause ? "a code was looked at after five had failed" : null;
    }

    private string? Spend(string? factor, long? step)
    {
        if (step is not null) failed = default;
        return step is null || codes.Add($"{factor}/{step}") ? null : $"the code of step {step} of {factor} was spent twice";
    }
}
