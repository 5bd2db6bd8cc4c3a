using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Server.Tests.Harness;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Tests.Gate;

/// <summary>A customer's client: signs as its exchange's clients do, and calls through a proxy that asks `/authz`.</summary>
internal sealed class Robot(World world, string scheme, string key, SigningKey secret)
{
    private static readonly ConcurrentDictionary<string, long> Stamps = new(StringComparer.Ordinal);

    private readonly Scheme signs = Catalog.Named(scheme)!;

    /// <summary>Where it calls from, as the proxy says.</summary>
    public string Ip { get; init; } = "198.51.100.9";

    public TimeSpan ClockError { get; set; }

    public async Task<Reply> AskAsync(string method, string target, string body = "")
    {
        var draft = await SignedAsync(method, target, body);
        return await SendAsync(method, draft);
    }

    public async Task<RequestBuffer> SignedAsync(string method, string target, string body = "")
    {
        var draft = new RequestBuffer().SetMethod(Encoding.ASCII.GetBytes(method)).SetTarget(Encoding.ASCII.GetBytes(target))
            .SetHost("api.exchange.example"u8).SetBody(Encoding.ASCII.GetBytes(body));
        var now = (await world.NowAsync() + ClockError).ToUnixTimeMilliseconds();
        // two equal reads of one millisecond have one signature
        now = Stamps.AddOrUpdate(key, now, (_, last) => now == last ? now + 1 : now);
        signs.Sign(draft, key, secret, new Stamp(now, 0, Guid.NewGuid().ToString()));
        return draft;
    }

    /// <summary>Through a real proxy, with headers of its own invention.</summary>
    public async Task<int> ThroughAsync(int port, string method, string target, string body = "", params (string Name, string Value)[] more)
    {
        var draft = await SignedAsync(method, target, body);
        return await ThroughAsync(port, method, draft, more);
    }

    public static async Task<int> ThroughAsync(int port, string method, RequestBuffer draft, params (string Name, string Value)[] more)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var request = new HttpRequestMessage(new HttpMethod(method), Encoding.ASCII.GetString(draft.Target));
        request.Headers.Host = "api.exchange.example";
        var content = new ByteArrayContent(draft.Body.ToArray());
        var fields = draft.Request.Headers;
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = (Encoding.ASCII.GetString(fields.Name(i)), Encoding.ASCII.GetString(fields.Value(i)));
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) content.Headers.TryAddWithoutValidation(name, value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        foreach (var (name, value) in more) request.Headers.TryAddWithoutValidation(name, value);
        if (draft.Body.Length > 0 || method != "GET") request.Content = content;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>From another address of this machine than the proxy's.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The whole request, as nginx passes it on.</summary>
    public Task<Reply> SendAsync(string method, RequestBuffer draft)
    {
        var headers = new List<(string, string)>
        {
            ("X-Original-Method", method), ("X-Original-URI", Encoding.ASCII.GetString(draft.Target)), ("X-Forwarded-For", Ip),
            ("X-Forwarded-Host", "api.exchange.example"), ("X-Holdfast-Redirect", "@exchange"),
        };
        var fields = draft.Request.Headers;
        string? type = null;
        for (var i = 0; i < fields.Count; i++)
            if (Encoding.ASCII.GetString(fields.Name(i)) is var name && name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) type = Encoding.ASCII.GetString(fields.Value(i));
            else headers.Add((name, Encoding.ASCII.GetString(fields.Value(i))));
        var content = new ByteArrayContent(draft.Body.ToArray());
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return world.Nobody.SendAsync(HttpMethod.Post, "/authz", content, [.. headers]);
    }
}
