using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Retries;

/// <summary>One command that the client wants done once, and what was said to it so far.</summary>
/// <param name="trace">The stored type and the text that its event holds, by which it is counted in the log; null where it makes none of its own.</param>
internal sealed class Deed(string path, string body, string key, string token, (string Type, string Text)? trace)
{
    private readonly Lock gate = new();
    private string? first;
    private int decisions;

    public (string Type, string Text)? Trace => trace;

    /// <summary>The client has heard an answer.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether its answer says that it was done.</summary>
    public bool IsDone { get; private set; }

    public byte[] Head { get; } = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n"));

    public byte[] Body { get; } = Encoding.UTF8.GetBytes(body);

    public byte[] Whole => [.. Head, .. Body];

    /// <summary>Notes an answer, heard by the client or not; what is wrong with it, or null.</summary>
    public string? Witness(Answer answer)
    {
        // refusals of shape and meaning and outages are not kept, so they may be answered otherwise later
        if (answer.Status is 400 or 404 or 422) return Wrong($"refused: {answer.Text}");
        if (answer.Status >= 500) return Wrong($"{answer.Status}: {answer.Text}");
        lock (gate)
        {
            if (!answer.IsReplayed && ++decisions > 1) return Wrong($"decided again: {answer.Text}");
            var said = Outcome(answer);
            first ??= said;
            IsDone |= answer.Status is 200 or 201 or 202 || (answer.Status == 403 && answer.Type == "application/json");
            return first == said ? null : Wrong($"answered `{said}` after `{first}`");
        }
    }

    private string Wrong(string what) => $"{path} {key}: {what}";

    /// <summary>Status and body without what is given once.</summary>
    private static string Outcome(Answer answer)
    {
        if (answer.Json() is not { } json) return $"{answer.Status} {answer.Text}";
        foreach (var once in (string[])["permit", "secrets", "token"]) json.Remove(once);
        var text = $"{answer.Status} {json.ToJsonString()}";
        // a million of them are kept
        return text.Length < 100 ? text : $"{text[..60]}… {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}";
    }
}
