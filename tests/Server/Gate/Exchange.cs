using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Gate;

/// <summary>What stands behind the gate: answers as exchanges do where all is well, and keeps what came through.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly WebApplication app;

    private Exchange(WebApplication app) => this.app = app;

    public ConcurrentQueue<(string Method, string Target, string Account, string Body)> Got { get; } = new();

    public int Port => new Uri(app.Urls.First()).Port;

    public static async Task<Exchange> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var exchange = new Exchange(builder.Build());
        exchange.app.Run(exchange.AnswerAsync);
        await exchange.app.StartAsync();
        return exchange;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Got.Enqueue((http.Request.Method, http.Request.Path + http.Request.QueryString, string.Join(',', http.Request.Headers["X-Holdfast-Account"].ToArray()), await reader.ReadToEndAsync()));
        var code = http.Request.Headers.ContainsKey("KC-API-KEY") ? "200000" : "0";
        await http.Response.WriteAsync($$"""{"code":"{{code}}","data":[],"retCode":0,"retMsg":"OK","result":{} }""");
    }
}
