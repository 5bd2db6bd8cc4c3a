using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Server.Channels.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Channels.Webhooks.Outside;

/// <summary>A real HTTPS server on loopback that does what the path says, well or badly.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app, X509Certificate2 certificate) => (this.app, Certificate) = (app, certificate);

    public X509Certificate2 Certificate { get; }

    public int Port { get; private set; }

    public ConcurrentQueue<(SignedWebhook Webhook, IHeaderDictionary Headers)> Taken { get; } = [];

    public static async Task<Receiver> Start(params string[] names)
    {
        var certificate = Certificates.SelfMade(names);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var receiver = new Receiver(app, certificate);
        app.Run(receiver.Answer);
        await app.StartAsync();
        var features = app.Services.GetRequiredService<IServer>().Features;
        receiver.Port = new Uri(features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate.Dispose();
    }

    /// <summary>`/status/503?Retry-After=5&amp;…` answers with the status and each header that is named.</summary>
    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (path.FirstOrDefault())
        {
            case "status":
                context.Response.StatusCode = int.Parse(path[1]);
                foreach (var (name, value) in context.Request.Query) context.Response.Headers[name] = value;
                break;
            case "slow":
                var aborted = Task.Delay(Timeout.Infinite, context.RequestAborted);
                await aborted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "endless":
                await Endless(context);
                break;
            case "reset":
                context.Abort();
                break;
            case "headers":
                for (var n = 0; n < 40; n++) context.Response.Headers[$"x-{n}"] = new string('x', 1_000);
                break;
            default:
                await Take(context);
                break;
        }
    }

    private static async Task Endless(HttpContext context)
    {
        var block = new byte[4_096];
        while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(block);
    }

    private async Task Take(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        string Header(string name) => context.Request.Headers[name].ToString();
        var webhook = new SignedWebhook(
            Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), body.ToArray());
        Taken.Enqueue((webhook, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        await context.Response.WriteAsync("thank you");
    }
}
