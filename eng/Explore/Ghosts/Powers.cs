using Holdfast.Domain.Accounts;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Worlds;

namespace Holdfast.Explore.Ghosts;

/// <summary>One thing that is in force, read straight off the state as a number: a larger one is more power for an attacker.</summary>
/// <param name="What">The thing that a change must have been about to raise it; a change names things the same way.</param>
internal sealed record Power(string What, Element Element, Func<OwnerState, Policy, long> Read)
{
    public const long Unbounded = long.MaxValue;

    /// <summary>All that is watched. Every element of the product has at least one; a test counts them by reflection.</summary>
    public static readonly Power[] All =
    [
        .. Cast.Keys.SelectMany(OfKey),
        .. new[] { Cast.Home, Cast.Away }.Select(d => new Power($"destination {d}", Element.Destination,
            (s, _) => Array.Exists(s.Accounts[0].Destinations, x => x.Address == d) ? 1 : 0)),
        new("limit", Element.Limit, (s, _) => s.Limits.Length == 0 ? Unbounded : Figure(s.Limits[0].Layers[^1].Amount)),
        new("allowance", Element.Allowance, (s, p) => Figure(s.Allowance ?? p.Allowance)),
        new("challenge", Element.Challenge, (s, _) => Figure(s.Challenge)),
        new("settling", Element.Settling, (s, p) => -Ages.Milliseconds(s.Settling ?? p.Settling)),
        .. Elements.All.Select(e => new Power($"hold {e}", Element.Hold, (s, p) => -Lasting(s, p, e))),
        .. new[] { Cast.Platform, Cast.OwnTotp, Cast.NewTotp, Cast.Recovered }.Select(f => new Power(
            $"factor {f}", Element.Factor, (s, _) => Array.Exists(s.Factors, x => x.Id == f) ? 1 : 0)),
        new("no strong factor", Element.Factor, (s, _) => Array.Exists(s.Factors, x => x.IsStrong) ? 0 : 1),
        .. new[] { Cast.Guardian, Cast.NewGuardian }.SelectMany(OfGuardian),
        .. new[] { Cast.Mail, Cast.NewMail }.SelectMany(OfChannel),
        .. OfAlerts(Cast.Mail),
        new("join", Element.Join, (s, _) => s.Accounts.Length > 1 && s.Accounts[1].Joined ? 1 : 0),
    ];

    private static readonly Dictionary<string, int> Places = All.Select((p, i) => (p.What, i)).ToDictionary(x => x.What, x => x.i);

    public static int Place(string what) => Places[what];

    /// <summary>Lifting a freeze has no figure of its own: the ghost knows itself which freezes stand.</summary>
    public static readonly Element[] WatchedOtherwise = [Element.Freeze];

    public static long[] ReadAll(OwnerState state, Policy policy)
    {
        var values = new long[All.Length];
        for (var i = 0; i < values.Length; i++) values[i] = All[i].Read(state, policy);
        return values;
    }

    private static IEnumerable<Power> OfKey(string key)
    {
        foreach (var p in Cast.Powers)
            yield return new($"permission {key} {p}", Elements.OfPermission(p) ?? Element.Withdraw,
                (s, _) => Key(s, key) is { } k && Array.Exists(k.Permissions, x => x.Name == p) ? 1 : 0);
        foreach (var ip in new[] { Cast.HomeIp, Cast.AwayIp })
            yield return new($"from {key} {ip}", Element.Source, (s, _) => Key(s, key) is { } k
                && (k.Sources.Length == 0 || Array.Exists(k.Sources, x => x.Source.First == ip.Number)) ? 1 : 0);
        yield return new($"open {key}", Element.Credential, (s, _) => Key(s, key) is { Suspended: false } ? 1 : 0);
        yield return new($"expiry {key}", Element.Expiry, (s, _) =>
            Key(s, key) is { } k ? k.ExpiresAt?.Milliseconds ?? Unbounded : 0);
    }

    /// <summary>That a guardian is gone is power; so is what a full one may do himself.</summary>
    private static IEnumerable<Power> OfGuardian(string id)
    {
        yield return new($"no guardian {id}", Element.Guardian,
            (s, _) => Find(s, id) is not { } g ? 2 : g.Since is null ? 1 : 0);
        yield return new($"full guardian {id}", Element.Guardian, (s, _) => Find(s, id) is { Since: not null } ? 1 : 0);

        static Guardian? Find(OwnerState s, string id) => Array.Find(s.Guardians, g => g.Id == id);
    }

    private static IEnumerable<Power> OfChannel(string id)
    {
        yield return new($"no channel {id}", Element.Channel,
            (s, _) => Find(s, id) is not { } c ? 2 : c.Since is null ? 1 : 0);
        yield return new($"full channel {id}", Element.Channel, (s, _) => Find(s, id) is { Since: not null } ? 1 : 0);

        static Channel? Find(OwnerState s, string id) => Array.Find(s.Channels, c => c.Id == id && c.EndedAt is null);
    }

    /// <summary>What a channel is not told; nothing of one that is gone, which is a power of its own.</summary>
    private static IEnumerable<Power> OfAlerts(string id)
    {
        yield return new($"untold below {id}", Element.Channel, (s, _) => Find(s, id) is { } c ? Figure(c.Alerts?.Above) : 0);
        yield return new($"no digest {id}", Element.Channel, (s, _) => Find(s, id) is { Alerts: not { Digest: true } } ? 1 : 0);
        yield return new($"quiet {id}", Element.Channel, (s, _) => Quiet(Find(s, id)?.Alerts?.Quiet));

        static Channel? Find(OwnerState s, string id) => Array.Find(s.Channels, c => c.Id == id && c.EndedAt is null);
    }

    public static long Figure(decimal? amount) => amount is { } a ? (long)(a * 100) : Unbounded;

    /// <summary>The model's nights lie within each other, so their hours tell them apart.</summary>
    public static long Quiet(QuietHours? hours) => hours is null ? 0 : hours == Cast.Night ? 9 : hours == Cast.ShortNight ? 7
        : throw new InvalidOperationException($"no such night {hours}");

    /// <summary>The credentials that have all that their keys have, by name; each is a power of its own.</summary>
    public static IEnumerable<string> Credentials(OwnerState state)
    {
        foreach (var key in state.Accounts[0].Keys)
            foreach (var c in key.Credentials)
                if (c is { FullSince: not null, Shut: false }) yield return $"credential {key.Id} {c.Id}";
    }

    private static ApiKey? Key(OwnerState s, string key) => s.Accounts[0].FindKey(key);

    private static long Lasting(OwnerState s, Policy policy, Element element)
    {
        var own = Array.Find(s.Holds, h => h.Element == element)?.Length ?? TimeSpan.Zero;
        return Ages.Milliseconds(own > policy.Hold(element) ? own : policy.Hold(element));
    }
}
