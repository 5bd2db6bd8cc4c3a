using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
public sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags, string[] LinkedTraces)
{
    public string? Position => Tags.GetValueOrDefault("holdfast.position");
}

/// <summary>A log line as it arrived.</summary>
public sealed record ReceivedLine(string Trace, string Text, string EventId, IReadOnlyDictionary<string, string> Tags);

/// <summary>An OpenTelemetry collector on loopback that keeps what it is sent (OTLP, http/protobuf).</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> taken = new();
    private readonly Task serving;

    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Address { get; }

    public IReadOnlyCollection<(string Path, byte[] Body)> Taken => taken;

    /// <summary>Headers of requests that were more than a body.</summary>
    public ConcurrentBag<string> Authorizations { get; } = [];

    public IEnumerable<ReceivedSpan> Spans =>
        from scope in Scopes("/v1/traces")
        from span in scope.All(2)
        select new ReceivedSpan(
            span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Tags(span, 9), [.. span.All(13).Select(l => l.Hex(1))]);

    public IEnumerable<ReceivedLine> Lines =>
        from scope in Scopes("/v1/logs")
        from line in scope.All(2)
        select new ReceivedLine(
            line.Hex(9), line.All(5).Select(b => b.Text(1)).FirstOrDefault(""), line.Text(12), Tags(line, 6));

    public IEnumerable<string> Metrics => from scope in Scopes("/v1/metrics") from metric in scope.All(2) select metric.Text(1);

    /// <summary>What the points of a metric are told apart by.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> PointsOf(string name) =>
        from scope in Scopes("/v1/metrics")
        from metric in scope.All(2)
        where metric.Text(1) == name
        from data in metric.All(7).Concat(metric.All(9)).Concat(metric.All(5))
        from point in data.All(1)
        select metric.Has(9) ? Tags(point, 9) : Tags(point, 7);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private IEnumerable<Message> Scopes(string path) =>
        from request in taken
        where request.Path == path
        from resource in new Message(request.Body).All(1)
        from scope in resource.All(2)
        select scope;

    private static Dictionary<string, string> Tags(Message owner, int field) => owner.All(field).ToDictionary(
        tag => tag.Text(1), tag => tag.All(2).Select(v => v.Has(3) ? v.Number(3).ToString(CultureInfo.InvariantCulture) : v.Text(1)).FirstOrDefault(""),
        StringComparer.Ordinal);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var http = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await http.Request.InputStream.CopyToAsync(body);
                taken.Enqueue((http.Request.Url!.AbsolutePath, body.ToArray()));
                if (http.Request.Headers["Authorization"] is { } said) Authorizations.Add(said);
                http.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
