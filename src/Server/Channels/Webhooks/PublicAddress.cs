using System.Net;
using System.Net.Sockets;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// Which addresses a webhook may be sent to: those of the open internet and no others. After IANA's registries of
/// special-purpose addresses (RFC 6890); of what is not plainly meant for ordinary hosts nothing is public.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] SpecialIPv4 = Networks(
        "0.0.0.0/8",          // this network, RFC 791
        "10.0.0.0/8",         // private use, RFC 1918
        "100.64.0.0/10",      // behind a carrier's translation, RFC 6598
        "127.0.0.0/8",        // loopback, RFC 1122
        "168.63.129.16/32",   // a cloud's own service to its machines, at an address that looks public
        "169.254.0.0/16",     // link local and the metadata of clouds, RFC 3927
        "172.16.0.0/12",      // private use, RFC 1918
        "192.0.0.0/24",       // protocol assignments, RFC 6890
        "192.0.2.0/24",       // documentation, RFC 5737
        "192.31.196.0/24",    // AS112, RFC 7535
        "192.52.193.0/24",    // AMT, RFC 7450
        "192.88.99.0/24",     // relays of 6to4, RFC 7526
        "192.168.0.0/16",     // private use, RFC 1918
        "192.175.48.0/24",    // AS112, RFC 7534
        "198.18.0.0/15",      // benchmarking, RFC 2544
        "198.51.100.0/24",    // documentation, RFC 5737
        "203.0.113.0/24",     // documentation, RFC 5737
        "224.0.0.0/4",        // multicast, RFC 5771
        "240.0.0.0/4");       // reserved, with the broadcast address, RFC 1112

    /// <summary>
    /// All that IANA has given to ordinary hosts. Outside of it lie ::, ::1, the mapped and compatible forms of IPv4,
    /// NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10 and ff00::/8.
    /// </summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialIPv6 = Networks(
        "2001::/23",          // protocol assignments with Teredo, benchmarking, ORCHID and DETs, RFC 2928
        "2001:db8::/32",      // documentation, RFC 3849
        "2002::/16",          // 6to4, which holds an IPv4 address of any kind, RFC 3056
        "2620:4f:8000::/48",  // AS112, RFC 7534
        "3fff::/20");         // documentation, RFC 9637

    public static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Lies(address, SpecialIPv4),
        // refused by name: the framework compares the IPv4 address inside a mapped one with networks of IPv6
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 || address.ScopeId != 0 => false,
        AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && !Lies(address, SpecialIPv6),
        _ => false,
    };

    private static bool Lies(IPAddress address, IPNetwork[] networks) =>
        Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
