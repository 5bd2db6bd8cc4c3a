using System.Net;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore;

/// <summary>What Holdfast is asked: the request as it came, and whence.</summary>
internal sealed class Question(HttpRequest request, string target, IPAddress address, byte[] body)
{
    /// <summary>To be sent on there, were Holdfast to answer a proxy; the answer names it again, which no other server's would.</summary>
    public const string Onward = "@application";

    private static readonly Uri Authz = new("/authz", UriKind.Relative);

    /// <summary>What belongs to the client's own connection, and what proxies say of it: here only this application's word counts.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Content-Length",
        "X-Original-Method", "X-Original-URI", "X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-Real-IP", "Via",
    };

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Authz) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in request.Headers)
        {
            if (Own.Contains(name)) continue;
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                message.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        message.Headers.TryAddWithoutValidation("X-Original-Method", request.Method);
        message.Headers.TryAddWithoutValidation("X-Original-URI", target);
        message.Headers.TryAddWithoutValidation("X-Forwarded-For", Plain());
        message.Headers.TryAddWithoutValidation("X-Forwarded-Host", request.Headers.Host.ToString());
        message.Headers.TryAddWithoutValidation("X-Holdfast-Redirect", Onward);
        return message;
    }

    /// <summary>Without the zone of a link-local address; of a socket for both families, an IPv4 address as such.</summary>
    private string Plain()
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return new IPAddress(address.GetAddressBytes()).ToString();
    }
}
