using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Holdfast.Storage.Auditing;

namespace Holdfast.Server.Tests.Contract;

/// <summary>Told something wrong, a server names all of it and leaves no trace.</summary>
public sealed class Misconfigured
{
    private readonly string data = Path.Combine(Path.GetTempPath(), "holdfast-none-" + Guid.NewGuid().ToString("n"));

    [Fact]
    public async Task Names_mistakes_of_the_options_the_policy_and_the_ports_in_one_message()
    {
        using var taken = Listener();
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(policy, """{"holds":{"withdraw":"PT1H"},"extra":1}""", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(new ServerOptions
        {
            Data = data,
            Urls = $"http://127.0.0.1:{PortOf(taken)};nonsense",
            Policy = policy,
            PublicUrl = "ftp://x",
            PlatformToken = "short",
        }));
        File.Delete(policy);
        Assert.All((string[])[$":{PortOf(taken)}` can't be listened on: the port is in use", "`nonsense`", "`/holds/withdraw`", "`/extra`", "--public-url", "HOLDFAST_PLATFORM_TOKEN"],
            said => Assert.Single(error.Mistakes, m => m.Contains(said, StringComparison.Ordinal)));
        Assert.Equal(6, error.Mistakes.Count);
        Assert.All(error.Mistakes, m => Assert.Contains(m, error.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Listens_on_no_port_while_another_is_wrong()
    {
        var free = FreePort();
        await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(
            new ServerOptions { Data = data, Urls = $"http://127.0.0.1:{free};http://127.0.0.1:{free}" }));
        await AssertFreeAsync(free);
        Assert.False(Directory.Exists(data));
    }

    /// <summary>The first start makes tokens that are shown once: one that can't listen must not use it up.</summary>
    [Fact]
    public async Task Starts_for_the_first_time_once_the_port_is_free()
    {
        var taken = Listener();
        var options = new ServerOptions { Data = data, Urls = $"http://127.0.0.1:{PortOf(taken)}", IsTerminal = true };
        await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(options));
        Assert.False(Directory.Exists(data));
        taken.Dispose();
        await using (var server = await HoldfastServer.StartAsync(options)) Assert.NotNull(server.Tokens);
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_data_of_the_other_mode_without_a_trace(bool isSandbox)
    {
        await using var server = isSandbox ? await RunningServer.SandboxAsync() : await RunningServer.ProductionAsync();
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await server.StopAsync();
        var (events, files) = (LogAudit.Check(server.Data).Events, Files(server.Data));
        var port = FreePort();
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(
            new ServerOptions { Data = server.Data, Urls = $"http://127.0.0.1:{port}", Sandbox = !isSandbox }));
        Assert.Contains("other mode", Assert.Single(error.Mistakes), StringComparison.Ordinal);
        await AssertFreeAsync(port);
        Assert.Equal(files, Files(server.Data));
        var report = LogAudit.Check(server.Data);
        Assert.True(report.Ok);
        Assert.Equal(events, report.Events);
        await server.StartAsync();
        (await server.Platform.GetAsync("/v1/accounts/alice")).Is(200);
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith("-wal", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static async Task AssertFreeAsync(int port)
    {
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static int FreePort()
    {
        using var listener = Listener();
        return PortOf(listener);
    }
}
