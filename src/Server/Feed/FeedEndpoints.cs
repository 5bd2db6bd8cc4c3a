using System.Text.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Tokens;
using Holdfast.Storage;

namespace Holdfast.Server.Feed;

/// <summary>The log as the platform follows it. Secrets, even sealed ones, stay inside.</summary>
internal sealed class FeedEndpoints(Api api, ILog log, InstallationClock clock, CancellationToken stopping)
{
    /// <summary>Bytes of events in a page, or a little more.</summary>
    private const long MostBytes = 1 << 20;

    private const int FirstBatch = 16;

    private static readonly HashSet<string> Inside = new(StringComparer.Ordinal) { "type", "secrets", "nonce", "tokens", "token" };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", api.Get(Door.Feed, ReadAsync, query: true)).Is(Operations.ReadEvents);

    private async ValueTask<Answered> ReadAsync(HttpContext http, Caller caller)
    {
        if (Query.Page(http) is not { } page) return Query.Wrong;
        var events = Read(page.After, page.Limit);
        if (events.Count == 0 && page.Wait > TimeSpan.Zero)
        {
            await WaitAsync(page.After, page.Wait, http.RequestAborted);
            events = Read(page.After, page.Limit);
        }
        return new Answered(200, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var stored in events) Write(json, stored);
            json.WriteEndArray();
            json.WritePropertyName("checkpoint");
            if (log.LatestCheckpoint is { } checkpoint) json.WriteRawValue(checkpoint.ToJson());
            else json.WriteNullValue();
            json.WriteEndObject();
        }));
    }

    /// <summary>
    /// At most so many, and fewer where they are large: a change of 64 edits is a hundred times what most events are, and
    /// a thousand of them must not fill the memory of the server.
    /// </summary>
    private List<StoredEvent> Read(long after, int limit)
    {
        var page = new List<StoredEvent>();
        for (var (bytes, next) = (0L, FirstBatch); page.Count < limit && bytes < MostBytes;)
        {
            var asked = Math.Min(next, limit - page.Count);
            var more = log.Read(page.Count > 0 ? page[^1].Position : after, asked);
            page.AddRange(more);
            bytes += more.Sum(e => (long)(e.Body?.Length ?? 0));
            if (more.Count < asked) break;
            next = (int)Math.Clamp((MostBytes - bytes) / Math.Max(1, bytes / page.Count), 1, limit);
        }
        return page;
    }

    /// <summary>Waits for more; a server that stops answers its readers rather than waiting for them.</summary>
    private async ValueTask WaitAsync(long after, TimeSpan wait, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        try
        {
            await log.WaitAsync(after, wait, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the page stays empty, and the reader asks again elsewhere or later
        }
    }

    private void Write(Utf8JsonWriter json, StoredEvent stored)
    {
        json.WriteStartObject();
        json.WriteNumber("position", stored.Position);
        json.WriteString("owner", stored.Owner);
        json.WriteString("account", stored.Account);
        json.WriteNumber("version", stored.Version);
        json.WriteString("at", clock.Shown(new Instant(stored.At)).ToString());
        json.WriteString("type", stored.Type);
        json.WritePropertyName("data");
        if (stored.Body is { } body) WriteData(json, body);
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        json.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
            if (!Inside.Contains(member.Name)) member.WriteTo(json);
        json.WriteEndObject();
    }
}
