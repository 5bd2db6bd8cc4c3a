using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Samples.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Middleware;

/// <summary>The sample, as its own program builds it.</summary>
internal sealed class SampleExchange : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleExchange(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.First()).Port;

    public Order[] OrdersOf(string account) => app.Services.GetRequiredService<OrderBook>().Of(account);

    public static async Task<SampleExchange> StartAsync(Uri holdfast)
    {
        var exchange = new SampleExchange(ExchangeApp.Build(["--urls", "http://127.0.0.1:0", "--holdfast", holdfast.ToString(), "--Logging:LogLevel:Default", "None"]));
        await exchange.app.StartAsync();
        return exchange;
    }

    /// <summary>Sends these very bytes, from another address than the exchange's; the whole answer.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
