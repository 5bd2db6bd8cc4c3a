using System.Text.Json.Serialization;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>A set of edits that was asked as one, with how far each has come.</summary>
public sealed record Change
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required By By { get; init; }

    public required Instant AskedAt { get; init; }

    /// <summary>The edits as they were asked and judged.</summary>
    public required JudgedEdit[] Edits { get; init; }

    /// <summary>What of it waits or waited.</summary>
    public required HeldPart[] Parts { get; init; }

    /// <summary>SHA-256 over the canonical change, lower-case hex.</summary>
    public required string Digest { get; init; }

    public required string[] Text { get; init; }

    public required Assessment Assessment { get; init; }

    /// <summary>A guardian must approve too.</summary>
    public bool NeedsGuardian { get; init; }

    /// <summary>Two staff members approve it, nobody else.</summary>
    public bool NeedsStaff { get; init; }

    public By? OwnerApproval { get; init; }

    public By? GuardianApproval { get; init; }

    public Instant? ApprovedAt { get; init; }

    /// <summary>When a channel that counts took the announcement.</summary>
    public Instant? ToldAt { get; init; }

    /// <summary>Set by a quiet veto: nobody but its session, an aged guardian and staff is shown it.</summary>
    public QuietVeto? Quiet { get; init; }

    /// <summary>How it ended by itself or by others; null while something of it waits or all of it is in force.</summary>
    public Ending? Ending { get; init; }

    public Instant? EndedAt { get; init; }

    /// <summary>Sealed secrets made for it, by `factor/ID`, `credential/KEY/ID` or `channel/ID`; gone when it ends.</summary>
    public SecretPart[] Secrets { get; init; } = [];

    /// <summary>It came with the move of a platform: nobody is told of it by itself.</summary>
    public bool IsTakenOver { get; init; }

    [JsonIgnore]
    public bool Waits => Array.Exists(Parts, p => p.State is PartState.Awaiting or PartState.Held);

    [JsonIgnore]
    public bool AwaitsApproval => Array.Exists(Parts, p => p.State == PartState.Awaiting);
}

/// <summary>A sealed secret on its way to the factor, credential or channel that it belongs to.</summary>
public sealed record SecretPart(string For, string Sealed);

/// <summary>An edit and which way it goes; `Element` names the hold that it waits.</summary>
public sealed record JudgedEdit(Edit Edit, Effect Effect);

/// <summary>One expansion of a change, or a new say in its own hold.</summary>
/// <param name="Edit">The index of the asked edit that it belongs to.</param>
/// <param name="Thing">What it is about: a reducing edit of the same thing voids it.</param>
/// <param name="StartAge">Reading of its clock at which the hold started; null until somebody was told.</param>
public sealed record HeldPart(
    int Edit,
    Edit Does,
    string Thing,
    Element Element,
    ClockKind Clock,
    [property: JsonConverter(typeof(SpanJson))] TimeSpan Hold,
    PartState State,
    long? StartAge,
    VetoRule Veto)
{
    /// <summary>The reading of its clock after which it is in force; null until the hold starts.</summary>
    [JsonIgnore]
    public long? MatureAge => StartAge + (Hold.Ticks / TimeSpan.TicksPerMillisecond);
}

[JsonConverter(typeof(JsonStringEnumConverter<PartState>))]
public enum PartState
{
    [JsonStringEnumMemberName("awaitingApproval")] Awaiting,
    [JsonStringEnumMemberName("held")] Held,
    [JsonStringEnumMemberName("inForce")] InForce,
    [JsonStringEnumMemberName("voided")] Voided,
    [JsonStringEnumMemberName("vetoed")] Vetoed,
}

/// <summary>Who may veto a part: nobody stops his own removal twice, and a recovery asked again stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VetoRule>))]
public enum VetoRule
{
    [JsonStringEnumMemberName("anyone")] Anyone,
    [JsonStringEnumMemberName("agedOwnerFactor")] AgedOwnerFactor,
    [JsonStringEnumMemberName("nobody")] Nobody,
}

/// <summary>How a change ended without coming into force.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ending>))]
public enum Ending
{
    [JsonStringEnumMemberName("vetoed")] Vetoed,
    [JsonStringEnumMemberName("expired")] Expired,
    [JsonStringEnumMemberName("nobodyTold")] NobodyTold,
    [JsonStringEnumMemberName("voided")] Voided,
}

/// <summary>A veto that pages keep quiet about until the change would have come into force.</summary>
public sealed record QuietVeto(By By, Instant At);
