using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AspNetCore;

/// <summary>Lets a request on when Holdfast says so, and in no other case. Whoever is refused is told a number and nothing else.</summary>
internal sealed partial class HoldfastMiddleware(RequestDelegate next, Gate gate, IOptions<HoldfastOptions> options, ILogger<HoldfastMiddleware> log)
{
    private readonly HoldfastOptions options = options.Value;
    private readonly PathString[] paths = [.. options.Value.Paths.Select(p => new PathString(p == "/" ? "" : p.TrimEnd('/')))];

    public async Task InvokeAsync(HttpContext http)
    {
        ReservedHeaders.RemoveFrom(http.Request.Headers);
        if (Array.Exists(paths, p => (http.Request.PathBase + http.Request.Path).StartsWithSegments(p, StringComparison.OrdinalIgnoreCase))
            && await RefusedAsync(http) is { } status)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.CacheControl = "no-store";
            return;
        }
        await next(http);
    }

    /// <summary>The status to refuse with; null where the request may go on, with the body that was judged.</summary>
    private async ValueTask<int?> RefusedAsync(HttpContext http)
    {
        if (SignedTarget.Of(http) is not { } target || http.Connection.RemoteIpAddress is not { } address) return StatusCodes.Status403Forbidden;
        if (await BoundedBody.ReadAsync(http.Request, options.MaxBodyBytes, http.RequestAborted) is not { } body)
            return StatusCodes.Status413PayloadTooLarge;
        var verdict = await gate.AskAsync(new Question(http.Request, target, address, body), http.RequestAborted);
        if (verdict.Failure is { } failure && !http.RequestAborted.IsCancellationRequested) NotAsked(log, failure);
        if (verdict.Caller is not { } caller) return verdict.Status;
        http.Features.Set(caller);
        http.Request.Body = new MemoryStream(body, writable: false);
        return null;
    }

    [LoggerMessage(40, LogLevel.Error, "refused a request, for Holdfast could not be asked: {Failure}")]
    private static partial void NotAsked(ILogger log, string failure);
}
