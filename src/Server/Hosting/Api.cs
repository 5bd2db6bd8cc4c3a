using System.Buffers;
using System.Text;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Tokens;
using Holdfast.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Hosting;

/// <summary>A POST that passed the door: who asks, its body, and the row that makes it repeatable.</summary>
internal sealed record Ask(HttpContext Http, Caller Caller, ReadOnlyMemory<byte> Body, RequestKey Request)
{
    public string Route(string name) => (string)Http.Request.RouteValues[name]!;
}

/// <summary>Which tokens pass.</summary>
internal enum Door
{
    /// <summary>`decide`, or `staff` for what a staff member does in his own name.</summary>
    DecideOrStaff,
    Decide,
    Feed,
    Staff,
    Any,
}

/// <summary>
/// The one way in over HTTP: authenticates, reads the body within bounds, replays what was answered before, and turns
/// failures of the log into a denial.
/// </summary>
internal sealed partial class Api(Installation installation, ILog log, RequestTally tally, ILogger<Api> logger)
{
    public const int MostBytes = 65_536;

    public const string KeyHeader = "Idempotency-Key", ReplayedHeader = "Idempotency-Replayed";

    /// <param name="query">Whether the handler reads a query string; all others refuse one.</param>
    /// <param name="mayBeEmpty">Whether no body at all is one, of whatever type.</param>
    /// <param name="protects">Whether it allows nothing and expands nothing, so that it goes on while the log is set back.</param>
    public RequestDelegate Post(
        Door door, Func<Ask, ValueTask<Answered>> handle, bool query = false, bool mayBeEmpty = false, bool protects = false) => http => Guard(http, async () =>
    {
        var (caller, refusal) = Authenticate(http, door);
        if (caller is null) return refusal!;
        if (!protects && installation.IsRolledBack) return Problems.RolledBack;
        if (!query && http.Request.Query.Count > 0) return Query.Wrong;
        var key = http.Request.Headers[KeyHeader];
        if (key.Count != 1 || key[0] is not { Length: > 0 and <= 255 } text || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return Problems.KeyMissing;
        if (!IsJson(http.Request.ContentType) && !(mayBeEmpty && HasNoBody(http)))
            return Problems.Of(415, "notJson", "a body is `application/json` in UTF-8");
        if (await ReadBodyAsync(http) is not { } body) return Problems.TooLarge;
        var request = new RequestKey(
            LogKey.Of("request", caller.Name, http.Request.Method, http.Request.Path.Value ?? "", text),
            LogKey.OfBytes("body", http.Request.QueryString.Value ?? "", body.Span));
        return log.FindRequest(request.Key) is { } stored
            ? Answered.Replay(stored, request)
            : await handle(new Ask(http, caller, body, request));
    });

    /// <summary>A POST whose body is as large as it is, and read by its handler; what it does is the same done twice.</summary>
    public RequestDelegate Stream(Door door, Func<HttpContext, Caller, ValueTask<Answered>> handle) => http => Guard(http, async () =>
    {
        var (caller, refusal) = Authenticate(http, door);
        if (caller is null) return refusal!;
        if (installation.IsRolledBack) return Problems.RolledBack;
        if (http.Request.Query.Count > 0) return Query.Wrong;
        if (http.Request.Headers[KeyHeader].Count != 1) return Problems.KeyMissing;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } most) most.MaxRequestBodySize = null;
        return await handle(http, caller);
    });

    public RequestDelegate Get(
        Door door, Func<HttpContext, Caller, ValueTask<Answered>> handle, bool query = false) => http => Guard(http, async () =>
    {
        var (caller, refusal) = Authenticate(http, door);
        if (caller is null) return refusal!;
        return query || http.Request.Query.Count == 0 ? await handle(http, caller) : Query.Wrong;
    });

    /// <summary>Without a token: what anybody may ask.</summary>
    public RequestDelegate Public(Func<HttpContext, ValueTask<Answered>> handle) => http => Guard(http, () => handle(http));

    private async Task Guard(HttpContext http, Func<ValueTask<Answered>> handle)
    {
        Answered answer;
        try
        {
            answer = await handle();
        }
        catch (LogUnavailableException e)
        {
            LogOutage(new Reported(e));
            answer = Problems.Unavailable;
        }
        catch (BadHttpRequestException e)
        {
            answer = e.StatusCode == 413 ? Problems.TooLarge : Problems.Of(e.StatusCode, "requestMalformed", "the request can't be read");
        }
        await AnswerAsync(http, answer);
    }

    private (Caller? Caller, Answered? Refusal) Authenticate(HttpContext http, Door door)
    {
        if (installation.Authenticate(http.Request.Headers.Authorization) is not { } caller)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return (null, Problems.Unauthorized);
        }
        var role = door switch
        {
            Door.Decide => caller.MayDecide ? null : "decide",
            Door.DecideOrStaff => caller.MayDecide || caller.IsStaff ? null : "decide",
            Door.Feed => caller.MayFeed ? null : "feed",
            Door.Staff => caller.IsStaff ? null : "staff",
            Door.Any => null,
            _ => throw new InvalidOperationException($"no rule for {door}"),
        };
        return role is null ? (caller, null) : (null, Problems.Forbidden(role));
    }

    private static bool HasNoBody(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || http.Request.ContentLength == 0;

    private static bool IsJson(string? type) =>
        type is not null && type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Length == 16 || type[16] is ';' or ' ');

    /// <summary>Null for a body that is too large; what came of it is taken off the line, so that the connection can go on.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext http)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > MostBytes)
            {
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task AnswerAsync(HttpContext http, Answered answer)
    {
        tally.Saw(answer.Status);
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        if (answer.IsReplayed) response.Headers[ReplayedHeader] = "true";
        var body = answer.Once is { } once ? Splice(answer.Body, once) : answer.Body;
        if (body.Length == 0) return;
        response.ContentType = answer.ContentType ?? (answer.IsProblem ? Problems.ContentType : "application/json");
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Puts what is given only once in as the last member of the answer.</summary>
    private static byte[] Splice(ReadOnlyMemory<byte> answer, OnceOnly once)
    {
        var name = Encoding.ASCII.GetBytes($",\"{once.Member}\":");
        var value = once.Value();
        var whole = new byte[answer.Length + name.Length + value.Length];
        answer.Span[..^1].CopyTo(whole);
        name.CopyTo(whole, answer.Length - 1);
        value.CopyTo(whole, answer.Length - 1 + name.Length);
        whole[^1] = (byte)'}';
        return whole;
    }

    [LoggerMessage(10, LogLevel.Error, "the log is not available; denying")]
    private partial void LogOutage(Reported e);
}
