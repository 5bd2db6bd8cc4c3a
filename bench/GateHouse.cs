using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Time;
using Holdfast.Server.Hosting;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Bench;

/// <summary>A server with accounts of ten keys each, and requests that the holders of these keys sign as Binance has it.</summary>
internal sealed class GateHouse : IAsyncDisposable
{
    public const int KeysEach = 10;

    public const string Ip = "198.51.100.9";

    private readonly string folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
    private readonly Scheme scheme = Catalog.Named("binance")!;
    private HttpClient client = new();
    private SigningKey[] secrets = [];

    private GateHouse()
    {
    }

    public HoldfastServer Server { get; private set; } = null!;

    public int Port => client.BaseAddress!.Port;

    public int Keys => secrets.Length;

    public string Folder => folder;

    private ServerOptions Options => new() { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, Gate = "binance" };

    public static async Task<GateHouse> StartAsync(int keys)
    {
        var house = new GateHouse();
        await house.OpenAsync();
        await house.JoinAsync(keys / KeysEach);
        await house.PostAsync("/sandbox/clock", """{"advance":"PT50H"}""");
        return house;
    }

    public async Task OpenAsync()
    {
        Server = await HoldfastServer.StartAsync(Options, (routes, _) => routes.MapGet("/bench/empty", http =>
        {
            // what an authorization answers, without one
            (http.Response.Headers["X-Holdfast-Account"], http.Response.Headers["X-Holdfast-Key"]) = ("account-00000000", "key-of-account-00000000-0");
            (http.Response.Headers["X-Holdfast-Permission"], http.Response.Headers.CacheControl) = ("read", "no-store");
            return Task.CompletedTask;
        }));
        var token = (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim();
        client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(Server.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"account-{number:d8}");

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key-of-{Account(number / KeysEach)}-{number % KeysEach}");

    /// <summary>Requests to trade (bare ones to read, as they come to a proxy), each signed for itself and good for five seconds from now, or as much as it says, in the order of their keys over and over.</summary>
    public async Task<byte[][]> SignAsync(int count, string more = "", bool bare = false)
    {
        var now = await NowAsync();
        var requests = new byte[count][];
        // the number makes two requests of one millisecond two
        Parallel.For(0, count, i => requests[i] = Signed(
            (int)(i * 7919L % Keys), now, bare ? "GET" : "DELETE",
            string.Create(CultureInfo.InvariantCulture, $"/api/v3/openOrders?symbol=BTCUSDT&newClientOrderId=o{i}{more}"), bare));
        return requests;
    }

    /// <summary>One request to read of each key, which may come again and again for a minute.</summary>
    public async Task<byte[][]> ReadsAsync()
    {
        var now = await NowAsync();
        return [.. Enumerable.Range(0, Keys).Select(k => Signed(k, now, "GET", "/api/v3/openOrders?symbol=BTCUSDT&recvWindow=60000", bare: false))];
    }

    public static byte[] Empty(bool bare = false) => Encoding.ASCII.GetBytes(bare
        ? "GET /empty HTTP/1.1\r\nHost: api.example\r\n\r\n" : "GET /bench/empty HTTP/1.1\r\nHost: api.example\r\n\r\n");

    public async Task<JsonNode> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using var answer = await client.SendAsync(request);
        var node = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer.IsSuccessStatusCode ? node : throw new InvalidOperationException(node.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task JoinAsync(int accounts)
    {
        secrets = new SigningKey[accounts * KeysEach];
        await Parallel.ForEachAsync(Enumerable.Range(0, accounts), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (account, _) =>
        {
            var edits = string.Join(',', Enumerable.Range(account * KeysEach, KeysEach).Select(k => $$"""
                {"op":"addKey","key":"{{Key(k)}}","label":"bot","permissions":["read","trade"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} }
                """));
            var opened = await PostAsync("/v1/accounts", $$"""{"id":"{{Account(account)}}","email":"{{Account(account)}}@example.com","edits":[{{edits}}]}""");
            for (var k = 0; k < KeysEach; k++)
                secrets[(account * KeysEach) + k] = SigningKey.OfSecret(Encoding.ASCII.GetBytes((string)opened["secrets"]![k]!["secret"]!));
        });
    }

    private async Task<long> NowAsync() =>
        Instant.TryParse((string)(await client.GetFromJsonAsync<JsonNode>("/sandbox/clock"))!["now"]!, out var at) ? at.Milliseconds
            : throw new InvalidDataException("no time");

    private byte[] Signed(int key, long now, string method, string target, bool bare)
    {
        var draft = new RequestBuffer().SetMethod(Encoding.ASCII.GetBytes(method)).SetTarget(Encoding.ASCII.GetBytes(target)).SetHost("api.example"u8);
        scheme.Sign(draft, Key(key), secrets[key], new Stamp(now, 0, ""));
        var signed = Encoding.ASCII.GetString(draft.Target);
        var text = new StringBuilder(bare
            ? $"{method} {signed} HTTP/1.1\r\nHost: api.example\r\n"
            : $"GET /authz HTTP/1.1\r\nHost: api.example\r\nX-Original-Method: {method}\r\nX-Original-URI: {signed}\r\nX-Forwarded-For: {Ip}\r\nX-Holdfast-Body: none\r\n");
        var fields = draft.Request.Headers;
        for (var i = 0; i < fields.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(fields.Name(i))}: {Encoding.ASCII.GetString(fields.Value(i))}\r\n");
        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }
}
