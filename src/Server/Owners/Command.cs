using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Storage;

namespace Holdfast.Server.Owners;

/// <summary>What a command is decided on, and what its answer is made of afterwards.</summary>
/// <param name="Withdrawals">Finds what is recorded of a withdrawal, by account and id.</param>
internal readonly record struct Moment(
    OwnerState State,
    Policy Policy,
    Instant At,
    Instant Wall,
    Func<string, string, WithdrawalRecord?> Withdrawals);

/// <summary>A command on its way to the core, with what must be recorded together with its events.</summary>
internal sealed record Command
{
    public required Func<Moment, Outcome> Decide { get; init; }

    /// <summary>Makes the answer from the outcome and the state after it.</summary>
    public required Func<Outcome, Moment, Answered> Answer { get; init; }

    /// <summary>The idempotency row; null for Holdfast's own commands.</summary>
    public RequestKey? Request { get; init; }

    public IReadOnlyList<LogKey> Claims { get; init; } = [];

    /// <summary>The answer when one of <see cref="Claims"/> was taken by somebody else first.</summary>
    public Answered Claimed { get; init; } = Answers.Problems.Conflict("alreadyExists", "it exists already");

    /// <summary>Keys by which the first event is found again.</summary>
    public Func<Outcome, IReadOnlyList<LogKey>> Points { get; init; } = _ => [];
}

/// <summary>An `Idempotency-Key` with the token, method, path and body that it belongs to.</summary>
internal sealed record RequestKey(LogKey Key, LogKey Content)
{
    public Request With(Answered answer) => new(Key, Content, answer.Status, answer.Body);
}

/// <summary>An answer as it is kept for replays, and what is given only once beside it.</summary>
/// <param name="Once">A member of the answer that is never stored: a permit, secrets; null for none.</param>
internal sealed record Answered(int Status, ReadOnlyMemory<byte> Body, OnceOnly? Once = null)
{
    /// <summary>Where the command's first event stands in the log; zero when it recorded none.</summary>
    public long Position { get; init; }

    public bool IsReplayed { get; init; }

    /// <summary>What the body is; null for JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>A problem document rather than a decision; a replayed one is told by its first member.</summary>
    public bool IsProblem => Status >= 400 && Body.Span.StartsWith("{\"type\":\"urn:holdfast:problem:"u8);

    /// <summary>Refusals of shape and meaning record nothing; decisions and refusals by state and rule are replayed.</summary>
    public bool IsStored => Status is not (400 or 404 or 422);

    public static Answered Replay(StoredRequest stored, RequestKey asked) => stored.Content == asked.Content
        ? new Answered(stored.Status, stored.Answer ?? default) { IsReplayed = true }
        : Answers.Problems.KeyReused;
}

/// <summary>Something that is given once and not again: the member's name and its value as JSON.</summary>
internal sealed record OnceOnly(string Member, Func<byte[]> Value);
