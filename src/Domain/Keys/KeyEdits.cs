using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Keys;

/// <summary>What edits of keys do once they are in force.</summary>
internal static class KeyEdits
{
    /// <summary>Layers of expiry and limit kept: enough to see what a key could do before its latest raises.</summary>
    public const int MostLayers = 4;

    /// <summary>In place of a credential's id: every credential of the key, as when it is resumed.</summary>
    public const string AllCredentials = "*";

    /// <summary>A new credential's default overlap goes this far past its hold.</summary>
    public static readonly TimeSpan OverlapBeyondHold = TimeSpan.FromDays(7);

    public static Account Open(Account account, Edit.OpenKey e, long age, string? change, string? secret) => account with
    {
        Keys =
        [
            .. account.Keys,
            new ApiKey
            {
                Id = e.Key,
                Label = e.Label,
                Sources = [.. e.Sources.Select(s => new SourcePart(s, age))],
                UnboundSince = age,
                Expiries = [new ExpiryPart(e.ExpiresAt ?? Instant.Never, age)],
                Credentials =
                [
                    new Credential { Id = e.CredentialId, Kind = e.Credential, SealedSecret = secret, Change = change },
                ],
            },
        ],
        UsedKeyIds = [.. account.UsedKeyIds, IdFingerprint(e.Key)],
    };

    public static Account Remove(Account account, string key) => account with
    {
        Keys = [.. account.Keys.Where(k => !string.Equals(k.Id, key, StringComparison.Ordinal))],
    };

    public static Account Change(Account account, string key, Func<ApiKey, ApiKey> how) => account with
    {
        Keys = [.. account.Keys.Select(k => string.Equals(k.Id, key, StringComparison.Ordinal) ? how(k) : k)],
    };

    public static ApiKey Grant(ApiKey key, string permission, long age) =>
        Array.Exists(key.Permissions, p => string.Equals(p.Name, permission, StringComparison.Ordinal))
            ? key
            : key with { Permissions = [.. key.Permissions, new PermissionPart(permission, age)] };

    /// <summary>All of a key as it was somewhere else since an age.</summary>
    public static ApiKey AllSince(ApiKey key, long age) => key with
    {
        Permissions = [.. key.Permissions.Select(p => p with { Since = age })],
        Sources = [.. key.Sources.Select(s => s with { Since = age })],
        UnboundSince = age,
        Expiries = [.. key.Expiries.Select(e => e with { Since = age })],
        Credentials = [.. key.Credentials.Select(c => c with { FullSince = age, Change = null })],
    };

    public static ApiKey Revoke(ApiKey key, string permission) => key with
    {
        Permissions = [.. key.Permissions.Where(p => !string.Equals(p.Name, permission, StringComparison.Ordinal))],
    };

    /// <summary>A source inside the set in force is as old as what it lies in; the first one as old as "anywhere".</summary>
    public static ApiKey AddSource(ApiKey key, Source source, long age) =>
        Array.Exists(key.Sources, s => s.Source == source)
            ? key
            : key with { Sources = [.. key.Sources, new SourcePart(source, SourceSet.Since(key, source) ?? age)] };

    public static ApiKey RemoveSource(ApiKey key, Source source, long age)
    {
        if (!Array.Exists(key.Sources, s => s.Source == source)) return key;
        SourcePart[] left = [.. key.Sources.Where(s => s.Source != source)];
        return key with { Sources = left, UnboundSince = left.Length == 0 ? age : key.UnboundSince };
    }

    /// <summary>A later expiry is a layer of its own; a sooner one cuts all that was later.</summary>
    public static ApiKey SetExpiry(ApiKey key, Instant at, long age)
    {
        ExpiryPart[] sooner = [.. key.Expiries.Where(e => e.At < at)];
        var reached = Array.Find(key.Expiries, e => e.At >= at);
        var since = reached == default ? age : reached.Since;
        ExpiryPart[] layers = [.. sooner, new ExpiryPart(at, since)];
        return key with { Expiries = layers.Length > MostLayers ? layers[^MostLayers..] : layers };
    }

    public static ApiKey OpenCredential(ApiKey key, Edit.OpenCredential e, long age, string? change, string? secret)
    {
        var ends = e.Overlap is { } overlap ? age + (overlap.Ticks / TimeSpan.TicksPerMillisecond) : (long?)null;
        var older = key.Credentials.Select(c => ends is null ? c : c with { EndsAge = Sooner(c.EndsAge, ends.Value) });
        var opened = new Credential
        {
            Id = e.CredentialId,
            Kind = e.Credential,
            SealedSecret = secret,
            Change = change,
        };
        return EndOverlaps(key with { Credentials = [.. older, opened] }, age);
    }

    /// <summary>From here on the credential has all that its key has; older ones without an end get theirs.</summary>
    public static ApiKey FullCredential(ApiKey key, string id, string change, long age)
    {
        if (string.Equals(id, AllCredentials, StringComparison.Ordinal))
            return key with { Credentials = [.. key.Credentials.Select(c => IsOpenedBy(c, change) ? Full(c, age) : c)] };
        var index = Array.FindIndex(key.Credentials, c => string.Equals(c.Id, id, StringComparison.Ordinal));
        if (index < 0) return key;
        var overlapEnds = age + (OverlapBeyondHold.Ticks / TimeSpan.TicksPerMillisecond);
        return key with
        {
            Credentials =
            [
                .. key.Credentials.Select((c, i) => i == index ? Full(c, age)
                    : i < index ? c with { EndsAge = c.EndsAge ?? overlapEnds } : c),
            ],
        };
    }

    /// <summary>
    /// All credentials are open only for what a new key may do at once, until they have waited again. One that waits for
    /// a change of its own goes on waiting for that.
    /// </summary>
    public static ApiKey Resume(ApiKey key, string change, Func<string, bool> waits) => key with
    {
        Suspended = false,
        Credentials =
        [
            .. key.Credentials.Select(c => c is { FullSince: null, Change: { } own } && waits(own)
                ? c
                : c with { FullSince = null, Change = change, Shut = false }),
        ],
    };

    public static ApiKey RemoveCredential(ApiKey key, string id) => key with
    {
        Credentials = [.. key.Credentials.Where(c => !string.Equals(c.Id, id, StringComparison.Ordinal))],
    };

    /// <summary>A stopped rotation leaves the older credential as it was.</summary>
    public static ApiKey StopRotation(ApiKey key, string change) => key with
    {
        Credentials =
        [
            .. key.Credentials.Where(c => !IsOpenedBy(c, change)).Select(c => c with { EndsAge = null }),
        ],
    };

    public static ApiKey Shut(ApiKey key, string change) => key with
    {
        Credentials = [.. key.Credentials.Select(c => IsOpenedBy(c, change) ? c with { Shut = true } : c)],
    };

    /// <summary>Drops the credentials whose overlap is over at this age.</summary>
    public static ApiKey EndOverlaps(ApiKey key, long age) =>
        Array.Exists(key.Credentials, c => c.EndsAge <= age)
            ? key with { Credentials = [.. key.Credentials.Where(c => c.EndsAge is null || c.EndsAge > age)] }
            : key;

    public static long IdFingerprint(string key) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Credential Full(Credential credential, long age) => credential with { FullSince = age, Change = null };

    private static bool IsOpenedBy(Credential credential, string change) =>
        credential.FullSince is null && string.Equals(credential.Change, change, StringComparison.Ordinal);

    private static long Sooner(long? ends, long other) => ends is { } e && e < other ? e : other;
}
