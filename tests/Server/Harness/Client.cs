using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Holdfast.Server.Tests.Harness;

/// <summary>Speaks HTTP as a platform would, with one token or none. Every POST gets a fresh idempotency key unless told.</summary>
public sealed class Client(HttpClient http, string? token)
{
    private static long keys;

    public string? Token => token;

    public static string FreshKey() => string.Create(CultureInfo.InvariantCulture, $"key-{Interlocked.Increment(ref keys)}");

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Reply> PostAsync(string path, string body, string? key = null) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), key);

    public Task<Reply> PostAsync(string path, byte[] body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, Json(body), ("Idempotency-Key", key ?? FreshKey()));

    public Task<Reply> PostFormAsync(string path, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public static HttpContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var replayed = response.Headers.TryGetValues("Idempotency-Replayed", out var said) && said.Single() == "true";
        return new Reply(
            (int)response.StatusCode, body, response.Content.Headers.ContentType?.MediaType, replayed,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}
