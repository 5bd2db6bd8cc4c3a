using System.Text;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Tests.Harness;

/// <summary>A server in this process, over loopback and a real log, with a data folder that goes with it.</summary>
public class RunningServer : IAsyncDisposable
{
    private HttpClient http = Fresh();
    private ServerOptions options;
    private HoldfastServer? server;
    private FirstTokens? tokens;

    protected RunningServer(bool sandbox)
    {
        Data = Path.Combine(Path.GetTempPath(), "holdfast-http-" + Guid.NewGuid().ToString("n"));
        options = new ServerOptions { Data = Data, Urls = "http://127.0.0.1:0", Sandbox = sandbox, MountTable = "none" };
    }

    public string Data { get; }

    /// <summary>How it is started; a test may plant something.</summary>
    public Func<ServerOptions, Task<HoldfastServer>> Launch { get; init; } = HoldfastServer.StartAsync;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public HoldfastServer Server => server!;

    public FirstTokens Tokens => tokens!;

    public Client Platform => With(Tokens.Platform);

    public Client Staff1 => With(Tokens.Staff1);

    public Client Staff2 => With(Tokens.Staff2);

    public Client Nobody => With(null);

    public static async Task<RunningServer> SandboxAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var running = new RunningServer(sandbox: true);
        await running.StartAsync(change);
        return running;
    }

    /// <param name="policy">The text of the policy that the first start brings into force; null for the default.</param>
    public static async Task<RunningServer> ProductionAsync(
        Func<ServerOptions, ServerOptions>? change = null, string? policy = null)
    {
        var running = new RunningServer(sandbox: false);
        if (policy is not null) running.options = running.options with { Policy = running.WriteFile("policy.json", policy) };
        await running.StartAsync(change);
        return running;
    }

    public Client With(string? token) => new(http, token);

    public async Task StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        if (change is not null) options = change(options);
        server = await Launch(options);
        tokens ??= server.Tokens;
        Address = new Uri(server.Addresses.First());
        http.Dispose();
        http = Fresh();
        http.BaseAddress = Address;
    }

    public async Task StopAsync()
    {
        if (server is null) return;
        await server.DisposeAsync();
        server = null;
    }

    public async Task RestartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        await StopAsync();
        await StartAsync(change);
    }

    /// <summary>Where the log ends now: what a request that is refused must not move.</summary>
    public async Task<long> HeadAsync()
    {
        var (after, platform) = (0L, Platform);
        while (true)
        {
            var page = (await platform.GetAsync($"/v1/events?after={after}&limit=1000")).Is(200);
            var events = page["events"]!.AsArray();
            if (events.Count == 0) return after;
            after = (long)events[^1]!["position"]!;
        }
    }

    /// <summary>Waits until the log has made its first checkpoint.</summary>
    public async Task CheckpointedAsync()
    {
        while ((await Platform.GetAsync("/v1/events?after=0&limit=1")).Is(200)["checkpoint"] is null)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    /// <summary>Moves the test clock; everything recorded before has been told by then.</summary>
    public async Task AdvanceAsync(string span) =>
        (await Platform.PostAsync("/sandbox/clock", $$"""{"advance":"{{span}}"}""")).Is(200);

    /// <summary>Waits until the announcer has written at least so many letters.</summary>
    public async Task<Letter[]> LettersAsync(int atLeast = 0)
    {
        for (var tries = 0; ; tries++)
        {
            var files = Directory.GetFiles(Path.Combine(Data, "outbox"), "*.eml").Order(StringComparer.Ordinal).ToArray();
            if (files.Length >= atLeast || tries == 500) return [.. files.Select(f => Letter.Parse(File.ReadAllText(f, Encoding.UTF8)))];
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public string WriteFile(string name, string text)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Data);
        else Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(Data, name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static HttpClient Fresh() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
}
