using System.Text.Json.Serialization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Keys;

/// <summary>An API key with what is in force of it. Ages are readings of the owner's ordinary clock, in milliseconds.</summary>
public sealed record ApiKey
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    public bool Suspended { get; init; }

    public PermissionPart[] Permissions { get; init; } = [];

    public SourcePart[] Sources { get; init; } = [];

    /// <summary>Since when the key may be used from anywhere; counts only while it has no source.</summary>
    public long UnboundSince { get; init; }

    /// <summary>Oldest first; the last one rules. Earlier ones show what the key could do without the younger.</summary>
    public ExpiryPart[] Expiries { get; init; } = [];

    /// <summary>Oldest first, at most two.</summary>
    public Credential[] Credentials { get; init; } = [];

    [JsonIgnore]
    public Instant? ExpiresAt => Expiries.Length == 0 ? null : Expiries[^1].At == Instant.Never ? null : Expiries[^1].At;
}

/// <summary>A permission in force.</summary>
public readonly record struct PermissionPart(string Name, long Since);

/// <summary>A source in force.</summary>
public readonly record struct SourcePart(Source Source, long Since);

/// <summary>An expiry in force; <see cref="Instant.Never"/> where the key doesn't expire.</summary>
public readonly record struct ExpiryPart(Instant At, long Since);

/// <summary>What signs for a key.</summary>
public sealed record Credential
{
    public required string Id { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>The shared secret under the installation's key, base64; null where there is none.</summary>
    public string? SealedSecret { get; init; }

    /// <summary>Since when it has all that its key has; null while it is open only for what a new key may do at once.</summary>
    public long? FullSince { get; init; }

    /// <summary>The change that it waits for while it is not full.</summary>
    public string? Change { get; init; }

    /// <summary>Ends when the ordinary clock passes this; null while no overlap runs.</summary>
    public long? EndsAge { get; init; }

    /// <summary>Shut by a quiet veto: it signs for nothing and pages still show it.</summary>
    public bool Shut { get; init; }
}
