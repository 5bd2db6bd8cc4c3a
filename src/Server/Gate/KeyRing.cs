using System.Collections.Concurrent;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Reviews;
using Holdfast.Domain.Time;
using Holdfast.Server.Gate.Activity;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Secrets;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>
/// The keys in use, with their credentials unsealed. A key is taken out of its owner's state at its first request, and anew when
/// anything happened to the owner: whoever was answered that a key is suspended finds it refused.
/// </summary>
internal sealed class KeyRing(ILog log, OwnerBook owners, Installation installation, SecretSeal seal, KeyIndex index, ActivityBook activity) : IKeys
{
    /// <summary>The types of events after which an account may have a key that it didn't have.</summary>
    private static readonly string[] Concerns = ["changeAsked", "changeApproved", "changeTold", "policyFollowed", "accountImported"];

    private const int Page = 256;

    private readonly KeyTable keys = new();
    private readonly ConcurrentDictionary<string, OwnerStamp> stamps = new(StringComparer.Ordinal);

    /// <summary>Something was decided about an owner; called before that is answered.</summary>
    public void Touch(string owner)
    {
        if (stamps.TryGetValue(owner, out var stamp)) stamp.Move();
    }

    /// <summary>Null where nobody has such a key.</summary>
    public GateKey? Find(ReadOnlySpan<byte> id)
    {
        if (keys.Find(id) is { } known) return known;
        if (index.Find(id) is not { } found) return null;
        var stamp = stamps.GetOrAdd(found.Owner, owner => new OwnerStamp(owner));
        var key = new GateKey(System.Text.Encoding.UTF8.GetString(id), found.Account, stamp);
        activity.Recall(key);
        return keys.Add(key);
    }

    /// <summary>What was seen of a key of an account.</summary>
    public KeyUsage UsageOf(string account, string id) =>
        Find(System.Text.Encoding.UTF8.GetBytes(id)) is { } key && string.Equals(key.Account, account, StringComparison.Ordinal) ? key.Habit.Usage() : KeyUsage.Unseen;

    public Standing StandingOf(GateKey key, Instant now)
    {
        var policy = installation.Current.Policy.Version;
        return key.At(now, policy) ?? Take(key, policy);
    }

    /// <summary>Follows the log for keys that are new; returns when it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            if (!Follow()) await log.WaitAsync(index.Cursor, TimeSpan.FromSeconds(1), stop);
    }

    /// <summary>Waits until all that is durable now was looked at.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        for (var head = log.Head; index.Cursor < head;) await Task.Delay(1, stop);
    }

    private bool Follow()
    {
        var head = log.Head;
        var events = log.Read(index.Cursor, Page, Concerns);
        if (events.Count == 0 && head <= index.Cursor) return false;
        var found = new List<(string, string, string)>();
        foreach (var owner in events.Select(e => e.Owner).Distinct(StringComparer.Ordinal))
            foreach (var account in owners.ReadOwner(owner).State.Accounts)
                found.AddRange(account.Keys.Where(IsOurs).Select(k => (k.Id, owner, account.Id)));
        var upTo = events.Count > 0 ? events[^1].Position : index.Cursor;
        index.Take(events.Count < Page ? Math.Max(upTo, head) : upTo, found);
        return events.Count > 0;
    }

    private static bool IsOurs(ApiKey key) => Array.Exists(key.Credentials, c => c.Kind is not CredentialKind.Kept);

    private Standing Take(GateKey key, int policy)
    {
        // the stamp first: what happens meanwhile makes this one old
        var stamp = key.Owner.Value;
        var moment = owners.ReadOwner(key.Owner.Owner);
        var account = moment.State.Find(key.Account);
        var last = key.Last;
        Standing fresh;
        if (account?.FindKey(key.Id) is not { } found)
            fresh = new Standing(stamp, policy, Instant.Never, null, last?.Credentials ?? [], last?.Rotated ?? []);
        else
        {
            var power = KeyPower.Of(moment.State, account, found, moment.Policy, moment.At);
            var credentials = Credentials(key, found, last);
            fresh = new Standing(stamp, policy, power.Until, power, credentials, Rotated(credentials, last));
        }
        key.Keep(fresh);
        return fresh;
    }

    /// <summary>Those that were unsealed before stay as they are.</summary>
    private GateCredential[] Credentials(GateKey key, ApiKey found, Standing? last)
    {
        var credentials = new List<GateCredential>();
        foreach (var credential in found.Credentials.Reverse())
            if (Array.Find(last?.Credentials ?? [], c => c.Id == credential.Id) is { } known) credentials.Add(known);
            else if (SharedCredential.Open(credential, closed => seal.OpenShared(key.Owner.Owner, key.Id, credential.Id, closed)) is { } material)
                credentials.Add(new GateCredential(credential.Id, (credential.Kind as CredentialKind.Shared)?.Scheme, material));
        return [.. credentials];
    }

    private static GateCredential[] Rotated(GateCredential[] now, Standing? last) =>
        last is null ? [] : [.. last.Credentials.Concat(last.Rotated).Where(c => !Array.Exists(now, n => n.Id == c.Id)).DistinctBy(c => c.Id).Take(4)];
}
