using Holdfast.Signing.Requests;

namespace Holdfast.Server.Gate;

/// <summary>Puts a request as a proxy tells of it into the bytes that the client sent.</summary>
internal static class Drafting
{
    /// <summary>What proxies add, and what belongs to their own connection; none of it was signed.</summary>
    private static readonly HashSet<string> Added = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Transfer-Encoding", "X-Original-Method", "X-Original-URI", "X-Forwarded-Method", "X-Forwarded-Uri",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Holdfast-Redirect", "X-Holdfast-Body", "Via",
    };

    public static RequestBuffer Fill(
        this RequestBuffer buffer, IHeaderDictionary headers, string method, string target, ReadOnlySpan<byte> body, bool isKnown)
    {
        buffer.Clear();
        Span<byte> bytes = stackalloc byte[8192];
        buffer.SetMethod(Bytes(method, bytes));
        buffer.SetTarget(Bytes(target, bytes));
        var host = headers["X-Forwarded-Host"];
        if (host.Count == 0) host = headers.Host;
        if (host.Count == 1) buffer.SetHost(Bytes(host[0]!, bytes));
        foreach (var (name, values) in headers)
        {
            if (Added.Contains(name)) continue;
            foreach (var value in values) Add(buffer, name, value ?? "");
        }
        buffer.SetBody(body);
        buffer.IsBodyWithheld = !isKnown;
        return buffer;
    }

    private static void Add(RequestBuffer buffer, string name, string value)
    {
        Span<byte> names = stackalloc byte[256], values = stackalloc byte[8192];
        buffer.AddHeader(Bytes(name, names), Bytes(value, values));
    }

    /// <summary>What is not ASCII becomes 0xFF, which no scheme takes.</summary>
    private static ReadOnlySpan<byte> Bytes(string text, Span<byte> room)
    {
        if (text.Length > room.Length) room = new byte[text.Length];
        for (var i = 0; i < text.Length; i++) room[i] = text[i] < 0x80 ? (byte)text[i] : (byte)0xFF;
        return room[..text.Length];
    }
}
