using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// The span of a request, by OpenTelemetry's conventions for HTTP servers. The framework's own is not used: it holds the path,
/// and paths hold account ids and veto tokens.
/// </summary>
internal static class RequestSpans
{
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" };

    public static Task FollowAsync(HttpContext http, RequestDelegate next) =>
        Sources.Spans.HasListeners() ? TraceAsync(http, next) : next(http);

    /// <summary>One of the known, or `_OTHER`: a method is a word of the caller's.</summary>
    public static string MethodOf(HttpContext http) => Methods.Contains(http.Request.Method) ? http.Request.Method : "_OTHER";

    /// <summary>The template, such as `/v1/accounts/{id}`; null where no route answers.</summary>
    public static string? RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static async Task TraceAsync(HttpContext http, RequestDelegate next)
    {
        Activity.Current = null;
        _ = ActivityContext.TryParse(http.Request.Headers.TraceParent, null, isRemote: true, out var caller);
        var (method, route) = (MethodOf(http), RouteOf(http));
        using var span = Sources.Spans.StartActivity(
            route is null || method == "_OTHER" ? "HTTP" : $"{method} {route}", ActivityKind.Server, caller);
        span?.SetTag("http.request.method", method).SetTag("http.route", route);
        try
        {
            await next(http);
            End(span, http.Response.StatusCode);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e.GetType().FullName);
            throw;
        }
    }

    private static void End(Activity? span, int status)
    {
        span?.SetTag("http.response.status_code", status);
        if (status >= 500)
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
    }
}
