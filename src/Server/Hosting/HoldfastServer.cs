using Holdfast.Domain.Installations;
using Holdfast.Domain.Policies;
using Holdfast.Server.Accounts;
using Holdfast.Server.Announcements;
using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Configuration;
using Holdfast.Server.Feed;
using Holdfast.Server.Gate;
using Holdfast.Server.Imports;
using Holdfast.Server.Official;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Orders;
using Holdfast.Server.OwnerConsole;
using Holdfast.Server.Owners;
using Holdfast.Server.Pages;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Permits;
using Holdfast.Server.Reports;
using Holdfast.Server.Reviews;
using Holdfast.Server.Sandbox;
using Holdfast.Server.Secrets;
using Holdfast.Server.Staff;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Verification;
using Holdfast.Server.Withdrawals;
using Holdfast.Server.Witnessing;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;
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
    private readonly Witness witness;
    private readonly Installation installation;
    private readonly Messenger messenger;
    private readonly GateParts gate;
    private readonly KeyKeeper keys;
    private readonly CancellationTokenSource stopping = new();
    private Task background = Task.CompletedTask;
    private IDisposable[] watching = [];

    private HoldfastServer(WebApplication app, Parts parts, Messenger messenger, GateParts gate, FirstTokens? tokens)
    {
        (this.app, log, clock, this.messenger, this.gate, Tokens) = (app, parts.Log, parts.Clock, messenger, gate, tokens);
        (witness, installation) = (parts.Witness, parts.Installation);
        keys = new KeyKeeper(parts.Disk, parts.Folder.Root, app.Services.GetRequiredService<ILogger<KeyKeeper>>());
    }

    /// <summary>The tokens that the first start made; null at every later one.</summary>
    public FirstTokens? Tokens { get; }

    /// <summary>The addresses that it listens on, with the ports that were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. app.Urls];

    /// <summary>What stands at the gate, for measuring.</summary>
    internal GateParts Gate => gate;

    internal Domain.Time.Instant Now => clock.Sure();

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
        var policy = PolicyFile.Read(options, mistakes);
        if (mistakes.Count > 0) throw new ConfigurationException(mistakes);
        var folder = new DataFolder(options.Data);
        var disk = SqliteLog.Open(folder.Root, new SqliteLogOptions { Time = options.Time });
        var log = over?.Invoke(disk) ?? disk;
        try
        {
            var witness = new Witness(folder.Root);
            if (KnownKeys.Mistakes(log, folder).ToArray() is { Length: > 0 } wrong) throw new ConfigurationException(wrong);
            var missing = witness.MissingIn(disk, options.Checkpoint);
            var clock = new InstallationClock(options.Time, BootClock.Read, InstallationClock.LastMark(log));
            var installation = new Installation(log, clock);
            var tokens = await BeginAsync(options, folder, installation, policy);
            if (missing.Length > 0) await installation.NoteAsync((state, at) => FindRollback.Decide(state, new FindRollback(log.Head, missing), at));
            if (policy is not null) await installation.NoteAsync((state, at) => ProposePolicy.Decide(state, new ProposePolicy(policy), at));
            var parts = new Parts(options, folder, log, disk, clock, installation, witness);
            var server = Build(options, parts, tokens, more);
            await KnownKeys.RememberAsync(log, folder);
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
            foreach (var part in watching.Reverse()) part.Dispose();
            messenger.Dispose();
            gate.Dispose();
            await app.DisposeAsync();
            await log.DisposeAsync();
            witness.Keep(log, installation);
            stopping.Dispose();
        }
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

    private static HoldfastServer Build(
        ServerOptions options, Parts parts, FirstTokens? tokens, Action<IEndpointRouteBuilder, Api> more)
    {
        // the empty one: no settings but those that were checked, and no files watched for more
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Hardening.Bound);
        if (options.Logs is { } logs) builder.Logging.AddProvider(logs);
        else builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ", false));
        // below a warning, and in its scopes, the framework names paths, and paths name accounts
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Holdfast", options.LogLevel);
        if (options.OtlpTo is { } otlp) Otlp.SendLines(builder.Logging, otlp);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var trail = new Trail();
        var tally = new RequestTally();
        var watch = new DecisionWatch(trail);
        var api = new Api(parts.Installation, parts.Log, tally, app.Services.GetRequiredService<ILogger<Api>>());
        var owners = new OwnerBook(parts.Log, parts.Clock, parts.Installation, watch);
        var seal = new SecretSeal(parts.Folder.Key("secrets"));
        var passkeys = new OwnerPasskeys(PasskeySettings.Read(options), parts.Folder.Key("passkeys"));
        var codes = new Codes(seal, passkeys);
        var permits = new PermitSigner(
            parts.Folder.SigningKey(options.Sandbox ? "permit-sandbox" : "permit"), options.PublicRoot,
            options.Sandbox ? "sandbox" : parts.Folder.InstallationId(), parts.Log);
        string publicUrl() => options.PublicUrl is null ? app.Urls.First().TrimEnd('/') : options.PublicRoot;
        var messenger = Messenger.Make(
            options, parts.Folder, parts.Log, owners, parts.Clock, seal,
            publicUrl, trail,
            app.Services.GetRequiredService<ILoggerFactory>());
        var gate = GateParts.Make(options, parts.Folder, parts.Log, owners, parts.Installation, seal, parts.Clock);
        var figures = new Figures(parts.Log, parts.Clock, parts.Installation, messenger, tally, parts.Folder, gate.Activity);
        app.Use(RequestSpans.FollowAsync);
        app.Use(new Hardening(tally, app.Services.GetRequiredService<ILogger<Hardening>>()).HardenAsync);
        var accounts = new AccountEndpoints(api, owners, parts.Clock, seal, options.Sandbox);
        accounts.Map(app);
        var changes = new ChangeEndpoints(api, owners, parts.Clock, seal, codes, options.Sandbox);
        changes.Map(app);
        var registrations = new PasskeyEndpoints(api, owners, changes, passkeys, parts.Clock);
        registrations.Map(app);
        var withdrawals = new WithdrawalEndpoints(api, owners, parts.Clock, permits, codes);
        withdrawals.Map(app);
        var prices = new PriceBook(parts.Clock.Sure());
        var desk = new OrderDesk(owners, prices);
        new OrderEndpoints(api, owners, parts.Clock, prices, desk).Map(app);
        new ReviewEndpoints(api, owners, gate.Ring, parts.Clock).Map(app);
        new GateEndpoints(api, gate.Gatekeeper, gate.Proxies, gate.Refusals, withdrawals, desk, owners, parts.Clock).Map(app);
        var imports = new ImportEndpoints(api, new AccountImport(owners, parts.Installation, parts.Clock), parts.Installation, parts.Folder, parts.Clock);
        imports.Map(app);
        var reports = new ReportEndpoints(api, owners, parts.Clock);
        reports.Map(app);
        new StaffEndpoints(api, parts.Installation, owners, parts.Log, parts.Clock).Map(app);
        new FeedEndpoints(api, parts.Log, parts.Clock, app.Lifetime.ApplicationStopping).Map(app);
        new AnnouncementEndpoints(api, parts.Log, owners, parts.Installation, messenger.Dispatcher, messenger.Outgoing, messenger.Links).Map(app);
        var verifier = new Verifier(parts.Log, parts.Installation, parts.Clock);
        new VerifyEndpoints(api, verifier, publicUrl).Map(app);
        new PublicPages(verifier, parts.Installation, parts.Clock, new ReportsOfSources(gate.Proxies)).Map(app);
        var console = new ConsoleParts(options, parts.Folder, parts.Log, parts.Installation, owners, parts.Clock, codes, passkeys, gate, app.Lifetime.ApplicationStopping);
        console.Map(app, api, new ConsoleActs(accounts, changes, registrations, reports, owners, parts.Log), publicUrl);
        new OfficialEndpoints(api, parts.Installation, parts.Clock).Map(app);
        new HealthEndpoints(
            api, parts.Log, parts.Clock, parts.Installation, new PublicKeys(permits, messenger.Signer, messenger.WebhookKey), messenger,
            parts.Folder, options, parts.Witness).Map(app);
        if (options.Sandbox) new SandboxEndpoints(api, parts.Clock, parts.Installation, messenger, parts.Log, gate).Map(app);
        new MetricsEndpoint(api, figures).Map(app);
        new OpenApiEndpoints(api).Map(app);
        more(app, api);
        return new HoldfastServer(app, parts, messenger, gate, tokens)
        {
            watching = [watch, figures, imports, .. options.OtlpTo is { } to ? [new Otlp(to)] : Array.Empty<IDisposable>()],
        };
    }

    private async Task RunAsync()
    {
        await clock.MarkAsync(log);
        await app.StartAsync();
        background = Task.WhenAll(
            Quietly(() => TellAsync(stopping.Token)), Quietly(() => MarkAsync(stopping.Token)),
            Quietly(() => witness.RunAsync(log, installation, stopping.Token)), Quietly(() => gate.RunAsync(stopping.Token)),
            Quietly(() => keys.RunAsync(stopping.Token)));
    }

    /// <summary>Nobody is told, and so no hold starts, on a log that was set back, until two staff members accept that.</summary>
    private async Task TellAsync(CancellationToken stop)
    {
        while (installation.IsRolledBack) await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        await Task.WhenAll(messenger.Announcer.RunAsync(stop), messenger.Dispatcher.RunAsync(stop));
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
        catch (Exception e) when (e is OperationCanceledException or LogUnavailableException)
        {
            // the server is stopping, or the log has failed: for good, and every answer says so
        }
    }

    private sealed record Parts(
        ServerOptions Options, DataFolder Folder, ILog Log, SqliteLog Disk, InstallationClock Clock, Installation Installation, Witness Witness);
}

/// <summary>The tokens of a first start, in plain for whoever started it.</summary>
public sealed record FirstTokens(string Platform, string Staff1, string Staff2)
{
    /// <summary>Never the tokens themselves.</summary>
    public override string ToString() => "first tokens";
}
