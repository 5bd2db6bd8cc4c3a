using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore;

/// <summary>
/// The target as it stands in the request, which is what was signed. It is judged as text, and the application routes by what the server
/// made of it: without dot segments, decoded. So only a target that means the same to both is asked about.
/// </summary>
internal static class SignedTarget
{
    /// <summary>Null where the path reads differently to the application.</summary>
    public static string? Of(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestFeature>()?.RawTarget is not ['/', ..] target) return null;
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        var query = end < 0 || end == target.Length - 1 ? "" : target[end..];
        var routed = http.Request.PathBase + http.Request.Path;
        var isSamePath = string.Equals(path, routed.Value, StringComparison.Ordinal) || string.Equals(path, routed.ToUriComponent(), StringComparison.Ordinal);
        var given = http.Request.QueryString.Value is { Length: > 1 } known ? known : "";
        return isSamePath && string.Equals(query, given, StringComparison.Ordinal) ? target : null;
    }
}
