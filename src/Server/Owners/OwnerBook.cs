using System.Collections.Concurrent;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.Telemetry;
using Holdfast.Storage;

namespace Holdfast.Server.Owners;

/// <summary>
/// The one way in for commands: loads an owner, decides on his state, records, and answers only what is durable. The log
/// is the arbiter; what stands here is a cache, and after any doubt it is loaded anew.
/// </summary>
internal sealed partial class OwnerBook(ILog log, InstallationClock clock, Installation installation, DecisionWatch watch)
{
    /// <summary>Owners kept in memory; about 1.6 GiB of typical ones.</summary>
    private const int MostLive = 200_000;

    private const int MostTries = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Told of every owner whose state may be another from now on, before anybody is answered.</summary>
    public Action<string> Touched { get; set; } = _ => { };

    private readonly ConcurrentDictionary<string, LiveOwner> live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> ownerOf = new(StringComparer.Ordinal);

    public static LogKey AccountKey(string account) => LogKey.Of("account", account);

    /// <summary>The owner of an account; null when there is no such account.</summary>
    public string? OwnerOf(string account)
    {
        if (ownerOf.TryGetValue(account, out var known)) return known;
        if (log.Find(AccountKey(account)) is not { } position || log.ReadAt(position) is not { } opened) return null;
        if (ownerOf.Count > 4 * MostLive) ownerOf.Clear();
        return ownerOf[account] = opened.Owner;
    }

    /// <summary>Whether somebody made this claim, which may be on its way to the disk yet.</summary>
    public bool IsClaimed(LogKey claim) => log.Find(claim) is not null;

    /// <summary>The state as it is decided on, which may be on its way to the disk yet.</summary>
    public Moment ReadOwner(string owner)
    {
        var found = Get(owner);
        lock (found.Gate) return Read(found);
    }

    private Moment Read(LiveOwner found)
    {
        var policy = installation.Current;
        var at = At(found.State);
        var state = Current(found, policy, ref at, out _);
        return new Moment(state, policy.Policy, at, clock.Wall(), Known);

        WithdrawalRecord? Known(string account, string id)
        {
            lock (found.Gate) return Withdrawal(found, account, id);
        }
    }

    /// <summary>Decides, records and answers one command.</summary>
    public async ValueTask<Answered> RunAsync(string owner, Command command)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = Get(owner);
            using var span = DecisionWatch.Decide();
            var step = Decide(found, command);
            if (step.Misses is { } position) await CatchUpAsync(found, position);
            if (step.IsStale) continue;
            if (step.Appending is null)
            {
                watch.Decided(span, step.Outcome, [], 0);
                return step.Answer;
            }
            AppendResult result;
            try
            {
                result = await step.Appending;
            }
            catch
            {
                Forget(found);
                throw;
            }
            if (result is AppendResult.Recorded recorded)
            {
                watch.Decided(span, step.Outcome, step.Events, recorded.FirstPosition);
                Landed(found, step);
                if (recorded.SnapshotDue) log.OfferSnapshot(owner, step.After.Version, DomainJson.Write(step.After));
                return step.Answer with { Position = recorded.FirstPosition };
            }
            Forget(found);
            if (result is AppendResult.RequestSeen seen) return Answered.Replay(seen.Request, command.Request!);
            if (result is AppendResult.AlreadyClaimed && command.Request is null) return command.Claimed;
        }
        throw new LogUnavailableException("the log moved on under every try");
    }

    private Step Decide(LiveOwner found, Command command)
    {
        lock (found.Gate)
        {
            // a dropped owner may hold a decision that was refused: its version could be another's by now
            if (found.IsDropped) return Step.Again;
            var policy = installation.Current;
            var at = At(found.State);
            var wall = clock.Wall();
            var state = Current(found, policy, ref at, out var followed);
            WithdrawalRecord? Known(string account, string id) => Withdrawal(found, account, id);
            var outcome = command.Decide(new Moment(state, policy.Policy, at, wall, Known));
            if (found.Misses is not null) return Step.Again with { Misses = found.Misses };
            OwnerEvent[] events = outcome is Outcome.Records records ? records.Events : [];
            if (events.Length > 0) events = [.. followed, .. events];
            var after = events.Length > 0 ? OwnerFold.ApplyAll(found.State, events, at) : state;
            var answer = command.Answer(outcome, new Moment(after, policy.Policy, at, wall, Known));
            var request = answer.IsStored ? command.Request?.With(answer) : null;
            if (events.Length == 0 && request is null) return new Step(answer, null, after, null, default, outcome, []);
            var append = new Append(
                found.Id,
                found.State.Version,
                at.Milliseconds,
                Array.ConvertAll(events, EventCodec.Write),
                request,
                events.Length > 0 ? command.Claims : [],
                events.Length > 0 ? command.Points(outcome) : [])
            { Name = Guid.NewGuid(), Behind = found.Behind };
            var appending = log.AppendAsync(append).AsTask();
            if (events.Length > 0)
            {
                (found.State, found.Behind, found.Newest) = (after, append.Name, appending);
                Touched(found.Id);
            }
            var withdrawal = RecordOf(events);
            if (withdrawal is not null)
                (found.InFlight ??= new(StringComparer.Ordinal))[WithdrawalName(withdrawal)] = withdrawal;
            return new Step(answer, appending, after, withdrawal, append.Name, outcome, events);
        }
    }

    /// <summary>What is recorded of a withdrawal, those on their way to the disk included. Called under the owner's gate.</summary>
    private WithdrawalRecord? Withdrawal(LiveOwner found, string account, string id)
    {
        if (found.InFlight is { } flying && flying.TryGetValue($"{account}/{id}", out var moving)) return moving;
        if (log.Find(WithdrawalKey(account, id)) is not { } position) return null;
        if (position > log.Head)
        {
            found.Misses = position;
            return null;
        }
        for (var next = position; ; next++)
        {
            var stored = log.ReadAt(next)
                ?? throw new LogUnavailableException($"the event at position {next} can't be read");
            if (RecordOf([EventCodec.Read(stored)]) is { } record) return record;
        }
    }

    public static LogKey WithdrawalKey(string account, string id) => LogKey.Of("withdrawal", account, id);

    private static WithdrawalRecord? RecordOf(OwnerEvent[] events) => events.Length == 0 ? null : events[^1] switch
    {
        OwnerEvent.WithdrawalDecided e => e.Withdrawal,
        OwnerEvent.WithdrawalCancelled e => e.Withdrawal,
        _ => null,
    };

    private static string WithdrawalName(WithdrawalRecord record) => $"{record.Request.Account}/{record.Request.Id}";

    private static void Landed(LiveOwner found, Step step)
    {
        lock (found.Gate)
        {
            if (found.Behind == step.Append) (found.Behind, found.Newest) = (null, null);
            if (step.Withdrawal is not { } record) return;
            var name = WithdrawalName(record);
            if (found.InFlight is { } flying && flying.TryGetValue(name, out var newest) && ReferenceEquals(newest, record)
                && flying.Remove(name) && flying.Count == 0) found.InFlight = null;
        }
    }

    /// <summary>The state at `at`, with every gap that was counted and under every policy that came into force since the owner's last event.</summary>
    private OwnerState Current(LiveOwner found, PolicyInForce policy, ref Instant at, out OwnerEvent[] followed)
    {
        var state = found.State;
        followed = [];
        foreach (var gap in installation.Gaps)
        {
            if (FollowClock.Decide(state, gap) is not { } moved) continue;
            followed = [.. followed, moved];
            state = OwnerFold.Apply(state, moved, moved.To);
            at = Instant.Max(at, state.At);
        }
        foreach (var newer in policy.After(state.PolicySeen))
        {
            if (FollowPolicy.Decide(state, newer.Policy, newer.Since) is not { } follows) continue;
            followed = [.. followed, follows];
            state = OwnerFold.Apply(state, follows, at);
        }
        return followed.Length == 0 ? found.MaturedAt(at) : Maturing.At(state, at);
    }

    private Instant At(OwnerState state) => Instant.Max(clock.Sure(), state.At);

    private LiveOwner Get(string owner)
    {
        while (true)
        {
            if (live.TryGetValue(owner, out var found) && !found.IsDropped) return found;
            if (live.Count >= MostLive) live.Clear();
            var loaded = new LiveOwner(owner, Load(owner));
            if (found is not null) live.TryRemove(KeyValuePair.Create(owner, found));
            if (live.TryAdd(owner, loaded)) return loaded;
        }
    }

    private OwnerState Load(string owner)
    {
        if (log.Load(owner) is not { } stored) return OwnerState.None;
        var state = stored.Snapshot is { } snapshot ? DomainJson.ReadState(snapshot.Span) : OwnerState.None;
        foreach (var @event in stored.Events)
            state = OwnerFold.Apply(state, EventCodec.Read(@event), new Instant(@event.At));
        return state;
    }

    /// <summary>Waits for what an owner who was dropped meanwhile had sent to the disk: it is not in what was loaded after him.</summary>
    private async ValueTask CatchUpAsync(LiveOwner found, long position)
    {
        Forget(found);
        await log.WaitAsync(position - 1, Patience, CancellationToken.None);
        if (log.Head < position) throw new LogUnavailableException($"the event at position {position} can't be read");
    }

    private void Forget(LiveOwner found)
    {
        lock (found.Gate) found.Drop();
        live.TryRemove(KeyValuePair.Create(found.Id, found));
        Touched(found.Id);
    }

    /// <param name="Appending">What must be durable before the answer is given; null when there is nothing to record.</param>
    /// <param name="Events">Of the outcome, and of the policies that came into force before it.</param>
    private readonly record struct Step(
        Answered Answer, Task<AppendResult>? Appending, OwnerState After, WithdrawalRecord? Withdrawal, Guid Append,
        Outcome Outcome, OwnerEvent[] Events)
    {
        /// <summary>Nothing was decided: the owner must be loaded anew.</summary>
        public static readonly Step Again =
            new(Problems.Unavailable, null, OwnerState.None, null, default, new Outcome.Nothing(), []) { IsStale = true };

        public bool IsStale { get; init; }

        /// <summary>Where the event is that must be durable before.</summary>
        public long? Misses { get; init; }
    }
}
