using Holdfast.Domain.Keys;
using Holdfast.Server.Gate.Activity;
using Credential = Holdfast.Signing.Keys.Credential;

namespace Holdfast.Server.Gate;

/// <summary>One credential as it is verified with.</summary>
/// <param name="Scheme">The one scheme that its shared secret was made for; null for a public key.</param>
internal sealed record GateCredential(string Id, string? Scheme, Credential Material);

/// <summary>Counts what happened to an owner, so that what was taken of his state is known to be old.</summary>
internal sealed class OwnerStamp(string owner)
{
    private long value;

    public string Owner => owner;

    public long Value => Volatile.Read(ref value);

    public void Move() => Interlocked.Increment(ref value);
}

/// <summary>A key as the gate holds it: what verifies its requests, and what it may be used for until something happens.</summary>
internal sealed class GateKey(string id, string account, OwnerStamp owner)
{
    private Standing? standing;

    public string Id => id;

    public string Account => account;

    public OwnerStamp Owner => owner;

    /// <summary>What it has been used for, and from where.</summary>
    public KeyHabit Habit { get; } = new();

    /// <summary>Null when it must be taken anew.</summary>
    public Standing? At(Domain.Time.Instant now, int policy) =>
        Volatile.Read(ref standing) is { } known && known.Stamp == owner.Value && known.Policy == policy && now <= known.Until ? known : null;

    public void Keep(Standing fresh) => Volatile.Write(ref standing, fresh);

    /// <summary>As it was last taken, however old; null before.</summary>
    public Standing? Last => Volatile.Read(ref standing);
}

/// <summary>What was taken of an owner's state for one key.</summary>
/// <param name="Stamp">Of the owner, read before his state was.</param>
/// <param name="Power">Null: the key is removed.</param>
/// <param name="Credentials">The youngest first: most requests are signed with that.</param>
/// <param name="Rotated">Those that it had when it was taken before.</param>
internal sealed record Standing(
    long Stamp, int Policy, Domain.Time.Instant Until, KeyPower? Power, GateCredential[] Credentials, GateCredential[] Rotated);
