using System.Net;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Time;
using Holdfast.Server.Gate;

namespace Holdfast.Server.Pages;

/// <summary>
/// How many reports without a name came from one place in the last hour, so that one sender doesn't use up what is taken of all. It is
/// kept in memory: a restart forgets it, and what all may send together is bounded by the log.
/// </summary>
internal sealed class ReportsOfSources(TrustedProxies proxies)
{
    public const int MostOfOne = 10;

    /// <summary>Places beyond these are not told apart.</summary>
    private const int MostPlaces = 4_096;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, (Instant From, int Count)> places = [];

    /// <summary>Counts one; false when its place has sent enough. A proxy that names no client is no place.</summary>
    public bool Take(HttpContext http, Instant at)
    {
        if (Place(http) is not { } place) return true;
        lock (gate)
        {
            var (from, count) = places.TryGetValue(place, out var known) && at < known.From + Hour ? known : (at, 0);
            if (count >= MostOfOne) return false;
            if (places.Count >= MostPlaces && !places.ContainsKey(place)) Forget(at);
            if (places.Count < MostPlaces || places.ContainsKey(place)) places[place] = (from, count + 1);
            return true;
        }
    }

    private void Forget(Instant at)
    {
        foreach (var (place, (from, _)) in places)
            if (!(at < from + Hour)) places.Remove(place);
    }

    /// <summary>An address of IPv4, or what one line of IPv6 is given: 64 bits.</summary>
    private UInt128? Place(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        var ip = proxies.Contains(peer) ? proxies.Client(http.Request.Headers["X-Forwarded-For"]) : Plain(peer);
        return ip is not { } known ? null : known.Number >> 32 == 0xffff ? known.Number : known.Number >> 64 << 64;
    }

    private static Ip? Plain(IPAddress? peer) =>
        peer is not null && Ip.TryParse(new IPAddress(peer.GetAddressBytes()).ToString(), out var ip) ? ip : null;
}
