using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Factors;

/// <summary>How an owner consents. A factor that is still held is in its change, not here.</summary>
public sealed record Factor
{
    public required string Id { get; init; }

    public required FactorKind Kind { get; init; }

    public required string Label { get; init; }

    /// <summary>Age of the owner's ordinary clock when it came into force.</summary>
    public required long Since { get; init; }

    public string? SealedSecret { get; init; }

    /// <summary>What a passkey registered.</summary>
    public Passkey? Passkey { get; init; }

    /// <summary>
    /// The newest time step that was accepted, or the count of signatures that a passkey last said; none is accepted twice.
    /// </summary>
    public long LastStep { get; init; }

    /// <summary>The places of the recovery codes that were used; null: none was.</summary>
    public long[]? Spent { get; init; }

    public bool IsStrong => Kind is FactorKind.Totp or FactorKind.Passkey;

    /// <summary>Whether a code, or a passkey's count of signatures, was taken before.</summary>
    public bool HasTaken(long step) => Kind == FactorKind.Recovery ? Spent is not null && Spent.Contains(step) : step <= LastStep;

    /// <summary>The factor after it was taken.</summary>
    public Factor Taking(long step) => Kind == FactorKind.Recovery
        ? this with { Spent = [.. Spent ?? [], step] }
        : this with { LastStep = step };
}

/// <summary>A second person with a say.</summary>
public sealed record Guardian
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    /// <summary>Age at which the say became full; null in its own hold.</summary>
    public long? Since { get; init; }

    public required Instant AddedAt { get; init; }

    public required By AddedBy { get; init; }

    /// <summary>A TOTP of his own; null where the platform's word speaks for him.</summary>
    public Factor? Totp { get; init; }
}

/// <summary>Where announcements go.</summary>
public sealed record Channel
{
    /// <summary>A channel that was removed is told for this long.</summary>
    public static readonly TimeSpan ToldOn = TimeSpan.FromDays(7);

    public required string Id { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string To { get; init; }

    /// <summary>Age at which it began to count for telling; null in its own hold.</summary>
    public long? Since { get; init; }

    public required Instant AddedAt { get; init; }

    public required By AddedBy { get; init; }

    /// <summary>When it was removed; it is told for 7 days more.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>What it is told besides expansions; null: <see cref="Factors.Alerts.Default"/>.</summary>
    public Alerts? Alerts { get; init; }

    /// <summary>What signs for it, sealed as `channel/ID`; null where nothing does.</summary>
    public string? SealedSecret { get; init; }
}
