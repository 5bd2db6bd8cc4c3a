using System.Net;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Server.Accounts;
using Holdfast.Server.Announcements;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Feed;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Permits;
using Holdfast.Server.Sandbox;
using Holdfast.Server.Secrets;
using Holdfast.Server.Staff;
using Holdfast.Server.Withdrawals;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Server.Hosting;

/// <summary>What was told to the server is wrong; each line names one mistake. Nothing was started.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> mistakes) : Exception(string.Join(Environment.NewLine, mistakes))
{
    public IReadOnlyList<string> Mistakes => mistakes;
}

/// <summary>The server as a whole: opens the data, checks everything, then listens.</summary>
public sealed class HoldfastServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ILog log;
    private readonly InstallationClock clock;
    private readonly Announcer announcer;
    private readonly CancellationTokenSource stopping = new();
    private Task background = Task.CompletedTask;

    private HoldfastServer(WebApplication app, ILog log, InstallationClock clock, Announcer announcer, FirstTokens? tokens)
    {
        (this.app, this.log, this.clock, this.announcer, Tokens) = (app, log, clock, announcer, tokens);
    }

    /// <summary>The tokens that the first start made; null at every later one.</summary>
    public FirstTokens? Tokens { get; }

    /// <summary>The addresses that it listens on, with the ports that were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. app.Urls];

    /// <summary>The routing table.</summary>
    internal IEnumerable<Endpoint> Routes => ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints);

    /// <summary>Completes when the server has been asked to stop.</summary>
    public Task Stopped => ((IHost)app).WaitForShutdownAsync();

    /// <summary>Opens the data and listens.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with what was given; all of it is named.</exception>
    public static Task<HoldfastServer> StartAsync(ServerOptions options) => StartAsync(options, (_, _) => { });

    /// <summary>The same with more routes behind the same door, for measuring, and with something laid over the log, to see it fail.</summary>
    internal static async Task<HoldfastServer> StartAsync(
        ServerOptions options, Action<IEndpointRouteBuilder, Api> more, Func<ILog, ILog>? over = null)
    {
        List<string> mistakes = [.. options.Mistakes(), .. Ports.Mistakes(options)];
        var policy = ReadPolicy(options, mistakes);
        if (mistakes.Count > 0) throw new ConfigurationException(mistakes);
        var folder = new DataFolder(options.Data);
        ILog log = SqliteLog.Open(folder.Root, new SqliteLogOptions { Time = options.Time });
        log = over?.Invoke(log) ?? log;
        try
        {
            var clock = new InstallationClock(options.Time, BootClock.Read, InstallationClock.LastMark(log));
            var installation = new Installation(log, clock);
            var tokens = await BeginAsync(options, folder, installation, policy);
            if (policy is not null) await ProposeAsync(installation, policy);
            var parts = new Parts(options, folder, log, clock, installation);
            var server = Build(options, parts, tokens, more);
            await server.RunAsync();
            return server;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await stopping.CancelAsync();
        try
        {
            await background;
            await TryMarkAsync();
        }
        finally
        {
            await app.DisposeAsync();
            await log.DisposeAsync();
            stopping.Dispose();
        }
    }

    private static Policy? ReadPolicy(ServerOptions options, List<string> mistakes)
    {
        if (options.Policy is not { } path || !File.Exists(path)) return null;
        var found = PolicyReading.Read(File.ReadAllBytes(path), out var policy);
        foreach (var mistake in found)
            mistakes.Add($"--policy `{path}` at `{mistake.At}`: {mistake.Text}");
        return policy;
    }

    /// <summary>The first start makes the tokens; a data folder is born sandbox or production and stays so.</summary>
    private static async Task<FirstTokens?> BeginAsync(
        ServerOptions options, DataFolder folder, Installation installation, Policy? policy)
    {
        var mode = options.Sandbox ? InstallationMode.Sandbox : InstallationMode.Production;
        var fresh = new FirstTokens(options.PlatformToken ?? Ids.Secret(), Ids.Secret(), Ids.Secret());
        InstallationOutcome outcome = new InstallationOutcome.Nothing();
        if (!installation.State.HasBegun && !(options.IsTerminal && options.PlatformToken is null) && options.PlatformToken is null)
            folder.WriteToken("platform-token", fresh.Platform);
        if (!installation.State.HasBegun)
        {
            folder.WriteToken("staff-1", fresh.Staff1);
            folder.WriteToken("staff-2", fresh.Staff2);
        }
        var begin = new BeginInstallation(
            mode, policy ?? Policy.Default, Installation.HashOf(fresh.Platform), Installation.HashOf(fresh.Staff1), Installation.HashOf(fresh.Staff2));
        await installation.RunAsync(
            (state, _) => outcome = BeginInstallation.Decide(state, begin), (_, _) => new Answered(200, default), null);
        if (outcome is InstallationOutcome.Refused refused)
            throw new ConfigurationException([.. refused.Refusals.Select(r => $"--data `{options.Data}`: {r.Text}")]);
        return outcome is InstallationOutcome.Records ? fresh : null;
    }

    private static async Task ProposeAsync(Installation installation, Policy policy) => await installation.RunAsync(
        (state, at) => ProposePolicy.Decide(state, new ProposePolicy(policy), at), (_, _) => new Answered(200, default), null);

    private static HoldfastServer Build(
        ServerOptions options, Parts parts, FirstTokens? tokens, Action<IEndpointRouteBuilder, Api> more)
    {
        // the empty one: no settings but those that were checked, and no files watched for more
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Bound);
        builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var api = new Api(parts.Installation, parts.Log, app.Services.GetRequiredService<ILogger<Api>>());
        var owners = new OwnerBook(parts.Log, parts.Clock, parts.Installation);
        var seal = new SecretSeal(parts.Folder.Key("secrets"));
        var codes = new Codes(seal);
        var permits = new PermitSigner(
            parts.Folder.SigningKey(options.Sandbox ? "permit-sandbox" : "permit"), options.PublicRoot,
            options.Sandbox ? "sandbox" : parts.Folder.InstallationId(), parts.Log);
        var links = new VetoLinks(
            parts.Folder.Key("links"), () => options.PublicUrl is null ? app.Urls.First().TrimEnd('/') : options.PublicRoot);
        var untold = new Untold(parts.Log);
        var announcer = new Announcer(
            parts.Log, owners, parts.Clock, new Outbox(parts.Folder.Outbox), links, options, untold,
            app.Services.GetRequiredService<ILogger<Announcer>>());
        app.Use(Harden);
        new AccountEndpoints(api, owners, parts.Clock, seal).Map(app);
        new ChangeEndpoints(api, owners, parts.Clock, seal, codes).Map(app);
        new WithdrawalEndpoints(api, owners, parts.Clock, permits, codes).Map(app);
        new StaffEndpoints(api, parts.Installation, owners, parts.Log, parts.Clock).Map(app);
        new FeedEndpoints(api, parts.Log, parts.Clock, app.Lifetime.ApplicationStopping).Map(app);
        new AnnouncementEndpoints(api, parts.Log, owners, parts.Installation, announcer, untold, links).Map(app);
        new HealthEndpoints(api, parts.Log, parts.Clock, parts.Installation, permits, announcer, options).Map(app);
        if (options.Sandbox) new SandboxEndpoints(api, parts.Clock, parts.Installation, announcer, parts.Log).Map(app);
        new OpenApiEndpoints(api).Map(app);
        more(app, api);
        return new HoldfastServer(app, parts.Log, parts.Clock, announcer, tokens);
    }

    private static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Api.MostBytes + 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    private static async Task Harden(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await next(http);
        if (http.Response.HasStarted || http.GetEndpoint()?.Metadata.GetMetadata<IHttpMethodMetadata>() is not null) return;
        var answer = http.Response.StatusCode switch
        {
            (int)HttpStatusCode.NotFound => Problems.NotFound,
            (int)HttpStatusCode.MethodNotAllowed => Problems.Of(405, "methodNotAllowed", "this path has other methods"),
            _ => null,
        };
        if (answer is null) return;
        http.Response.ContentType = Problems.ContentType;
        await http.Response.BodyWriter.WriteAsync(answer.Body);
    }

    private async Task RunAsync()
    {
        await clock.MarkAsync(log);
        await app.StartAsync();
        background = Task.WhenAll(
            Quietly(() => announcer.RunAsync(stopping.Token)), Quietly(() => MarkAsync(stopping.Token)));
    }

    /// <summary>A mark each minute: what a restart continues from.</summary>
    private async Task MarkAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stop)) await TryMarkAsync();
    }

    private async Task TryMarkAsync()
    {
        try
        {
            await clock.MarkAsync(log);
        }
        catch (LogUnavailableException)
        {
            // the next start finds the older mark, and only what it misses is missing
        }
    }

    private static async Task Quietly(Func<Task> work)
    {
        try
        {
            await Task.Run(work);
        }
        catch (OperationCanceledException)
        {
            // the server is stopping
        }
    }

    private sealed record Parts(
        ServerOptions Options, DataFolder Folder, ILog Log, InstallationClock Clock, Installation Installation);
}

/// <summary>The tokens of a first start, in plain for whoever started it.</summary>
public sealed record FirstTokens(string Platform, string Staff1, string Staff2)
{
    /// <summary>Never the tokens themselves.</summary>
    public override string ToString() => "first tokens";
}
