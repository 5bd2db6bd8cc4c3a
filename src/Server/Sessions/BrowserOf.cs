using Holdfast.Server.Gate;

namespace Holdfast.Server.Sessions;

/// <summary>Where a browser is and what it calls itself, in words that a person knows again.</summary>
internal sealed class BrowserOf(TrustedProxies proxies)
{
    private static readonly string[] Systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux"];

    private static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    /// <summary>The address of the client; null where a proxy does not say it.</summary>
    public string? Address(HttpContext http) => http.Connection.RemoteIpAddress is not { } remote ? null
        : proxies.Contains(remote) && http.Request.Headers["X-Forwarded-For"] is { Count: > 0 } forwarded ? proxies.Client(forwarded)?.ToString()
        : remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4().ToString() : remote.ToString();

    /// <summary>As `Firefox on Linux`: our own words, nothing of what was sent.</summary>
    public static string Name(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        var browser = Array.Find(Browsers, b => agent.Contains(b.Mark, StringComparison.Ordinal)).Name ?? "a browser";
        return Array.Find(Systems, s => agent.Contains(s, StringComparison.Ordinal)) is { } system ? $"{browser} on {(system == "Mac OS" ? "Mac" : system == "CrOS" ? "ChromeOS" : system)}" : browser;
    }
}
