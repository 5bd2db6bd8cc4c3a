using System.Net;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>Where it listens, where people reach it, where its telemetry goes: nothing secret crosses a network in plain.</summary>
internal static class Addresses
{
    public static IEnumerable<string> Mistakes(ServerOptions options) =>
        [.. options.Urls.Split(';').SelectMany(url => Listening(url, options)), .. Proxy(options), .. Public(options), .. Telemetry(options.Otlp)];

    private static IEnumerable<string> Listening(string url, ServerOptions options)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/"
            || uri is not { UserInfo: "", Fragment: "" })
            yield return $"--urls `{Bare(url)}` is no address like http://127.0.0.1:5080";
        else if (uri.Scheme == "https")
            yield return $"--urls `{url}` is https: TLS ends at the proxy in front, and here is http";
        else if (options.Sandbox && !uri.IsLoopback)
            yield return $"--urls `{url}` is not loopback, and a sandbox listens on loopback only";
        else if (!uri.IsLoopback && !options.BehindProxy)
            yield return $"--urls `{url}` is not loopback, so tokens would cross the network in plain: listen on 127.0.0.1, "
                + "or say --behind-proxy where only a proxy that ends TLS can reach it";
    }

    private static IEnumerable<string> Proxy(ServerOptions options)
    {
        if (options is { BehindProxy: true, PublicUrl: null })
            yield return "--behind-proxy needs --public-url: links in letters would lead to where this server listens, past the proxy";
    }

    private static IEnumerable<string> Public(ServerOptions options)
    {
        if (options.PublicUrl is not { } url) yield break;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return $"--public-url `{Bare(url)}` is no address like https://holdfast.example.com";
            yield break;
        }
        if (uri.UserInfo.Length > 0) yield return $"--public-url `{Bare(url)}` holds a name or a password, and it stands in every letter";
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) yield return $"--public-url `{Bare(url)}` has a query or a fragment: links are made by adding a path";
        if (uri.AbsolutePath != "/") yield return $"--public-url `{Bare(url)}` has a path: Holdfast needs a host of its own, as its paths begin at the root";
        if (IPAddress.TryParse(uri.DnsSafeHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            yield return $"--public-url `{Bare(url)}` is every address of this machine, and no place that anybody can open";
        else if (!options.Sandbox && uri.Scheme == "http" && !uri.IsLoopback)
            yield return $"--public-url `{Bare(url)}` is http: whoever is between could open the links that stop a change";
    }

    private static IEnumerable<string> Telemetry(string? otlp)
    {
        if (otlp is null) yield break;
        if (!Uri.TryCreate(otlp, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri is not { UserInfo: "", Query: "", Fragment: "" })
            yield return $"--otlp `{Bare(otlp)}` is no address like http://127.0.0.1:4318";
        else if (uri.Scheme == "http" && !uri.IsLoopback)
            yield return $"--otlp `{otlp}` is http: it says when what is decided, so use https, or a collector on this machine";
    }

    /// <summary>Without what may be a password.</summary>
    private static string Bare(string url) => url.LastIndexOf('@') is var at and > 0 ? "…" + url[at..] : url;
}
