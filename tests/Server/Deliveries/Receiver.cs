using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Server.Channels.Webhooks;

namespace Holdfast.Server.Tests.Deliveries;

/// <summary>Somebody's server for webhooks on this machine, that answers what it is told to.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener listener = new();

    public Receiver()
    {
        for (var port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                listener.Start();
                Url = $"http://127.0.0.1:{port}/hook";
                break;
            }
            catch (HttpListenerException)
            {
                // somebody else has this port
            }
        }
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public int Status { get; set; } = 200;

    /// <summary>How many it answered with 2xx.</summary>
    public int Taken { get; private set; }

    /// <summary>What came, refused or not.</summary>
    public ConcurrentQueue<SignedWebhook> Got { get; } = new();

    public static JsonNode Data(SignedWebhook webhook) => JsonNode.Parse(webhook.Body.Span)!["data"]!;

    /// <summary>Waits until so many came.</summary>
    public async Task<SignedWebhook[]> AtLeastAsync(int count)
    {
        for (var tries = 0; tries < 1000 && Got.Count < count; tries++) await Task.Delay(20, TestContext.Current.CancellationToken);
        return [.. Got];
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            string Head(string name) => context.Request.Headers[name]!;
            Got.Enqueue(new SignedWebhook(Head("webhook-id"), Head("webhook-timestamp"), Head("webhook-signature"), body.ToArray()));
            context.Response.StatusCode = Status;
            if (context.Response.StatusCode is >= 200 and < 300) Taken++;
            context.Response.Close();
        }
    }
}
