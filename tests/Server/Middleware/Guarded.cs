using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Holdfast.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Middleware;

/// <summary>An application behind the middleware, which keeps what reached it.</summary>
internal sealed class Guarded : IAsyncDisposable
{
    private readonly WebApplication app;

    private Guarded(WebApplication app) => this.app = app;

    public ConcurrentQueue<(string Path, HoldfastCaller? Caller, string[] Headers, byte[] Body)> Reached { get; } = new();

    public static async Task<Guarded> StartAsync(Uri holdfast, Action<HoldfastOptions>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHoldfast(o =>
        {
            (o.Address, o.Timeout) = (holdfast, TimeSpan.FromSeconds(30));
            change?.Invoke(o);
        });
        var guarded = new Guarded(builder.Build());
        guarded.app.UseHoldfast();
        guarded.app.Run(guarded.ReachAsync);
        await guarded.app.StartAsync();
        return guarded;
    }

    /// <summary>The status of the answer, and what follows its headers.</summary>
    public async Task<(int Status, string Body)> SendAsync(string target, string body = "", string method = "POST", params string[] headers)
    {
        using var client = new TcpClient();
        var stop = TestContext.Current.CancellationToken;
        await client.ConnectAsync("127.0.0.1", new Uri(app.Urls.First()).Port, stop);
        var framing = Array.Exists(headers, h => h.StartsWith("Transfer-Encoding", StringComparison.Ordinal)) ? "" : $"Content-Length: {body.Length}\r\n";
        var head = $"{method} {target} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n{framing}{string.Concat(headers.Select(h => h + "\r\n"))}\r\n";
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head + body), stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var answer = await reader.ReadToEndAsync(stop);
        return (int.Parse(answer.AsSpan(9, 3)), answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ReachAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.BodyReader.CopyToAsync(body);
        Reached.Enqueue((http.Request.Path, http.HoldfastCaller(), [.. http.Request.Headers.Keys], body.ToArray()));
    }
}
