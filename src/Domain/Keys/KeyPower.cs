using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Keys;

/// <summary>
/// What a key may be used for, taken out of its owner's state for whoever stands where requests come in. It is good until
/// <see cref="Until"/> or until anything happens to the owner; after that it must be taken anew.
/// </summary>
public sealed class KeyPower
{
    private readonly Use[] permissions;
    private readonly SourceUse[] sources;
    private readonly CredentialUse[] credentials;
    private readonly bool suspended, frozen;
    private readonly Instant expiresAt;

    /// <summary>After this it is taken anew even where nothing happens, so that what was young is seen to be aged.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private KeyPower(OwnerState state, Account account, ApiKey key, Policy policy, Instant at)
    {
        var lengths = new Lengths(state, policy, at);
        suspended = key.Suspended;
        frozen = Array.Exists(state.Freezes, f => f.All && (f.Ends is null || at <= f.Ends));
        expiresAt = key.Expiries.Length == 0 ? Instant.Never : key.Expiries[^1].At;
        Until = Instant.Min(state.Next, at + Longest);
        var uses = new List<Use>();
        foreach (var part in key.Permissions) uses.Add(new Use(part.Name, part.Since, lengths.AtOnce(part.Name)));
        var places = new List<SourceUse>();
        foreach (var part in key.Sources) places.Add(new SourceUse(part.Source, part.Since));
        foreach (var change in state.Changes)
        {
            if (change.Quiet is not null || !string.Equals(change.Account, account.Id, StringComparison.Ordinal)) continue;
            foreach (var part in change.Parts)
                if (part is { State: PartState.Held, Does: Edit.Grant g } && string.Equals(g.Key, key.Id, StringComparison.Ordinal))
                    uses.Add(new Use(g.Permission, null, false));
                else if (part is { State: PartState.Held, Does: Edit.AddSource s } && string.Equals(s.Key, key.Id, StringComparison.Ordinal))
                    places.Add(new SourceUse(s.Source, null));
        }
        (permissions, sources) = ([.. uses], [.. places]);
        credentials = [.. key.Credentials.Select(c => new CredentialUse(c.Id, c.FullSince, c.Shut))];
        IsUnbound = key.Sources.Length == 0;
        UnboundSince = key.UnboundSince;
        Now = state.Ordinary.At(at);
        Settling = Ages.Milliseconds(state.SettlingTime(policy));
        OrdersAreJudged = policy.Prices != PriceSource.None;
    }

    /// <summary>An order needs more than the permission: what it can lose is counted.</summary>
    public bool OrdersAreJudged { get; }

    /// <summary>The last moment that it is good for.</summary>
    public Instant Until { get; }

    private bool IsUnbound { get; }

    private long UnboundSince { get; }

    private long Now { get; }

    private long Settling { get; }

    /// <param name="state">Brought to `at`.</param>
    public static KeyPower Of(OwnerState state, Account account, ApiKey key, Policy policy, Instant at) =>
        new(state, account, key, policy, at);

    /// <summary>
    /// Whether it may be used so: every part that is needed must be in force, but that a held source or credential is open at
    /// once for what a new key may do at once.
    /// </summary>
    /// <param name="permission">Null: all that Holdfast knows, as for what nobody mapped.</param>
    /// <param name="wall">The later clock: what expires by the calendar.</param>
    public KeyUse Judge(string? permission, Ip ip, string credential, Instant wall)
    {
        if (frozen) return Reason.Frozen;
        if (suspended) return Reason.KeySuspended;
        if (wall > expiresAt) return Reason.KeyExpired;
        if (permission is not null) return JudgeOne(permission, ip, credential);
        var worst = KeyUse.Aged;
        foreach (var known in Permissions.Known)
        {
            var use = JudgeOne(known, ip, credential);
            if (use.Refusal is not null) return use;
            if (use.IsYoung) worst = use;
        }
        return worst;
    }

    private KeyUse JudgeOne(string permission, Ip ip, string credential)
    {
        if (JudgePermission(permission, out var use) is { } missing) return missing;
        if (JudgeCredential(credential, use, out var credentialSince) is { } unfit) return unfit;
        if (JudgeSource(ip, use, out var sourceSince) is { } elsewhere) return elsewhere;
        var youngest = Math.Max(use.Since!.Value, Math.Max(credentialSince, sourceSince));
        return Now - youngest > Settling ? KeyUse.Aged : KeyUse.Young;
    }

    private Reason? JudgePermission(string permission, out Use found)
    {
        var isHeld = false;
        foreach (var use in permissions)
        {
            if (!string.Equals(use.Permission, permission, StringComparison.Ordinal)) continue;
            found = use;
            if (use.Since is not null) return null;
            isHeld = true;
        }
        found = default;
        return isHeld ? Reason.PermissionHeld : Reason.PermissionMissing;
    }

    private Reason? JudgeCredential(string id, Use use, out long since)
    {
        since = long.MinValue;
        foreach (var credential in credentials)
        {
            if (!string.Equals(credential.Id, id, StringComparison.Ordinal)) continue;
            if (credential.IsShut) return Reason.CredentialEnded;
            since = credential.Since ?? Now;
            return credential.Since is not null || use.IsAtOnce ? null : Reason.CredentialHeld;
        }
        return Reason.CredentialEnded;
    }

    private Reason? JudgeSource(Ip ip, Use use, out long since)
    {
        since = UnboundSince;
        if (IsUnbound) return null;
        long? oldest = null;
        var isHeld = false;
        foreach (var part in sources)
        {
            if (!part.Source.Contains(ip)) continue;
            if (part.Since is { } s) oldest = oldest is { } o && o < s ? o : s;
            else isHeld = true;
        }
        since = oldest ?? Now;
        if (oldest is not null || (isHeld && use.IsAtOnce)) return null;
        return isHeld ? Reason.SourceHeld : Reason.SourceMissing;
    }

    /// <param name="Since">Null: held.</param>
    private readonly record struct Use(string Permission, long? Since, bool IsAtOnce);

    private readonly record struct SourceUse(Source Source, long? Since);

    private readonly record struct CredentialUse(string Id, long? Since, bool IsShut);
}

/// <summary>What came of judging one use of a key.</summary>
/// <param name="Refusal">Null: it may be used so.</param>
/// <param name="IsYoung">A part that it needs came into force only lately.</param>
public readonly record struct KeyUse(Reason? Refusal, bool IsYoung)
{
    public static readonly KeyUse Aged = new(null, false), Young = new(null, true);

    public static implicit operator KeyUse(Reason refusal) => new(refusal, false);

    public static KeyUse FromReason(Reason refusal) => refusal;
}
