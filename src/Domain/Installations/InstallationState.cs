using System.Text.Json.Serialization;
using Holdfast.Domain.Official;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Installations;

/// <summary>
/// What holds for the whole installation, as of <see cref="At"/>: the policy in force, who may call, what staff agreed on.
/// It is the fold of the installation's own stream; <see cref="AsOf"/> brings in what happened by time since.
/// </summary>
public sealed record InstallationState
{
    /// <summary>An act that nobody seconded ends after this.</summary>
    public static readonly TimeSpan Unseconded = TimeSpan.FromHours(24);

    /// <summary>An act that two agreed on is kept this long; the log keeps it for good.</summary>
    public static readonly TimeSpan ActsKept = TimeSpan.FromDays(30);

    /// <summary>Of the acts of one staff member that wait for a second, the newest stay.</summary>
    public const int OpenActsOfOne = 20;

    public static readonly InstallationState None = new();

    public long Version { get; init; }

    public Instant At { get; init; }

    /// <summary>What the data was born as; null before the first start. The other mode never opens it.</summary>
    public InstallationMode? Mode { get; init; }

    /// <summary>What is ours, for whoever asks.</summary>
    public OfficialEntry[] Official { get; init; } = [];

    public SightingsOfAnHour? Sightings { get; init; }

    /// <summary>When the first start made it.</summary>
    public Instant Began { get; init; }

    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>When the policy in force came into force.</summary>
    public Instant PolicySince { get; init; }

    /// <summary>The proposed policy whose weaker values wait; null where none does.</summary>
    public PendingPolicy? Pending { get; init; }

    public Token[] Tokens { get; init; } = [];

    /// <summary>Acts that wait for a second staff member and those that were done lately, oldest first.</summary>
    public StaffAct[] Acts { get; init; } = [];

    public StaffCount[] Counts { get; init; } = [];

    /// <summary>The last gap of a restart for which two staff members vouched.</summary>
    public ClockVouch? ClockVouched { get; init; }

    /// <summary>The gaps that were counted, oldest first.</summary>
    public ClockGap[] Gaps { get; init; } = [];

    /// <summary>The last time that the log was found to be set back; null when it never was.</summary>
    public Rollback? Rollback { get; init; }

    /// <summary>What two staff members accepted to be without, so that nobody is alarmed by it again.</summary>
    public SeenCheckpoint[] GoneFor { get; init; } = [];

    [JsonIgnore]
    public bool HasBegun => Mode is not null;

    [JsonIgnore]
    public int StaffTokens => Tokens.Count(t => t.IsStaff);

    /// <summary>
    /// The state at a time that is not before its last event. A policy or a token is in force when now is later than its moment.
    /// </summary>
    public InstallationState AsOf(Instant now)
    {
        var s = this;
        if (s.Pending is { EffectiveAt: { } effective } pending && effective < now)
            s = s with
            {
                Policy = pending.Proposed with { Version = s.Policy.Version + 1 },
                PolicySince = effective,
                Pending = null,
            };
        if (Array.Exists(s.Tokens, t => t.From < now))
            s = s with { Tokens = [.. s.Tokens.Select(t => t.From < now ? t with { From = null } : t)] };
        return Array.Exists(s.Acts, a => a.Ends < now) ? s with { Acts = [.. s.Acts.Where(a => a.Ends >= now)] } : s;
    }

    public Token? FindToken(string? name) => Array.Find(Tokens, t => string.Equals(t.Name, name, StringComparison.Ordinal));

    /// <summary>Whose token this is, whether or not it waits, by the SHA-256 of what the caller sent.</summary>
    public Token? FindTokenByHash(string hash) => Array.Find(Tokens, t => string.Equals(t.Hash, hash, StringComparison.Ordinal));

    public StaffAct? FindAct(string id) => Array.Find(Acts, a => string.Equals(a.Id, id, StringComparison.Ordinal));
}

/// <summary>What the data of an installation is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InstallationMode>))]
public enum InstallationMode
{
    [JsonStringEnumMemberName("production")] Production,
    [JsonStringEnumMemberName("sandbox")] Sandbox,
}

/// <summary>A proposed policy, of which the values that weaken wait.</summary>
/// <param name="Digest">The digest of <paramref name="Proposed"/>, by which staff members agree.</param>
/// <param name="Waits">The values that wait, as JSON pointers.</param>
/// <param name="By">The staff member who proposed to agree; null until two agreed.</param>
/// <param name="EffectiveAt">In force when now is later than this; null until two agreed.</param>
public sealed record PendingPolicy(
    Policy Proposed,
    string Digest,
    string[] Waits,
    Instant ProposedAt,
    string? By = null,
    string? SecondedBy = null,
    Instant? EffectiveAt = null)
{
    [JsonIgnore]
    public bool IsAgreed => EffectiveAt is not null;
}

/// <summary>The last clock act that was done.</summary>
/// <param name="Digest">The digest of the gap that was vouched for.</param>
public sealed record ClockVouch(string Digest, Instant At, string By, string SecondedBy);

/// <summary>How often one staff member acted.</summary>
/// <param name="Alone">Acts that need no second: protective ones, and tokens without `staff`.</param>
public sealed record StaffCount(string Name, int Proposed = 0, int Seconded = 0, int Alone = 0);
