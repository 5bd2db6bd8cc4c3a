using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Server.Doctor;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Holdfast.Server.Tests.Doctor;

/// <summary>What `holdfast doctor` finds. Each test plants one thing that is wrong.</summary>
public sealed class Examining
{
    [Fact]
    public async Task Finds_nothing_wrong_with_a_folder_in_order_and_changes_nothing()
    {
        await using var server = await StoppedAsync();
        var before = Files(server.Data);
        var findings = await LookAsync(Options(server.Data));
        Assert.DoesNotContain(findings, f => f.Level == FindingLevel.Wrong);
        Assert.Equal(["configuration", "open", "disk", "sqlite", "log", "clock"], findings.Select(f => f.Check).Distinct());
        Assert.Contains(findings, f => f.Check == "log" && f.Says.Contains("signed up to", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Says.StartsWith("a sync takes ", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Says.StartsWith("firstTokensOnDisk", StringComparison.Ordinal));
        Assert.Equal(before, Files(server.Data));
    }

    [Fact]
    public async Task Works_before_the_first_start()
    {
        var data = Path.Combine(Path.GetTempPath(), "holdfast-none-" + Guid.NewGuid().ToString("n"));
        var findings = await LookAsync(Options(data));
        Assert.DoesNotContain(findings, f => f.Level == FindingLevel.Wrong);
        Assert.Contains(findings, f => f.Says.StartsWith("there is no log yet", StringComparison.Ordinal));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Names_every_mistake_of_the_configuration()
    {
        await using var server = await StoppedAsync();
        var findings = await LookAsync(Options(server.Data) with { PublicUrl = "http://holdfast.example.com", PlatformToken = "short" });
        Assert.Equal(2, findings.Count(f => f is { Check: "configuration", Level: FindingLevel.Wrong }));
        Assert.Equal(2, Examination.ExitCode(findings));
    }

    [Fact]
    public async Task Asks_a_server_that_runs()
    {
        await using var server = await RunningServer.ProductionAsync();
        var findings = await LookAsync(Options(server.Data) with { Urls = server.Address.ToString() });
        Assert.DoesNotContain(findings, f => f.Check is "configuration" && f.Level == FindingLevel.Wrong);
        Assert.Contains(findings, f => f is { Check: "server", Says: "it runs and is ready (production)" });
        Assert.Contains(findings, f => f is { Check: "channels", Level: FindingLevel.Warning, Says: "nobody can be told" });
        Assert.Equal(1, Examination.ExitCode(findings));
    }

    [Fact]
    public async Task Says_when_the_folder_is_in_use_and_nobody_answers()
    {
        await using var server = await RunningServer.ProductionAsync();
        var findings = await LookAsync(Options(server.Data) with { Urls = "http://127.0.0.1:9" });
        Assert.Contains(findings, f => f is { Check: "server", Level: FindingLevel.Warning });
    }

    [Fact]
    public async Task Finds_a_key_that_is_missing()
    {
        await using var server = await StoppedAsync();
        File.Delete(Path.Combine(server.Data, "keys", "kek"));
        Assert.Contains(await LookAsync(Options(server.Data)), f => f is { Check: "log", Level: FindingLevel.Wrong });
    }

    [Theory]
    [InlineData("update checkpoint set at = at + 1", "is not signed by this log's key")]
    [InlineData("delete from event where position >= (select max(position) from event)", "its newest checkpoint is at")]
    public async Task Finds_a_log_that_was_changed(string sql, string says)
    {
        await using var server = await StoppedAsync();
        using (var database = new SqliteConnection($"Data Source={Path.Combine(server.Data, "log.db")};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        Assert.Contains(await LookAsync(Options(server.Data)), f => f is { Check: "log", Level: FindingLevel.Wrong } && f.Says.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_a_clock_that_was_set_back()
    {
        await using var server = await StoppedAsync();
        var time = new MovableTime();
        time.StepWall(TimeSpan.FromHours(-3));
        Assert.Contains(await LookAsync(Options(server.Data) with { Time = time }),
            f => f is { Check: "clock", Level: FindingLevel.Warning } && f.Says.Contains("before what the log knows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_a_gap_that_nobody_vouches_for()
    {
        await using var server = await StoppedAsync();
        var time = new MovableTime();
        time.StepWall(TimeSpan.FromDays(3));
        Assert.Contains(await LookAsync(Options(server.Data) with { Time = time }),
            f => f is { Check: "clock", Level: FindingLevel.Warning } && f.Says.Contains("would not count", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tries_the_mail_server()
    {
        await using var server = await StoppedAsync();
        using var mail = new TcpListener(IPAddress.Loopback, 0);
        mail.Start();
        var serving = GreetAsync(mail);
        var options = Options(server.Data) with { Smtp = $"smtp://127.0.0.1:{((IPEndPoint)mail.LocalEndpoint).Port}" };
        Assert.Contains(await LookAsync(options), f => f is { Check: "channels", Level: FindingLevel.Fine });
        await serving;
        mail.Stop();
        Assert.Contains(await LookAsync(options), f => f is { Check: "channels", Level: FindingLevel.Wrong } && f.Says.Contains("can't be reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tries_the_public_address()
    {
        await using var server = await RunningServer.ProductionAsync();
        var here = Options(server.Data) with { Urls = server.Address.ToString(), PublicUrl = server.Address.ToString() };
        Assert.Contains(await LookAsync(here), f => f is { Check: "publicUrl", Level: FindingLevel.Fine });
        Assert.Contains(await LookAsync(here with { PublicUrl = "http://127.0.0.1:9" }), f => f is { Check: "publicUrl", Level: FindingLevel.Warning });
    }

    private static async Task<RunningServer> StoppedAsync()
    {
        var server = await RunningServer.ProductionAsync();
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await server.CheckpointedAsync();
        await server.StopAsync();
        return server;
    }

    private static ServerOptions Options(string data) => new() { Data = data, Urls = "http://127.0.0.1:0", MountTable = "none" };

    private static Task<IReadOnlyList<Finding>> LookAsync(ServerOptions options) => Examination.RunAsync(options, TestContext.Current.CancellationToken);

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith("-wal", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>As much of SMTP as it takes to say hello and goodbye.</summary>
    private static async Task GreetAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await stream.WriteAsync("220 mail.example.com ESMTP\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var isQuit = line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase);
            await stream.WriteAsync(isQuit ? "221 bye\r\n"u8.ToArray() : "250 mail.example.com\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            if (isQuit) return;
        }
    }
}
