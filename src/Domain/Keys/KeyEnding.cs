using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Keys;

/// <summary>An end that is set for a key or for one of its credentials, and when its owner is told.</summary>
/// <param name="Label">The key's.</param>
/// <param name="Credential">Null: the key as a whole.</param>
/// <param name="Ends">As the clocks run now; a freeze moves the end of a credential.</param>
/// <param name="Mark">Tells this end from another one of the same thing, whatever the clocks do.</param>
/// <param name="Hold">What a later end, or another key that can do the same, would wait.</param>
public readonly record struct KeyEnding(string Key, string Label, string? Credential, Instant Ends, long Mark, TimeSpan Hold)
{
    /// <summary>How long before the end it is told, and how much is left to whoever replaced the key when first told.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromDays(7);

    /// <summary>When the owner said that the key ends; null for a credential, which ends by how long it was there.</summary>
    public Instant? OnCalendar => Credential is null ? new Instant(Mark) : null;

    /// <summary>Early enough that a new key is through its hold when it is told again. What replaces a credential is there already.</summary>
    public Instant FirstTold => Credential is null ? LastTold - Hold : LastTold;

    public Instant LastTold => Ends - Before;

    /// <param name="state">Brought to `at`.</param>
    /// <param name="wall">The calendar at that moment: a key ends by it.</param>
    public static IEnumerable<KeyEnding> Of(OwnerState state, Account account, Policy policy, Instant at, Instant wall)
    {
        foreach (var key in account.Keys)
        {
            if (key.ExpiresAt is { } expires)
                yield return new KeyEnding(key.Id, key.Label, null, expires - (wall - at), expires.Milliseconds, HoldOf(state, account, key, policy, at));
            foreach (var credential in key.Credentials)
                if (credential.EndsAge is { } age && state.Ordinary.WhenReached(age) is var ends && ends != Instant.Never)
                    yield return new KeyEnding(key.Id, key.Label, credential.Id, ends, age, TimeSpan.Zero);
        }
    }

    private static TimeSpan HoldOf(OwnerState state, Account account, ApiKey key, Policy policy, Instant at)
    {
        var lengths = new Lengths(state, policy, at);
        string[] permissions = [.. Lengths.PermissionsOf(state, account.Id, key.Id)];
        var (another, later) = (lengths.UsedFor(Element.Credential, permissions), lengths.UsedFor(Element.Expiry, permissions));
        return another > later ? another : later;
    }
}
