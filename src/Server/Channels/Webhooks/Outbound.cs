using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// The only way out to a URL that a stranger chose. A name is looked up once; when one of its addresses is not public
/// none is called; and what was checked is what is connected to. No redirect is followed and no proxy is asked, as
/// either would make a connection that nobody checked.
/// </summary>
internal static class Outbound
{
    private const int HttpsPort = 443;

    /// <summary>As many addresses of a name as are tried; many more would spend the time of the attempt.</summary>
    private const int MostTried = 4;

    public static HttpMessageInvoker Open(OutboundOptions options) => new(Handler(options));

    public static bool IsThisMachine(string host) => host is "127.0.0.1" or "localhost";

    public static SocketsHttpHandler Handler(OutboundOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        Proxy = null,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        // the ids of our traces are nobody else's business
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Limit,
        ConnectCallback = (context, cancellation) => Connect(options, context.DnsEndPoint, cancellation),
        SslOptions = Tls(options),
        // a connection serves one request: every request's address is looked up and checked anew, and letters to one
        // place are too rare for a handshake to matter
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxConnectionsPerServer = 4,
        MaxResponseHeadersLength = 16,
        // of an answer only its head is read; a short body is taken in so that the other side sees a clean end
        MaxResponseDrainSize = 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>
    /// A certificate names places where the rest of its chain and word of its revocation can be had. Whoever chose the
    /// URL chose the certificate too, so nothing is fetched from them.
    /// </summary>
    private static SslClientAuthenticationOptions Tls(OutboundOptions options) => new()
    {
        RemoteCertificateValidationCallback = options.Trust,
        CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    private static async ValueTask<Stream> Connect(
        OutboundOptions options, DnsEndPoint asked, CancellationToken cancellation)
    {
        var thisMachine = options.Sandbox && IsThisMachine(asked.Host);
        if (asked.Port != HttpsPort && !thisMachine && !options.ByOperator)
            throw new AddressRefusedException("the port is not 443");
        var addresses = await options.Resolve(asked.Host, cancellation);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        Predicate<IPAddress> mayBeCalled = thisMachine ? IPAddress.IsLoopback : PublicAddress.IsPublic;
        if (!options.ByOperator && !Array.TrueForAll(addresses, mayBeCalled))
            throw new AddressRefusedException("the name leads to an address that is not public");
        return await ConnectToFirst(options.Connect, addresses, asked.Port, cancellation);
    }

    private static async Task<Stream> ConnectToFirst(
        ConnectTo connect, IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await connect(new IPEndPoint(addresses[tried - 1], port), cancellation);
            }
            catch (SocketException) when (tried < addresses.Length && tried < MostTried)
            {
                // the next of the addresses that were checked
            }
        }
    }
}
