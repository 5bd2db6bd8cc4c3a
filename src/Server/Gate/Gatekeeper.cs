using System.Buffers.Text;
using System.Security.Cryptography;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate.Activity;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Gate;

/// <summary>What the gate says to a request.</summary>
/// <param name="Status">200, 401 (nobody knows who asks) or 403 (known, and not allowed).</param>
/// <param name="Code">Why it is refused, in a stable word; null where it is not.</param>
/// <param name="Key">Null while nobody knows who asks.</param>
/// <param name="IsYoung">It is allowed over a part that came into force only lately.</param>
/// <param name="Signed">A name for what was signed, its time included; of what is judged by more than the key: a withdrawal, an order.</param>
internal readonly record struct GateAnswer(int Status, string? Code, GateKey? Key, MappedRoute? Route, string? Credential, string? Signed = null, bool IsYoung = false)
{
    public bool IsVerified => Credential is not null;
}

/// <summary>
/// Authorizes one request: its scheme, its key, its time, its signature, what its path needs, what its key may, whether it came
/// before. What is cheap and says nothing comes first; a key's secrets are compared in constant time. Allocates nothing once a
/// key is in the ring.
/// </summary>
internal sealed class Gatekeeper(IKeys ring, PermissionMap map, Freshness freshness, ReplayWindow replays, ActivityBook activity, InstallationClock clock)
{
    private const int MostCredentials = 8;

    private const Coverage MethodAndPath = Coverage.Method | Coverage.Path;

    [ThreadStatic]
    private static byte[]? scratch;

    /// <param name="ip">Where the client calls from, as a trusted proxy says.</param>
    public GateAnswer Authorize(in SignedRequest request, Ip ip)
    {
        var (sure, wall) = clock.Read();
        var answer = Judge(request, ip, sure, wall);
        if (answer.Key is { } key)
        {
            if (answer.Status == 200) activity.Saw(key, ip, answer.Route, answer.IsYoung, wall);
            else key.Habit.WasRefused();
        }
        return answer;
    }

    private GateAnswer Judge(in SignedRequest request, Ip ip, Instant sure, Instant wall)
    {
        if (Catalog.Find(request, out var scheme) is var missing and not Refusal.None) return No(missing.Code());
        if (scheme!.Read(request, Room(request.ScratchBytes), out var claim) is var unread and not Refusal.None) return No(unread.Code());
        if (ring.Find(claim.KeyId) is not { } key) return No("keyUnknown");
        if (freshness.Judge(claim.Time, wall.Milliseconds) is var stale and not Refusal.None) return No(stale.Code(), key);
        var standing = ring.StandingOf(key, sure);
        if (Signer(claim, standing.Credentials) is not { } credential)
            return No(Signer(claim, standing.Rotated) is null ? "signatureWrong" : "credentialRotated", key);
        var route = map.Find(request.Method, request.Target);
        if (standing.Power is not { } power) return Forbidden("keyRemoved", key, route, credential);
        var use = power.Judge(route?.Permission, ip, credential.Id, wall);
        if (use.Refusal is { } reason) return Forbidden(reason.Code(), key, route, credential);
        // a read may come twice; where the signature holds neither method nor path it is remembered, so that nothing else comes by it
        var isRead = route is { IsRead: true };
        if (isRead && (claim.Covers & MethodAndPath) == MethodAndPath) return new GateAnswer(200, null, key, route, credential.Id, IsYoung: use.IsYoung);
        return Taken(claim, sure) is { } again && !isRead
            ? Forbidden(again, key, route, credential)
            : new GateAnswer(200, null, key, route, credential.Id, IsJudged(route, power) ? NameOf(claim) : null, use.IsYoung);
    }

    private static bool IsJudged(MappedRoute? route, KeyPower power) =>
        route is { Withdrawal: not null } || (route is { Order: not null } && power.OrdersAreJudged);

    /// <summary>The one of some credentials that made the signature; a secret verifies what was signed by its own scheme only.</summary>
    private static GateCredential? Signer(in Claim claim, GateCredential[] credentials)
    {
        for (var i = 0; i < credentials.Length && i < MostCredentials; i++)
            if ((credentials[i].Scheme is not { } own || string.Equals(own, claim.Scheme.Name, StringComparison.Ordinal))
                && claim.IsSignedBy(credentials[i].Material)) return credentials[i];
        return null;
    }

    private string? Taken(in Claim claim, Instant now)
    {
        Span<byte> id = stackalloc byte[Claim.ReplayIdBytes];
        claim.WriteReplayId(id);
        return replays.Take(id, claim.Time.SignedAt, now.Milliseconds, freshness.LifeOf(claim.Time)) switch
        {
            Seen.Never => null,
            Seen.Before => "replayed",
            Seen.Forgotten => "signedTooEarly",
            Seen.NoRoom => "tooManyRequests",
            Seen.NotMarked => "notReady",
            var seen => throw new InvalidOperationException($"no word for {seen}"),
        };
    }

    private static string NameOf(in Claim claim) => Base64Url.EncodeToString(SHA256.HashData(claim.Message).AsSpan(0, 24));

    private static GateAnswer No(string code, GateKey? key = null) => new(401, code, key, null, null);

    private static GateAnswer Forbidden(string code, GateKey key, MappedRoute? route, GateCredential credential) =>
        new(403, code, key, route, credential.Id);

    private static Span<byte> Room(int bytes)
    {
        if (scratch is null || scratch.Length < bytes) scratch = new byte[Math.Max(16_384, bytes)];
        return scratch;
    }
}
