using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Durability.Faults;

/// <summary>An answer of the server; null members where the body is none of JSON.</summary>
internal sealed record Answer(int Status, JsonNode? Body)
{
    public string? this[string member] => (string?)Body?[member];
}

/// <summary>A real server in this process, and the platform that calls it over loopback.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly HoldfastServer _server;
    private readonly HttpClient _http;

    private Platform(HoldfastServer server, string folder)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        _http.DefaultRequestHeaders.Authorization = Token(folder, "platform-token");
    }

    public static async Task<Platform> StartAsync(string folder, Func<ServerOptions, ServerOptions>? change = null)
    {
        var options = new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, Logs = NullLoggerProvider.Instance };
        return new(await HoldfastServer.StartAsync(change is null ? options : change(options)), folder);
    }

    public async Task<Answer> PostAsync(string path, string json, AuthenticationHeaderValue? token = null)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        if (token is not null) request.Headers.Authorization = token;
        return await ReadAsync(await _http.SendAsync(request));
    }

    public async Task<Answer> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    public static AuthenticationHeaderValue Token(string folder, string file) =>
        new("Bearer", File.ReadAllText(Path.Combine(folder, file)).Trim());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage message)
    {
        using var response = message;
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }
}
