using System.Net;
using Holdfast.Domain.Keys;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Server.Gate;

/// <summary>
/// Whose word counts about where a client calls from. Each proxy adds the address that it was called from to `X-Forwarded-For`, so
/// the list is read from its end: the first address that is no proxy of ours is the client's, and what stands before it is his own
/// invention. `Forwarded` (RFC 7239) and headers of other names say nothing here.
/// </summary>
internal sealed class TrustedProxies(Source[] sources)
{
    public const string Default = "127.0.0.0/8,::1/128";

    private const int MostHops = 16;

    /// <summary>Reads CIDRs, separated by commas; null, and why, when one is none or there is none.</summary>
    public static TrustedProxies? Read(string text, List<string> mistakes)
    {
        var sources = new List<Source>();
        var before = mistakes.Count;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (Source.TryParse(part, out var source) && IsNarrow(source)) sources.Add(source);
            else mistakes.Add($"--proxies: `{part}` is no network like 10.0.0.0/8, or one so wide that anybody is in it");
        if (sources.Count == 0 && mistakes.Count == before) mistakes.Add("--proxies names no network: nobody's word would count");
        return mistakes.Count > before ? null : new TrustedProxies([.. sources]);
    }

    public bool Contains(IPAddress? address) => address is not null && Ip.TryParse(Plain(address), out var ip) && Contains(ip);

    /// <summary>The client's address; null where a proxy does not say it, or says what is none.</summary>
    public Ip? Client(StringValues forwarded)
    {
        var hops = 0;
        for (var line = forwarded.Count - 1; line >= 0; line--)
        {
            var rest = forwarded[line].AsSpan();
            while (true)
            {
                var comma = rest.LastIndexOf(',');
                var hop = (comma < 0 ? rest : rest[(comma + 1)..]).Trim(" \t");
                if (++hops > MostHops || !Ip.TryParse(hop.ToString(), out var ip)) return null;
                if (!Contains(ip)) return ip;
                if (comma < 0) break;
                rest = rest[..comma];
            }
        }
        return null;
    }

    /// <summary>At least 8 bits of the address are given; in IPv4 these stand behind the 96 of its place in IPv6.</summary>
    private static bool IsNarrow(Source source) => source.PrefixLength >= (source.First >> 32 == 0xffff && source.PrefixLength >= 96 ? 104 : 8);

    private bool Contains(Ip ip) => Array.Exists(sources, s => s.Contains(ip));

    /// <summary>Without the zone of a link-local address, which only means something on that machine.</summary>
    private static string Plain(IPAddress address) =>
        address.ScopeIdOrZero() == 0 ? address.ToString() : new IPAddress(address.GetAddressBytes()).ToString();
}

internal static class Scopes
{
    public static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
