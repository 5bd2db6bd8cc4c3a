using System.Buffers.Text;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Sessions;

/// <summary>
/// What a browser holds of a session: 256 random bits and nothing else. Where the console is reached by https the name is one that
/// browsers keep to this very host (draft RFC 6265bis, section 4.1.3.2).
/// </summary>
/// <param name="name">The name without the prefix.</param>
internal sealed class SessionCookie(string name, bool isSecure)
{
    private readonly string name = isSecure ? "__Host-" + name : name;

    /// <summary>The hash of the token that a request brought; null where it brought none that could be one of ours.</summary>
    public string? HashIn(HttpRequest request) =>
        request.Cookies[name] is { Length: 43 } token && Base64Url.IsValid(token) ? Installation.HashOf(token) : null;

    public void Give(HttpResponse response, string token) => response.Cookies.Append(name, token, How());

    public void Take(HttpResponse response) => response.Cookies.Delete(name, How());

    private CookieOptions How() => new() { HttpOnly = true, Secure = isSecure, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
