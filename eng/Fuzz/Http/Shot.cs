using System.Globalization;
using System.Text;

namespace Holdfast.Fuzz.Http;

/// <summary>How far a request is from HTTP, which says what may be answered.</summary>
internal enum Form
{
    /// <summary>Well-formed: the operation answers.</summary>
    Whole,

    /// <summary>Larger than the server's bounds: Kestrel may answer for it.</summary>
    Large,

    /// <summary>Not HTTP any more: an answer without a body, or none.</summary>
    Broken,
}

/// <summary>One request as it goes over the line.</summary>
/// <param name="Route">What it was made for; a mutation may have led it elsewhere.</param>
internal sealed record Shot(Route Route, string Method, string Target, (string Name, string Value)[] Headers, byte[] Body, Form Form)
{
    /// <summary>The bytes themselves, where they are no longer made of the rest.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>Sent in chunks rather than with a length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>What was done to it; for reading a finding.</summary>
    public string Story { get; init; } = "";

    /// <summary>Path without the query.</summary>
    public string Path => Target.Split('?')[0];

    public byte[] ToBytes()
    {
        if (Raw is not null) return Raw;
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (IsChunked) head.Append("Transfer-Encoding: chunked\r\n");
        else if (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH")
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        head.Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. IsChunked ? Chunks() : Body];
    }

    /// <summary>For a person: the head, and the body as far as it can be read. Tokens are cut out.</summary>
    public string Show()
    {
        var text = Encoding.Latin1.GetString(ToBytes());
        var at = text.IndexOf("Bearer ", StringComparison.Ordinal);
        if (at > 0) text = string.Concat(text.AsSpan(0, at + 11), "…", text.AsSpan(Math.Min(text.Length, Math.Max(at + 11, text.IndexOf('\r', at)))));
        return (text.Length > 1500 ? text[..1500] + "…" : text).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private byte[] Chunks()
    {
        var chunked = new List<byte>(Body.Length + 64);
        foreach (var chunk in Body.Chunk(1000))
        {
            chunked.AddRange(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            chunked.AddRange(chunk);
            chunked.AddRange("\r\n"u8);
        }
        chunked.AddRange("0\r\n\r\n"u8);
        return [.. chunked];
    }
}
