using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Channels.Webhooks;

namespace Holdfast.Server.Tests.Channels.Webhooks.Outside;

/// <summary>Ways out as they are often written, each with one thing forgotten.</summary>
internal static class PlantedBugs
{
    public static readonly IReadOnlyDictionary<string, Func<OutboundOptions, SocketsHttpHandler>> All =
        new Dictionary<string, Func<OutboundOptions, SocketsHttpHandler>>
        {
            ["checks the first address only"] = options => Connecting(options, async (host, cancellation) =>
            {
                var addresses = await options.Resolve(host, cancellation);
                Refuse(addresses[..1], PublicAddress.IsPublic);
                return addresses;
            }),
            ["checks that some address is public"] = options => Connecting(options, async (host, cancellation) =>
            {
                var addresses = await options.Resolve(host, cancellation);
                Refuse([addresses.FirstOrDefault(PublicAddress.IsPublic) ?? IPAddress.Any], PublicAddress.IsPublic);
                return addresses;
            }),
            ["looks up a second time to connect"] = options => Connecting(options, async (host, cancellation) =>
            {
                Refuse(await options.Resolve(host, cancellation), PublicAddress.IsPublic);
                return await options.Resolve(host, cancellation);
            }),
            ["forgets mapped addresses"] = options => Connecting(options, async (host, cancellation) =>
            {
                var addresses = await options.Resolve(host, cancellation);
                Refuse(addresses, address => address.IsIPv4MappedToIPv6 || PublicAddress.IsPublic(address));
                return addresses;
            }),
            ["forgets private addresses"] = options => Connecting(options, async (host, cancellation) =>
            {
                var addresses = await options.Resolve(host, cancellation);
                Refuse(addresses, address => !IPAddress.IsLoopback(address));
                return addresses;
            }),
            ["calls any port"] = options =>
            {
                var handler = Outbound.Handler(options);
                handler.ConnectCallback = async (context, cancellation) =>
                {
                    var addresses = await options.Resolve(context.DnsEndPoint.Host, cancellation);
                    return await ToFirst(options, addresses, 8_080, cancellation);
                };
                return handler;
            },
            ["follows redirects"] = options =>
            {
                var handler = Outbound.Handler(options);
                handler.AllowAutoRedirect = true;
                return handler;
            },
        };

    private static SocketsHttpHandler Connecting(
        OutboundOptions options, Func<string, CancellationToken, Task<IPAddress[]>> addresses)
    {
        var handler = Outbound.Handler(options);
        handler.ConnectCallback = async (context, cancellation) => await ToFirst(
            options, await addresses(context.DnsEndPoint.Host, cancellation), context.DnsEndPoint.Port, cancellation);
        return handler;
    }

    private static void Refuse(IPAddress[] addresses, Predicate<IPAddress> isPublic)
    {
        if (!Array.TrueForAll(addresses, isPublic)) throw new IOException("refused");
    }

    private static async Task<Stream> ToFirst(
        OutboundOptions options, IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        foreach (var address in addresses)
        {
            try
            {
                return await options.Connect(new IPEndPoint(address, port), cancellation);
            }
            catch (SocketException)
            {
                // the next one
            }
        }

        throw new SocketException((int)SocketError.HostUnreachable);
    }
}
