using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Server.Channels.Webhooks;

/// <summary>
/// The URL of a webhook. Its authority is read here, character by character, and once more by the framework: only what
/// both read alike is called.
/// </summary>
[SuppressMessage("Design", "CA1054", Justification = "it is a text until it has been read")]
internal static class WebhookUrl
{
    private const int LongestUrl = 2_048;
    private const string Secure = "https://", Plain = "http://";

    /// <summary>
    /// All that is wrong with a channel's `to`, in words for whoever wrote it; empty when it may be called.
    /// </summary>
    /// <param name="sandbox">Allows `http` to a port of this very machine as well, for trying things out.</param>
    public static IReadOnlyList<string> Mistakes(string to, bool sandbox = false)
    {
        _ = Read(to, sandbox, out var mistakes);
        return mistakes;
    }

    /// <summary>The URL to call, with the host in ASCII; null when there is a mistake.</summary>
    public static Uri? Read(string to, bool sandbox, out IReadOnlyList<string> mistakes)
    {
        var found = new List<string>();
        var url = sandbox && IsThisMachine(to) ? new Uri(to) : Public(to, found);
        mistakes = found;
        return url;
    }

    private static Uri? Public(string to, List<string> mistakes)
    {
        if (to.Length > LongestUrl) mistakes.Add("a webhook url has at most 2048 characters");
        if (to.Any(IsUnprintable)) mistakes.Add("a webhook url has no space, backslash or control character");
        if (to.Contains('#')) mistakes.Add("a webhook url has no fragment");
        if (!to.StartsWith(Secure, StringComparison.OrdinalIgnoreCase))
        {
            mistakes.Add("a webhook url begins with `https://`");
            return null;
        }

        var (authority, remainder) = Divide(to);
        var host = Host(authority, mistakes);
        if (mistakes.Count > 0) return null;
        if (AsRead(host!, remainder) is { } url) return url;
        mistakes.Add("a webhook url must be one that can be read in one way only");
        return null;
    }

    private static string? Host(string authority, List<string> mistakes)
    {
        if (authority.Contains('@')) mistakes.Add("a webhook url has no user name or password");
        if (authority.Contains('%')) mistakes.Add("the host name must not be percent-encoded");
        if (authority.Contains('['))
        {
            mistakes.Add("the host must be a name, not an address");
            return null;
        }

        var colon = authority.IndexOf(':');
        if (colon >= 0 && authority[colon..] != ":443") mistakes.Add("a webhook url has no port but 443");
        var host = WebhookHost.Read(colon < 0 ? authority : authority[..colon], out var mistake);
        if (mistake is not null && mistakes.Count == 0) mistakes.Add(mistake);
        return host;
    }

    private static (string Authority, string Remainder) Divide(string to)
    {
        var end = to.AsSpan(Secure.Length).IndexOfAny("/?#\\");
        return end < 0 ? (to[Secure.Length..], "") : (to[Secure.Length..][..end], to[Secure.Length..][end..]);
    }

    /// <summary>
    /// Null when the framework, which will call the URL, reads another host, port or scheme out of it.
    /// </summary>
    private static Uri? AsRead(string host, string remainder) =>
        Uri.TryCreate(Secure + host + remainder, UriKind.Absolute, out var url)
        && url is { Scheme: "https", Port: 443, UserInfo: "", Fragment: "", HostNameType: UriHostNameType.Dns }
        && url.Host == host && url.IdnHost == host
            ? url
            : null;

    /// <summary>`http://127.0.0.1:PORT/…` or `http://localhost:PORT/…`, in this spelling alone.</summary>
    private static bool IsThisMachine(string to) =>
        to.Length <= LongestUrl
        && !to.Any(IsUnprintable)
        && to.StartsWith(Plain, StringComparison.Ordinal)
        && Uri.TryCreate(to, UriKind.Absolute, out var url)
        && url is { Scheme: "http", UserInfo: "", Fragment: "" }
        && Outbound.IsThisMachine(url.Host)
        && to.AsSpan(Plain.Length).StartsWith($"{url.Host}:{url.Port}");

    private static bool IsUnprintable(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || char.IsSurrogate(character)
        || character is '\\' or '\uFFFD';
}
