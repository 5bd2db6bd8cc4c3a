using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Fuzz.Http;

/// <summary>A server that is fuzzed: the real one on loopback, its log overheard and its secrets known.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly string data;
    private readonly HoldfastServer server;

    private Subject(string data, HoldfastServer server, LogWatch log)
    {
        (this.data, this.server, Log) = (data, server, log);
        var tokens = server.Tokens!;
        Badges = new Badges(tokens.Platform, tokens.Staff1, tokens.Staff2);
        Canaries.PlantText("platform token", tokens.Platform);
        Canaries.PlantText("staff token 1", tokens.Staff1);
        Canaries.PlantText("staff token 2", tokens.Staff2);
        Canaries.PlantFolder(Path.Combine(data, "keys"));
        Contract = new Contract(JsonNode.Parse(OpenApiDocument.Of(server.Routes).ToJsonString())!.AsObject());
    }

    public Badges Badges { get; }

    public Canaries Canaries { get; } = new();

    public Contract Contract { get; }

    public LogWatch Log { get; }

    public IPEndPoint Address => IPEndPoint.Parse(new Uri(server.Addresses.First()).Authority);

    /// <param name="plant">Puts a bug in front of the server's own handlers; null for none.</param>
    public static async Task<Subject> StartAsync(bool sandbox, TimeProvider time, Action<IApplicationBuilder, string>? plant)
    {
        // a production installation refuses a disk in memory, and a folder that others can read
        var root = sandbox && Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var data = Path.Combine(root, "holdfast-fuzz-" + Guid.NewGuid().ToString("n"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(data);
        else Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var policy = Path.Combine(data, "policy.json");
        await File.WriteAllTextAsync(policy, """{"platformTells":true}""");
        var log = new LogWatch();
        var options = new ServerOptions { Data = data, Urls = "http://127.0.0.1:0", Sandbox = sandbox, Policy = policy, Time = time };
        var server = await HoldfastServer.StartAsync(options, (routes, _) => Overhear(routes, log, data, plant));
        return new Subject(data, server, log);
    }

    /// <summary>Signs somebody in to the console as the platform's customer; null where there is no such account, or no answer.</summary>
    public async Task<Pass?> SignInAsync(string account)
    {
        try
        {
            return await EnterAsync(account);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<Pass?> EnterAsync(string account)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(server.Addresses.First()),
            Timeout = TimeSpan.FromSeconds(5),
        };
        using var asking = new HttpRequestMessage(HttpMethod.Post, $"/v1/accounts/{account}/console-links");
        asking.Headers.Add("Authorization", "Bearer " + Badges.Platform);
        asking.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using var made = await http.SendAsync(asking);
        if (!made.IsSuccessStatusCode) return null;
        var link = new Uri((string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["url"]!).AbsolutePath;
        using var opening = new FormUrlEncodedContent([]);
        using var opened = await http.PostAsync(new Uri(link, UriKind.Relative), opening);
        if (!opened.Headers.TryGetValues("Set-Cookie", out var given)) return null;
        var cookie = given.First().Split(';')[0];
        using var looking = new HttpRequestMessage(HttpMethod.Get, "/console");
        looking.Headers.Add("Cookie", cookie);
        using var home = await http.SendAsync(looking);
        const string Before = "name=\"form\" value=\"";
        var page = await home.Content.ReadAsStringAsync();
        return page.IndexOf(Before, StringComparison.Ordinal) is var at and >= 0 ? new Pass(account, cookie, page.Substring(at + Before.Length, 64)) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        try
        {
            Directory.Delete(data, recursive: true);
        }
        catch (IOException)
        {
            // something was still written while it went
            Directory.Delete(data, recursive: true);
        }
    }

    private static void Overhear(IEndpointRouteBuilder routes, LogWatch log, string data, Action<IApplicationBuilder, string>? plant)
    {
        routes.ServiceProvider.GetRequiredService<ILoggerFactory>().AddProvider(log);
        plant?.Invoke((IApplicationBuilder)routes, data);
    }
}
