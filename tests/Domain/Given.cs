using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Freezes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Tests;

/// <summary>
/// An owner, a clock moved by hand and all that happened to him. Every command runs on the state brought to now; every
/// event goes through its bytes, and what is done twice must record nothing the second time.
/// </summary>
public sealed class Given
{
    public const string Alice = "alice", Mail = "mail";

    public static readonly By Owner = new(ByKind.Owner, Alice, "session-1", "198.51.100.1", "phone"),
        Anna = new(ByKind.Guardian, "anna"), StaffOne = new(ByKind.Staff, "staff-1");

    private readonly Dictionary<string, WithdrawalRecord> withdrawals = new(StringComparer.Ordinal);
    private readonly List<(OwnerEvent Event, Instant At)> log = [];
    private long codes = 1000;
    private int ids;

    public OwnerState State { get; private set; } = OwnerState.None;

    public Policy Policy { get; set; } = Policy.Default;

    public Instant Now { get; set; } = new(1_800_000_000_000);

    /// <summary>How far the calendar is ahead of the clock by which holds run.</summary>
    public TimeSpan WallAhead { get; set; }

    public Instant Wall => Now + WallAhead;

    /// <summary>Off: nobody takes an announcement.</summary>
    public bool Tells { get; set; } = true;

    public IReadOnlyList<(OwnerEvent Event, Instant At)> Log => log;

    /// <summary>The state as it is read now.</summary>
    public OwnerState Seen => Maturing.At(State, Now);

    public Account Account => Seen.Find(Alice)!;

    /// <summary>An account with an email and what else the opening gives; its holds run from now on.</summary>
    public static Given Opened(params Edit[] opening) => Opened(Policy.Default, opening);

    public static Given Opened(Policy policy, params Edit[] opening)
    {
        var given = new Given { Policy = policy };
        given.Record([new OwnerEvent.AccountOpened(Alice, Alice, true)]);
        var change = given.Asked(given.TryAsk(
            Owner, [new Edit.AddChannel(Mail, ChannelKind.Email, "alice@example.com"), .. opening], opening: true));
        given.TellIfNeeded(change);
        return given;
    }

    /// <summary>All of the opening aged, with a passkey `p1`, the bot's key `k1` and the address `home`.</summary>
    public static Given Aged(params Edit[] opening) => Aged(Policy.Default, opening);

    public static Given Aged(Policy policy, params Edit[] opening) => Opened(policy,
    [
        Edits.Passkey("p1"), Edits.Key("k1", "read", "trade", "withdraw"), Edits.To("home"), .. opening,
    ]).Wait(TimeSpan.FromDays(30));

    public Given Wait(TimeSpan span)
    {
        var half = Now + new TimeSpan(span.Ticks / 2 / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        Now += span;
        Same(Maturing.At(State, Now), Maturing.At(Maturing.At(State, half), Now));
        return this;
    }

    public Given Hours(double hours) => Wait(TimeSpan.FromHours(hours));

    public Given Days(double days) => Wait(TimeSpan.FromDays(days));

    public Given WaitUntil(Instant at) => Wait(at - Now);

    /// <summary>Decides on the state as of now and records what comes of it.</summary>
    public Outcome Run(Func<OwnerState, Outcome> decide, bool once = true)
    {
        var outcome = decide(Seen);
        if (outcome is not Outcome.Records records) return outcome;
        Record(records.Events);
        if (once) Assert.IsNotType<Outcome.Records>(decide(Seen));
        return outcome;
    }

    public Outcome TryAsk(
        By by, Edit[] edits, Signal[]? signals = null, bool opening = false, string account = Alice, SecretPart[]? secrets = null)
    {
        var secretly = Array.Exists(edits, e => e is Edit.RotateKey);
        return Run(s => AskChange.Decide(
            s,
            new AskChange(account, by, edits, signals ?? [], $"c_{++ids}", $"nonce-{ids}", secrets ?? [], opening),
            Policy,
            Now), once: signals is null && !secretly);
    }

    /// <summary>Asks as the owner and gives the change's id.</summary>
    public string Ask(params Edit[] edits) => Asked(TryAsk(Owner, edits));

    public string AskBy(By by, params Edit[] edits) => Asked(TryAsk(by, edits));

    public string AskAt(string account, params Edit[] edits) => Asked(TryAsk(Owner, edits, account: account));

    public Outcome TryApprove(
        string change, By? by = null, FactorKind? kind = null, string? factor = null, string? digest = null,
        bool second = false, long? step = null)
    {
        var state = Seen;
        by ??= Owner;
        (kind, factor) = kind is null ? BestFactor(state, by) : (kind, factor);
        if (kind == FactorKind.Totp) step ??= ++codes;
        var found = state.FindChange(change);
        var consent = by.Kind == ByKind.Staff ? null : new Consent(kind!.Value, factor, step, by, Proof(kind, factor));
        var outcome = Run(s => ApproveChange.Decide(
            s, new ApproveChange(change, digest ?? found?.Digest ?? "", consent, by, second), Policy, Now));
        TellIfNeeded(change);
        return outcome;
    }

    /// <summary>What a passkey signed; who verifies that is outside of the core.</summary>
    private PasskeyProof? Proof(FactorKind? kind, string? factor) => kind == FactorKind.Passkey
        ? new PasskeyProof(Array.Find(Seen.Factors, f => f.Id == factor)?.Passkey?.Credential ?? "", "", "", "")
        : null;

    public string Approve(string change, By? by = null)
    {
        Recorded(TryApprove(change, by, second: by?.Kind == ByKind.Staff));
        return change;
    }

    /// <summary>Asked, approved with the best factor there is, and told.</summary>
    public string Change(params Edit[] edits)
    {
        var change = Ask(edits);
        return Seen.FindChange(change)!.AwaitsApproval ? Approve(change) : change;
    }

    /// <summary>The change and its hold.</summary>
    public Given Held(params Edit[] edits)
    {
        Change(edits);
        return Hours(97);
    }

    /// <summary>The change, its hold and the settling time.</summary>
    public Given Settled(params Edit[] edits) => Held(edits).Days(8);

    public Outcome TryVeto(string change, By? by = null, bool quiet = false) =>
        Run(s => VetoChange.Decide(s, new VetoChange(change, by ?? Owner, quiet), Policy, Now));

    public Given Veto(string change, By? by = null, bool quiet = false)
    {
        Recorded(TryVeto(change, by, quiet));
        return this;
    }

    public Outcome TryTell(string change, string? channel) =>
        Run(s => TellChange.Decide(s, new TellChange(change, channel)));

    public Outcome TryFreeze(By? by = null, TimeSpan? length = null, bool all = false) => Run(s => FreezeAccount.Decide(
        s, new FreezeAccount(Alice, $"f_{++ids}", by ?? Owner, "I was called", length, all), Now));

    public Given Freeze(By? by = null, TimeSpan? length = null)
    {
        Recorded(TryFreeze(by, length));
        return this;
    }

    public Given Signal(string kind, string? subject = null)
    {
        Recorded(Run(s => ObserveSignal.Decide(s, new ObserveSignal(Alice, new Signal(kind, Now, subject)), Policy, Now), once: false));
        return this;
    }

    /// <summary>A new policy came into force now; the owner's stream learns of it now or later.</summary>
    public Given Follow(Policy policy, Instant? since = null)
    {
        Policy = policy;
        if (FollowPolicy.Decide(State, policy, since ?? Now) is { } followed) Record([followed]);
        return this;
    }

    public Given OpenSecond(string account)
    {
        Record([new OwnerEvent.AccountOpened(account, Alice, false)]);
        return this;
    }

    public WithdrawalRequest Request(
        decimal amount,
        string to = "home",
        string asset = "USDT",
        string network = "TRON",
        string? tag = null,
        Holdfast.Domain.Money.Value? value = null,
        Via? via = null,
        EnvelopeWish? envelope = null,
        string account = Alice,
        string? id = null) => new(
            id ?? $"w_{++ids}", account, asset, network, amount, to, tag, value, via ?? Edits.Via("k1"), envelope);

    public Outcome TryWithdraw(WithdrawalRequest request, Signal[]? signals = null)
    {
        var outcome = Run(s => RequestWithdrawal.Decide(
            s, new RequestWithdrawal(request, signals ?? [], Known(request.Id), false), Policy, Now, Wall), once: false);
        if (Known(request.Id) is { Decision: not Decision.Deny })
            Assert.IsNotType<Outcome.Records>(RequestWithdrawal.Decide(
                Seen, new RequestWithdrawal(request, [], Known(request.Id), false), Policy, Now, Wall));
        return outcome;
    }

    public WithdrawalRecord Withdraw(WithdrawalRequest request)
    {
        var outcome = TryWithdraw(request);
        if (outcome is Outcome.Refused refused) Assert.Fail(string.Join(", ", refused.Refusals.Select(r => r.Code)));
        return Known(request.Id)!;
    }

    public WithdrawalRecord Withdraw(decimal amount, string to = "home", Via? via = null, string account = Alice) =>
        Withdraw(Request(amount, to, via: via, account: account));

    public Judgement Observe(WithdrawalRequest request) => JudgeWithdrawal.Judge(
        Seen, Seen.Find(request.Account)!, request, Policy, Now, Wall, default);

    public Outcome TryApproveWithdrawal(string id, By? by = null, FactorKind? kind = null, string? factor = null, string? digest = null)
    {
        by ??= Owner;
        (kind, factor) = kind is null ? BestFactor(Seen, by) : (kind, factor);
        long? step = kind == FactorKind.Totp ? ++codes : null;
        return Run(s => ApproveWithdrawal.Decide(
            s, new ApproveWithdrawal(Known(id)!, digest ?? Known(id)!.Digest, new Consent(kind!.Value, factor, step, by, Proof(kind, factor))), Policy, Now, Wall));
    }

    public WithdrawalRecord ApproveWithdrawalOf(string id, By? by = null)
    {
        Recorded(TryApproveWithdrawal(id, by));
        return Known(id)!;
    }

    public Outcome TryRelease(string id, bool permit = false) => Run(s => ReleaseWithdrawal.Decide(
        s, new ReleaseWithdrawal(Known(id)!, permit), Policy, Now, Wall), once: false);

    public WithdrawalRecord Permit(string id)
    {
        Recorded(TryRelease(id, permit: true));
        return Known(id)!;
    }

    public WithdrawalRecord Release(string id)
    {
        Recorded(TryRelease(id));
        return Known(id)!;
    }

    public Outcome TryCancel(string id) =>
        Run(_ => CancelWithdrawal.Decide(new CancelWithdrawal(Known(id)!, Owner), Wall));

    public WithdrawalRecord? Known(string id) => withdrawals.GetValueOrDefault(id);

    public Change Of(string change) => Seen.FindChange(change)!;

    /// <summary>When the last part of a change will be in force, as things stand.</summary>
    public Instant Effective(string change) => Of(change).Parts.Where(p => p.State == PartState.Held)
        .Select(p => Maturing.Matures(Seen, p)).Max();

    public static void Recorded(Outcome outcome)
    {
        if (outcome is Outcome.Refused refused) Assert.Fail(string.Join(", ", refused.Refusals.Select(r => $"{r.Code}: {r.Text}")));
        Assert.IsType<Outcome.Records>(outcome);
    }

    public static void Refused(string code, Outcome outcome) =>
        Assert.Contains(code, Assert.IsType<Outcome.Refused>(outcome).Refusals.Select(r => r.Code));

    public void Record(OwnerEvent[] events)
    {
        foreach (var @event in events)
        {
            var bytes = DomainJson.Write(@event);
            var read = DomainJson.ReadEvent(bytes);
            Assert.Equal(bytes, DomainJson.Write(read));
            var fresh = OwnerFold.Apply(State, @event, Now);
            Same(fresh, OwnerFold.Apply(State, read, Now));
            Same(fresh, DomainJson.ReadState(DomainJson.Write(fresh)));
            Assert.Equal(State.Version + 1, fresh.Version);
            State = fresh;
            log.Add((read, Now));
            Remember(read);
        }
    }

    /// <summary>The state that the whole log gives, read from its bytes.</summary>
    public OwnerState Replayed() => log.Aggregate(OwnerState.None, (s, e) => OwnerFold.Apply(s, e.Event, e.At));

    public static void Same(OwnerState expected, OwnerState actual) =>
        Assert.Equal(System.Text.Encoding.UTF8.GetString(DomainJson.Write(expected)), System.Text.Encoding.UTF8.GetString(DomainJson.Write(actual)));

    private string Asked(Outcome outcome)
    {
        if (outcome is Outcome.Nothing { Change: { } same }) return same;
        Recorded(outcome);
        var asked = ((Outcome.Records)outcome).Events.OfType<OwnerEvent.ChangeAsked>().Single();
        TellIfNeeded(asked.Change);
        return asked.Change;
    }

    private void TellIfNeeded(string change)
    {
        if (Tells && Seen.FindChange(change) is { Waits: true, AwaitsApproval: false, ToldAt: null }) TryTell(change, Mail);
    }

    private void Remember(OwnerEvent @event)
    {
        var record = @event switch
        {
            OwnerEvent.WithdrawalDecided e => e.Withdrawal,
            OwnerEvent.WithdrawalCancelled e => e.Withdrawal,
            _ => null,
        };
        if (record is not null) withdrawals[record.Request.Id] = record;
    }

    /// <summary>A coached customer gives whatever is best: the passkey, else the platform's word.</summary>
    private static (FactorKind, string?) BestFactor(OwnerState state, By by)
    {
        if (by.Kind == ByKind.Guardian && Array.Find(state.Guardians, g => g.Id == by.Id)?.Totp is { } totp)
            return (FactorKind.Totp, totp.Id);
        var strong = by.Kind == ByKind.Owner ? Array.Find(state.Factors, f => f.IsStrong) : null;
        return strong is null ? (FactorKind.Platform, null) : (strong.Kind, strong.Id);
    }
}
