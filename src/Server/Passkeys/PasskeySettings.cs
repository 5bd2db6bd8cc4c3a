using System.Net;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Passkeys;

/// <summary>The domain and the origins of passkeys, out of the server's options.</summary>
internal static class PasskeySettings
{
    public static RelyingParty Read(ServerOptions options)
    {
        var origins = Origins(options).Select(o => o.GetLeftPart(UriPartial.Authority)).ToHashSet(StringComparer.Ordinal);
        return new RelyingParty(Domain(options), origins);
    }

    public static IEnumerable<string> Mistakes(ServerOptions options)
    {
        if (options.PasskeyOrigins is null && options.PasskeyDomain is null) yield break;
        foreach (var text in Texts(options))
            if (!IsOrigin(text)) yield return $"--passkey-origins `{text}` is no origin like https://console.example.com";
        if (Texts(options).Any(t => !IsOrigin(t))) yield break;
        var domain = Domain(options);
        foreach (var origin in Origins(options))
            if (!IsWithin(origin.IdnHost, domain)) yield return $"--passkey-domain `{domain}` is not the host of `{origin.GetLeftPart(UriPartial.Authority)}`, nor what it ends with";
        if (options.PasskeyDomain is not null && !domain.Contains('.', StringComparison.Ordinal) && domain != "localhost")
            yield return $"--passkey-domain `{domain}` has no dot: its passkeys would be good for all below it";
    }

    private static string Domain(ServerOptions options) => options.PasskeyDomain ?? Origins(options)[0].IdnHost;

    private static Uri[] Origins(ServerOptions options) => [.. Texts(options).Select(t => new Uri(t))];

    /// <summary>Browsers make no passkey for an address; on the machine itself they do for its name.</summary>
    private static string[] Texts(ServerOptions options)
    {
        if (options.PasskeyOrigins is { } given) return given.Split(',');
        // what is no address at all is told where addresses are read
        if (!Uri.TryCreate(options.PublicRoot.Replace("*", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var root)) return ["http://localhost"];
        return [IPAddress.TryParse(root.Host.Trim('[', ']'), out _) ? $"{root.Scheme}://localhost:{root.Port}" : root.GetLeftPart(UriPartial.Authority)];
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.Host == "localhost"))
        && uri.HostNameType == UriHostNameType.Dns && uri.GetLeftPart(UriPartial.Authority) == text;

    private static bool IsWithin(string host, string domain) =>
        host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);
}
