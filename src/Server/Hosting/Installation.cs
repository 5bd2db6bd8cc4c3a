using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Owners;
using Holdfast.Server.Tokens;
using Holdfast.Storage;

namespace Holdfast.Server.Hosting;

/// <summary>The policy that rules and since when it does.</summary>
/// <param name="Before">The one that ruled before; null for the first.</param>
internal sealed record PolicyInForce(Policy Policy, Instant Since, PolicyInForce? Before = null)
{
    /// <summary>This one, or the one that followed it by the time of a state.</summary>
    public PolicyInForce Then(InstallationState now) =>
        now.Policy.Version == Policy.Version ? this : new PolicyInForce(now.Policy, now.PolicySince, this);

    /// <summary>All that came into force after a version, oldest first: none is skipped, however short it ruled.</summary>
    public IEnumerable<PolicyInForce> After(int version) =>
        Policy.Version <= version ? [] : Before is null ? [this] : Before.After(version).Append(this);
}

/// <summary>The installation's own stream: policy, tokens, what staff agreed on. There is one, so one decides at a time.</summary>
internal sealed class Installation : IDisposable
{
    /// <summary>The name of the stream; no owner's id begins so.</summary>
    public const string Stream = "$installation";

    private readonly ILog log;
    private readonly InstallationClock clock;
    private readonly SemaphoreSlim gate = new(1, 1);
    private InstallationState state;
    private PolicyInForce current;

    public Installation(ILog log, InstallationClock clock)
    {
        (this.log, this.clock) = (log, clock);
        (state, current) = Load(log);
    }

    /// <summary>The state as of now.</summary>
    public InstallationState State => Volatile.Read(ref state).AsOf(clock.Sure());

    /// <summary>The log was found to be set back, and nobody has accepted that yet.</summary>
    public bool IsRolledBack => Volatile.Read(ref state).Rollback is { IsOpen: true };

    /// <summary>The gaps of restarts that were counted afterwards.</summary>
    public ClockGap[] Gaps => Volatile.Read(ref state).Gaps;

    /// <summary>The policy as of now; the same object until it changes.</summary>
    public PolicyInForce Current
    {
        get
        {
            var pending = Volatile.Read(ref state).Pending;
            if (pending?.EffectiveAt is not { } effective || effective >= clock.Sure()) return Volatile.Read(ref current);
            var known = Volatile.Read(ref current);
            var fresh = known.Then(State);
            if (fresh != known) Interlocked.CompareExchange(ref current, fresh, known);
            return fresh;
        }
    }

    /// <summary>Whose token an `Authorization` header carries; null when it is none of ours, or not in force yet.</summary>
    public Caller? Authenticate(string? authorization)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || authorization.Length > 512
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = Volatile.Read(ref state).FindTokenByHash(HashOf(authorization[Scheme.Length..].Trim()));
        return token is null || (token.From is { } from && clock.Sure() <= from) ? null : new Caller(
            token.Name, token.Has(TokenRole.Decide), token.Has(TokenRole.Feed), token.Has(TokenRole.Staff));
    }

    /// <summary>SHA-256 of a token in lower-case hex: what is stored and looked up, so that comparing tells nothing of the token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Decides, records and answers one command about the installation.</summary>
    public async ValueTask<Answered> RunAsync(
        Func<InstallationState, Instant, InstallationOutcome> decide,
        Func<InstallationOutcome, InstallationState, Answered> answer,
        RequestKey? request)
    {
        await gate.WaitAsync();
        try
        {
            var at = Instant.Max(clock.Sure(), state.At);
            var outcome = decide(state, at);
            InstallationEvent[] events = outcome is InstallationOutcome.Records records ? records.Events : [];
            var after = InstallationFold.ApplyAll(state, events, at);
            var answered = answer(outcome, after.AsOf(at));
            var row = answered.IsStored ? request?.With(answered) : null;
            if (events.Length == 0 && row is null) return answered;
            var result = await log.AppendAsync(new Append(
                Stream, state.Version, at.Milliseconds, Array.ConvertAll(events, Write), row, [], []));
            if (result is AppendResult.RequestSeen seen) return Answered.Replay(seen.Request, request!);
            if (result is not AppendResult.Recorded)
                throw new LogUnavailableException("the installation's stream was changed by somebody else");
            Volatile.Write(ref current, Current.Then(after));
            Volatile.Write(ref state, after);
            return answered;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The same for what nobody asked over HTTP.</summary>
    public async ValueTask NoteAsync(Func<InstallationState, Instant, InstallationOutcome> decide) =>
        await RunAsync(decide, (_, _) => new Answered(200, default), null);

    /// <summary>Keeps an answer for replays although nothing happened to the installation or an owner.</summary>
    public ValueTask<Answered> KeepAsync(Answered answered, RequestKey request) =>
        RunAsync((_, _) => new InstallationOutcome.Nothing(), (_, _) => answered, request);

    /// <summary>Answers a refusal, or what `otherwise` makes of the rest.</summary>
    public static Answered Refusal(InstallationOutcome outcome, Func<Answered> otherwise) =>
        outcome is InstallationOutcome.Refused refused
            ? Problems.Of(new Domain.Decisions.Outcome.Refused(refused.Refusals))
            : otherwise();

    public void Dispose() => gate.Dispose();

    private static NewEvent Write(InstallationEvent @event)
    {
        var name = @event.GetType().Name;
        return new NewEvent(char.ToLowerInvariant(name[0]) + name[1..], "", InstallationJson.Write(@event));
    }

    private static (InstallationState, PolicyInForce) Load(ILog log)
    {
        var loaded = InstallationState.None;
        PolicyInForce? ruled = null;
        foreach (var @event in log.Load(Stream)?.Events ?? [])
        {
            var at = new Instant(@event.At);
            ruled = ruled?.Then(loaded.AsOf(at));
            loaded = InstallationFold.Apply(loaded, InstallationJson.ReadEvent(@event.Body!.Value.Span), at);
            ruled = ruled?.Then(loaded) ?? new PolicyInForce(loaded.Policy, loaded.PolicySince);
        }
        return (loaded, ruled ?? new PolicyInForce(loaded.Policy, loaded.PolicySince));
    }
}
