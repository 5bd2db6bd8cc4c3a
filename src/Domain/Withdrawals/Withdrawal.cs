using System.Text.Json.Serialization;
using Holdfast.Domain.Money;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>What the platform is about to let leave.</summary>
/// <param name="Address">In its canonical form.</param>
/// <param name="Value">What it is worth, in a quote currency; null where the platform doesn't say.</param>
public sealed record WithdrawalRequest(
    string Id,
    string Account,
    string Asset,
    string Network,
    decimal Amount,
    string Address,
    string? Tag,
    Value? Value,
    Via Via,
    EnvelopeWish? Envelope);

/// <summary>How the request came: by a key from an address, or by a session of the owner.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "by")]
[JsonDerivedType(typeof(Key), "key")]
[JsonDerivedType(typeof(Session), "session")]
public abstract record Via
{
    private Via()
    {
    }

    /// <param name="Credential">The one used; null: the youngest, which is the safe guess.</param>
    public sealed record Key(string Id, string? Credential, Keys.Ip Ip, string From) : Via;

    /// <param name="FactorAt">When a factor was last used in this session.</param>
    public sealed record Session(string Id, string Ip, string Device, Instant FactorAt) : Via;
}

/// <summary>What Holdfast says to a withdrawal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    [JsonStringEnumMemberName("allow")] Allow,
    [JsonStringEnumMemberName("challenge")] Challenge,
    [JsonStringEnumMemberName("hold")] Hold,
    [JsonStringEnumMemberName("deny")] Deny,
}

/// <summary>
/// A withdrawal as its latest event left it. It is complete in itself, so the newest position of a withdrawal is all
/// that must be found to go on with it.
/// </summary>
public sealed record WithdrawalRecord
{
    public required WithdrawalRequest Request { get; init; }

    public required string Digest { get; init; }

    public required string[] Text { get; init; }

    public required Decision Decision { get; init; }

    public required Reason[] Reasons { get; init; }

    public required Instant RequestedAt { get; init; }

    public required Instant DecidedAt { get; init; }

    /// <summary>When asking again may help; null when waiting alone doesn't.</summary>
    public Instant? Until { get; init; }

    [JsonConverter(typeof(SpanJson))]
    public required TimeSpan PathAge { get; init; }

    /// <summary>The young parts of the path, named for envelopes.</summary>
    public string[] Young { get; init; } = [];

    /// <summary>An aged factor of the owner consented to exactly this.</summary>
    public bool Approved { get; init; }

    /// <summary>An aged guardian consented to exactly this.</summary>
    public bool GuardianApproved { get; init; }

    /// <summary>A guardian must consent too before it is allowed.</summary>
    public bool NeedsGuardian { get; init; }

    /// <summary>What it counts in limits and allowance, and since when; null while it counts nothing.</summary>
    public Limits.LedgerEntry? Counted { get; init; }

    /// <summary>What of it an envelope carries; null for none.</summary>
    public string? EnvelopeUsed { get; init; }

    /// <summary>The end of its last permit.</summary>
    public Instant? PermitUntil { get; init; }

    public bool Cancelled { get; init; }
}
