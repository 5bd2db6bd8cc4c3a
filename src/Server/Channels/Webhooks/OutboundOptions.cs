using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Holdfast.Server.Channels.Webhooks;

internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

internal delegate ValueTask<Stream> ConnectTo(IPEndPoint place, CancellationToken cancellation);

/// <summary>
/// Where the way out meets the world. The defaults are those of the program; nobody can configure them.
/// </summary>
internal sealed record OutboundOptions
{
    /// <summary>Allows this very machine, asked for by its name, as well.</summary>
    public bool Sandbox { get; init; }

    /// <summary>
    /// The operator himself chose the URL: any address and port may be called. Never for what a stranger chose.
    /// </summary>
    public bool ByOperator { get; init; }

    public ResolveHost Resolve { get; init; } = Dns.GetHostAddressesAsync;

    public ConnectTo Connect { get; init; } = OpenSocket;

    /// <summary>Null trusts what the system trusts.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>The time of one attempt, from the first look-up to the last header of the answer.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(15);

    private static async ValueTask<Stream> OpenSocket(IPEndPoint place, CancellationToken cancellation)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(place, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
