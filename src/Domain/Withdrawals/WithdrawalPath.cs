using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Withdrawals;

/// <summary>Walks the parts that a withdrawal needs and keeps the youngest; the oldest part that suffices is the one that counts.</summary>
internal struct WithdrawalPath
{
    private readonly OwnerState state;
    private readonly Account account;
    private readonly Policy policy;
    private readonly Instant at;
    private readonly Instant wall;
    private readonly long now;
    private readonly long settling;
    private ulong reasons;
    private long youngest;
    private Instant help;
    private List<Limit>? youngLimits;
    private SourcePart? source;
    private string? credential;

    public WithdrawalPath(OwnerState state, Account account, Policy policy, Instant at, Instant wall)
    {
        (this.state, this.account, this.policy, this.at, this.wall) = (state, account, policy, at, wall);
        now = state.Ordinary.At(at);
        settling = Ages.Milliseconds(state.SettlingTime(policy));
        help = Instant.Never;
        youngest = long.MinValue;
        InForce = true;
    }

    /// <summary>A part other than the destination is missing or held, or a limit is exceeded.</summary>
    public bool Denied { get; private set; }

    /// <summary>The destination, too, is in force.</summary>
    public bool InForce { get; private set; }

    /// <summary>A needed part is young.</summary>
    public bool Young { get; private set; }

    public bool DestinationAged { get; private set; }

    public readonly Instant Until => help;

    public void Note(Reason reason) => reasons |= Judgement.Bit(reason);

    /// <summary>Waiting until then may help; of several the last one counts for a denial.</summary>
    public void MayHelp(Instant when)
    {
        if (help == Instant.Never || when < help) help = when;
    }

    public void Refuse(Reason reason, Instant until)
    {
        Note(reason);
        if (!Denied) help = until;
        else if (until > help || until == Instant.Never) help = help == Instant.Never ? help : until;
        Denied = true;
    }

    /// <summary>The key, its credential, its permission and its source; a session needs none of them.</summary>
    public void Walk(WithdrawalRequest request, string? permission)
    {
        if (request.Via is not Via.Key via) return;
        if (account.FindKey(via.Id) is not { } key)
        {
            Refuse(Reason.KeyUnknown, Instant.Never);
            return;
        }
        if (key.Suspended) Refuse(Reason.KeySuspended, Instant.Never);
        WalkExpiry(key);
        WalkCredential(key, via);
        WalkPermission(key, permission!);
        WalkSource(key, via);
    }

    public void NeedsLayer(Limit limit, decimal wanted)
    {
        foreach (var layer in limit.Layers)
        {
            if (layer.Amount is { } most && most < wanted) continue;
            if (layer.Since != LimitLayer.Always && Needs(layer.Since, Reason.LimitYoung)) (youngLimits ??= []).Add(limit);
            return;
        }
    }

    public void WalkDestination(WithdrawalRequest request)
    {
        foreach (var destination in account.Destinations)
        {
            if (!destination.Is(request.Asset, request.Network, request.Address, request.Tag)) continue;
            DestinationAged = now - destination.Since > settling;
            Needs(destination.Since, Reason.DestinationYoung);
            return;
        }
        InForce = false;
        youngest = now;
        var held = HeldOnPath.Of(state, DestinationThing(account, request));
        Note(held is null ? Reason.DestinationUnknown : Reason.DestinationHeld);
        if (held is { } part) MayHelp(Maturing.Matures(state, part));
    }

    /// <summary>When the young parts will be aged.</summary>
    public void AgedHelps()
    {
        if (youngest != long.MinValue) MayHelp(Ages.AgedAt(state, policy, youngest));
    }

    /// <summary>Strong evidence about a part of the path, the destination or the session; about the owner only on what is not aged.</summary>
    public bool Evidence(WithdrawalRequest request)
    {
        if (state.Signals.Length == 0) return false;
        var found = false;
        if (StrongEvidence.OnPath(state, policy, at, request))
        {
            Note(Reason.EvidenceOnPath);
            found = true;
        }
        if ((!InForce || Young) && SignalMarks.Strong(state, policy, at, About.Owner, null))
        {
            Note(Reason.EvidenceOnOwner);
            found = true;
        }
        return found;
    }

    public readonly Judgement Deny() => Result(Decision.Deny, help, 0, false, false);

    public readonly Judgement Result(Decision decision, Instant until, decimal counts, bool needsGuardian, bool usesEnvelope) =>
        new(decision, reasons, until, youngest == long.MinValue ? now : Math.Max(0, now - youngest), counts, needsGuardian, usesEnvelope);

    /// <summary>The young parts by names that stay the same for later withdrawals over them.</summary>
    public readonly string[] YoungParts(WithdrawalRequest request)
    {
        var parts = new List<string>();
        var key = request.Via is Via.Key via ? Thing.Key(account.Id, via.Id) : "";
        if (Has(Reason.DestinationYoung)) parts.Add(DestinationThing(account, request));
        if (Has(Reason.PermissionYoung)) parts.Add(key + "permission/" + Permissions.Withdraw);
        if (Has(Reason.CredentialYoung)) parts.Add(key + "credential/" + credential);
        if (Has(Reason.SourceYoung)) parts.Add(key + "source/" + (source is { } s ? s.Source.ToString() : "anywhere"));
        if (Has(Reason.ExpiryYoung)) parts.Add(key + "expiry");
        foreach (var limit in youngLimits ?? [])
            parts.Add(Thing.Of(account.Id, new Edit.RemoveLimit(limit.Asset, limit.Currency, limit.Period)));
        return [.. parts];
    }

    private readonly bool Has(Reason reason) => (reasons & Judgement.Bit(reason)) != 0;

    private bool Needs(long since, Reason young)
    {
        if (since > youngest) youngest = since;
        if (now - since > settling) return false;
        Note(young);
        return Young = true;
    }

    private void WalkExpiry(ApiKey key)
    {
        foreach (var layer in key.Expiries)
        {
            if (wall > layer.At) continue;
            Needs(layer.Since, Reason.ExpiryYoung);
            return;
        }
        Refuse(Reason.KeyExpired, Instant.Never);
    }

    private void WalkCredential(ApiKey key, Via.Key via)
    {
        Credential? used = null;
        foreach (var c in key.Credentials)
            if (via.Credential is null || string.Equals(c.Id, via.Credential, StringComparison.Ordinal)) used = c;
        credential = used?.Id;
        if (used is null) Refuse(Reason.CredentialUnknown, Instant.Never);
        else if (used.Shut) Refuse(Reason.CredentialEnded, Instant.Never);
        else if (used.FullSince is { } since) Needs(since, Reason.CredentialYoung);
        else Refuse(Reason.CredentialHeld, HeldOnPath.CredentialUntil(state, used.Change));
    }

    private void WalkPermission(ApiKey key, string permission)
    {
        foreach (var part in key.Permissions)
        {
            if (!string.Equals(part.Name, permission, StringComparison.Ordinal)) continue;
            Needs(part.Since, Reason.PermissionYoung);
            return;
        }
        var held = state.Changes.Length > 0 ? HeldOnPath.Of(state, Thing.Key(account.Id, key.Id) + "permission/" + permission) : null;
        Refuse(held is null ? Reason.PermissionMissing : Reason.PermissionHeld,
            held is { } h ? Maturing.Matures(state, h) : Instant.Never);
    }

    private void WalkSource(ApiKey key, Via.Key via)
    {
        if (key.Sources.Length == 0)
        {
            Needs(key.UnboundSince, Reason.SourceYoung);
            return;
        }
        foreach (var part in key.Sources)
            if (part.Source.Contains(via.Ip) && (source is null || part.Since < source.Value.Since)) source = part;
        if (source is { } oldest)
        {
            Needs(oldest.Since, Reason.SourceYoung);
            return;
        }
        var held = state.Changes.Length > 0 ? HeldOnPath.Source(state, account, key, via.Ip) : null;
        Refuse(held is null ? Reason.SourceMissing : Reason.SourceHeld,
            held is { } h ? Maturing.Matures(state, h) : Instant.Never);
    }

    private static string DestinationThing(Account account, WithdrawalRequest request) => Thing.Of(
        account.Id, new Edit.RemoveDestination(request.Asset, request.Network, request.Address, request.Tag));
}
