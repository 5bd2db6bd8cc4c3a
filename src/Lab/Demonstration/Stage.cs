using Holdfast.Server.Hosting;

namespace Holdfast.Lab.Demonstration;

/// <summary>What a run may be given beyond the play itself; tests use it to plant faults.</summary>
/// <param name="Policy">A policy file for the server; null: the policy that Holdfast ships with.</param>
/// <param name="Wrap">Stands between the clients and the server.</param>
internal sealed record Setting(string? Policy = null, Func<HttpMessageHandler, HttpMessageHandler>? Wrap = null);

/// <summary>A sandbox server on loopback in a folder that goes away, and everybody who talks to it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly string[] DecideOnly = ["decide"];

    private readonly HoldfastServer server;
    private readonly string folder;
    private readonly List<Client> clients = [];
    private readonly Line line;

    private Stage(HoldfastServer server, string folder, Setting setting, CancellationToken stop)
    {
        (this.server, this.folder) = (server, folder);
        line = new Line(new Uri(server.Addresses.First()), setting.Wrap, stop);
        Platform = Join("platform", server.Tokens!.Platform);
        Clock = new SandboxClock(Platform);
        Signer = new Signer(Join("signer", null));
        Mail = new MailReader(Path.Combine(folder, "outbox"), Join("browser", null));
    }

    /// <summary>The platform's back office: opens accounts and moves the test clock.</summary>
    public Client Platform { get; }

    /// <summary>The platform's app, as the customers use it.</summary>
    public Client App { get; private set; } = null!;

    /// <summary>The platform's API, as the customers' bots use it.</summary>
    public Client Bot { get; private set; } = null!;

    /// <summary>The caller, with the key and the sessions that he was given.</summary>
    public Client Caller { get; private set; } = null!;

    public SandboxClock Clock { get; }

    public Signer Signer { get; }

    public MailReader Mail { get; }

    public Uri Address => line.Server;

    public static async Task<Stage> OpenAsync(Setting setting, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-demo-").FullName;
        var server = await StartAsync(folder, setting);
        var stage = new Stage(server, folder, setting, stop);
        try
        {
            await stage.AdmitAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>An account with its email, as it joins.</summary>
    public async Task<Customer> OpenAccountAsync(string id, params object[] edits)
    {
        var customer = new Customer(App, id);
        (await Platform.PostAsync("/v1/accounts", new { id, email = customer.Email, edits })).OrStop($"open the account of {id}");
        return customer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        Signer.Dispose();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HoldfastServer> StartAsync(string folder, Setting setting)
    {
        try
        {
            return await HoldfastServer.StartAsync(new ServerOptions
            {
                Data = folder,
                Urls = "http://127.0.0.1:0",
                Policy = setting.Policy,
                Sandbox = true,
                Time = new StandingTime(DateTimeOffset.UtcNow),
            });
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Each party gets a token of its own, made over HTTP by a member of staff.</summary>
    private async Task AdmitAsync()
    {
        var staff = Join("staff", server.Tokens!.Staff1);
        App = await AdmitAsync(staff, "app");
        Bot = await AdmitAsync(staff, "bots");
        Caller = await AdmitAsync(staff, "caller");
    }

    private async Task<Client> AdmitAsync(Client staff, string name)
    {
        var made = (await staff.PostAsync("/v1/tokens", new { name, roles = DecideOnly })).OrStop("make a token");
        return Join(name, made.Text("token"));
    }

    private Client Join(string name, string? token)
    {
        var client = new Client(name, token, line);
        clients.Add(client);
        return client;
    }
}
