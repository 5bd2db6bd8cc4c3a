using System.Text;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Tests;

/// <summary>A request that tests can change. Texts are Latin-1, so that a character is a byte.</summary>
internal sealed record Draft(string Method, string Target, string Host, (string Name, string Value)[] Headers, byte[] Body)
{
    public static Draft Of(string method, string target, string body = "", params (string Name, string Value)[] headers) =>
        new(method, target, "api.example.com", headers, Encoding.UTF8.GetBytes(body));

    public static Draft Of(RequestBuffer buffer)
    {
        var request = buffer.Request;
        var headers = new (string, string)[request.Headers.Count];
        for (var i = 0; i < headers.Length; i++) headers[i] = (Text(request.Headers.Name(i)), Text(request.Headers.Value(i)));
        return new Draft(Text(request.Method), Text(request.Target), Text(request.Host), headers, request.Body.ToArray());
    }

    public string? this[string header] => Headers.FirstOrDefault(h => string.Equals(h.Name, header, StringComparison.OrdinalIgnoreCase)).Value;

    public RequestBuffer ToBuffer()
    {
        var buffer = new RequestBuffer().SetMethod(Bytes(Method)).SetTarget(Bytes(Target)).SetHost(Bytes(Host)).SetBody(Body);
        foreach (var (name, value) in Headers) buffer.AddHeader(name, value);
        return buffer;
    }

    public Draft With(string header, string value) => this with
    {
        Headers = [.. Headers.Select(h => string.Equals(h.Name, header, StringComparison.OrdinalIgnoreCase) ? (h.Name, value) : h)],
    };

    public Draft Adding(string header, string value) => this with { Headers = [.. Headers, (header, value)] };

    public Draft Without(string header) => this with
    {
        Headers = [.. Headers.Where(h => !string.Equals(h.Name, header, StringComparison.OrdinalIgnoreCase))],
    };

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
