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
