using Holdfast.Consoles;
using Holdfast.Server.OpenApi;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What browsers are told of the console's pages: nothing from elsewhere, no frame, no inline script, no trace.</summary>
internal static class ConsoleHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    public static void Write(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), display-capture=(), publickey-credentials-get=(self), publickey-credentials-create=(self)";
        headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>The style and the script, kept for good under their hash.</summary>
    public static void MapAssets(IEndpointRouteBuilder routes) => routes.MapGet("/console/assets/{hash}/{file}", async http =>
    {
        if (Asset.Find(http.Request.Path) is not { } asset)
        {
            http.Response.StatusCode = 404;
            return;
        }
        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = asset.Bytes.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await http.Response.BodyWriter.WriteAsync(asset.Bytes, http.RequestAborted);
    }).Is(ConsoleOperations.Asset);
}
