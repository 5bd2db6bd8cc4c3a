using System.Net;
using Holdfast.Server.Answers;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.Server.Hosting;

/// <summary>What holds for every request: bounds, headers, an answer where no route has one, and the end of every mistake of ours.</summary>
internal sealed partial class Hardening(RequestTally tally, ILogger<Hardening> logger)
{
    public static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Api.MostBytes + 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    public async Task HardenAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(http);
        }
        catch (Exception e)
        {
            if (e is not (OperationCanceledException or IOException) || !http.RequestAborted.IsCancellationRequested) Fail(http, e);
            return;
        }
        if (logger.IsEnabled(LogLevel.Debug))
            LogAnswer(RequestSpans.MethodOf(http), RequestSpans.RouteOf(http), http.Response.StatusCode);
        await FillAsync(http);
    }

    /// <summary>The framework would log the text of the exception, and that may hold what was asked.</summary>
    private void Fail(HttpContext http, Exception e)
    {
        tally.Saw(500);
        LogFault(RequestSpans.RouteOf(http), new Reported(e));
        if (http.Response.HasStarted) http.Abort();
        else http.Response.StatusCode = 500;
    }

    private static async Task FillAsync(HttpContext http)
    {
        if (http.Response.HasStarted || http.GetEndpoint()?.Metadata.GetMetadata<IHttpMethodMetadata>() is not null) return;
        var answer = http.Response.StatusCode switch
        {
            (int)HttpStatusCode.NotFound => Problems.NotFound,
            (int)HttpStatusCode.MethodNotAllowed => Problems.Of(405, "methodNotAllowed", "this path has other methods"),
            _ => null,
        };
        if (answer is null) return;
        http.Response.ContentType = Problems.ContentType;
        await http.Response.BodyWriter.WriteAsync(answer.Body);
    }

    [LoggerMessage(20, LogLevel.Error, "a fault at `{Route}`")]
    private partial void LogFault(string? route, Reported fault);

    [LoggerMessage(21, LogLevel.Debug, "{Method} `{Route}` answered {Status}")]
    private partial void LogAnswer(string method, string? route, int status);
}
