using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>A server of its own, in this process, and somebody who calls it.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly string folder;
    private readonly HttpClient client;
    private int asked;

    private Running(HoldfastServer server, string folder) =>
        (Server, this.folder, client) = (server, folder, new HttpClient { BaseAddress = new Uri(server.Addresses.First()) });

    public HoldfastServer Server { get; }

    public string Platform => Server.Tokens!.Platform;

    public string Staff1 => Server.Tokens!.Staff1;

    public string Staff2 => Server.Tokens!.Staff2;

    public static async Task<Running> StartAsync(bool sandbox = true)
    {
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("N"));
        return new Running(
            await HoldfastServer.StartAsync(new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = sandbox }),
            folder);
    }

    public Task<Heard> SendAsync(string method, string path, JsonNode? body = null, string? token = null) =>
        SendTextAsync(method, path, body?.ToJsonString() ?? "{}", "application/json", token);

    public async Task<Heard> SendTextAsync(string method, string path, string body, string type, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == "POST")
        {
            request.Headers.Add("Idempotency-Key", $"key-{Interlocked.Increment(ref asked)}");
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Heard(
            method, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<Heard> PostAsync(string path, string body, string? token = null) =>
        SendAsync("POST", path, JsonNode.Parse(body), token ?? Platform);

    public Task<Heard> GetAsync(string path, string? token = null) => SendAsync("GET", path, null, token ?? Platform);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record Heard(string Method, int Status, string? Type, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Word(string member) => Json[member]!.GetValue<string>();
}
