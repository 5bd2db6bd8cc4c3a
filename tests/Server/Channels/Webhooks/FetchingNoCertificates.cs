using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.Channels.Webhooks.Outside;

namespace Holdfast.Server.Tests.Channels.Webhooks;

/// <summary>
/// A receiver's certificate says where its issuer can be fetched: a place that the receiver chose, and nobody checked.
/// </summary>
public sealed class FetchingNoCertificates
{
    [Fact]
    public async Task The_place_that_a_certificate_names_is_not_called() =>
        Assert.Equal(0, await CallsOf(Outbound.Handler));

    [Fact]
    public async Task A_way_out_with_the_usual_settings_is_found() =>
        Assert.NotEqual(0, await CallsOf(options =>
        {
            var handler = Outbound.Handler(options);
            handler.SslOptions.CertificateChainPolicy = null;
            return handler;
        }));

    private static async Task<int> CallsOf(Func<OutboundOptions, SocketsHttpHandler> handlerOf)
    {
        var calls = 0;
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var serving = Serve(inside, () => Interlocked.Increment(ref calls));
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        var issuer = new Uri($"http://127.0.0.1:{port}/issuer.cer");
        using var certificate = Certificates.NamingItsIssuer(UrlForms.Hook, issuer);
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var context = SslStreamCertificateContext.Create(certificate, null, offline: true);
        var greeting = Greet(receiver, context);
        await Post(handlerOf, (IPEndPoint)receiver.LocalEndpoint);
        await greeting;
        inside.Stop();
        await serving;
        return calls;
    }

    private static async Task Post(Func<OutboundOptions, SocketsHttpHandler> handlerOf, IPEndPoint receiver)
    {
        var options = new OutboundOptions
        {
            Resolve = (_, _) => Task.FromResult(new[] { Internet.Open[0] }),
            Connect = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(receiver, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var outbound = new HttpMessageInvoker(handlerOf(options));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{UrlForms.Hook}/");
        await Assert.ThrowsAsync<HttpRequestException>(
            () => outbound.SendAsync(request, TestContext.Current.CancellationToken));
    }

    private static async Task Greet(TcpListener receiver, SslStreamCertificateContext context)
    {
        using var socket = await receiver.AcceptSocketAsync();
        await using var tls = new SslStream(new NetworkStream(socket));
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificateContext = context };
            await tls.AuthenticateAsServerAsync(options);
            _ = await tls.ReadAsync(new byte[1]);
        }
        catch (Exception failure) when (failure is IOException or AuthenticationException)
        {
            // the other side does not trust us, as it should
        }
    }

    private static async Task Serve(TcpListener listener, Action onCall)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                onCall();
                await socket.SendAsync("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
        catch (SocketException)
        {
            // stopped
        }
    }
}
