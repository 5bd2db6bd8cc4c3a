using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Served = Holdfast.System.Tests.Serving.Program;

namespace Holdfast.System.Tests.Backups;

/// <summary>docs/guides/backup.md: its commands, as they stand there, against the real program.</summary>
public sealed class FollowingTheGuide : IDisposable
{
    private readonly string here = Directory.CreateTempSubdirectory("holdfast-backup-").FullName;
    private readonly int port = Served.FreePort();
    private string said = "";

    public void Dispose() => Directory.Delete(here, recursive: true);

    [Fact]
    public async Task Copies_under_a_running_server_restores_and_notices_what_is_missing()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the guide's commands are for a Unix shell");
        var blocks = Blocks();
        Assert.Equal(6, blocks.Length);
        PutProgramOnPath();
        using (var server = Serve("holdfast-data"))
        {
            await ReadyAsync(server, HttpStatusCode.OK);
            await OpenAsync("alice");
            await RunAsync(blocks[0]);
            await RunAsync(blocks[1]);
            await OpenAsync("bob");
            // until the witness, which is written behind the log, has seen it
            await Task.Delay(2_000, TestContext.Current.CancellationToken);
            await RunAsync(blocks[2]);
            server.Terminate();
            Assert.Equal(0, (await server.EndAsync()).Code);
        }
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(here, "backups"), "holdfast-*.db"));
        await RunAsync(blocks[3]);
        Assert.Contains("ok: ", said, StringComparison.Ordinal);
        Assert.Contains("restored into holdfast-data", said, StringComparison.Ordinal);
        await RunAsync(blocks[4]);
        await RunAsync(blocks[5]);
        Assert.Contains("ok: ", said, StringComparison.Ordinal);
        await IsSetBackAsync("holdfast-data");
        await IsSetBackAsync("another-folder", "--checkpoint", "safe/last-checkpoint.json");
        foreach (var file in Directory.GetFiles(here, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".db", StringComparison.Ordinal)))
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Overwrites_nothing_and_restores_nothing_that_is_not_whole()
    {
        PutProgramOnPath();
        using (var server = Serve("holdfast-data"))
        {
            await ReadyAsync(server, HttpStatusCode.OK);
            await OpenAsync("alice");
            server.Terminate();
            await server.EndAsync();
        }
        await RunAsync("holdfast backup --data holdfast-data --to one.db --keys keys");
        Assert.Equal(2, (await ShAsync("holdfast backup --data holdfast-data --to one.db")).Code);
        Assert.Equal(2, (await ShAsync("holdfast backup --data nothing --to two.db")).Code);
        Assert.Equal(2, (await ShAsync("holdfast restore --from one.db --data holdfast-data")).Code);
        Assert.Equal(2, (await ShAsync("holdfast restore --from one.db --data elsewhere")).Code);
        Spoil(Path.Combine(here, "one.db"));
        Assert.NotEqual(0, (await ShAsync("holdfast restore --from one.db --data elsewhere --keys keys")).Code);
        Assert.False(Directory.Exists(Path.Combine(here, "elsewhere")));
        Assert.False(Directory.Exists(Path.Combine(here, "elsewhere.restoring")));
    }

    private async Task IsSetBackAsync(string data, params string[] more)
    {
        using var server = Serve(data, more);
        var ready = await ReadyAsync(server, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("rolledBack", (string?)ready["log"]);
        server.Terminate();
        Assert.Equal(0, (await server.EndAsync()).Code);
    }

    /// <summary>Changes one stored byte of an event.</summary>
    private static void Spoil(string database)
    {
        var bytes = File.ReadAllBytes(database);
        var at = bytes.AsSpan().LastIndexOf("accountOpened"u8);
        Assert.True(at > 0);
        bytes[at] ^= 1;
        File.WriteAllBytes(database, bytes);
    }

    private static string[] Blocks()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "guides", "backup.md"));
        return [.. text.Split("```sh\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Holdfast.slnx"))) return folder;
        throw new FileNotFoundException("Holdfast.slnx is not above the tests");
    }

    private void PutProgramOnPath()
    {
        if (OperatingSystem.IsWindows()) return;
        var program = Path.Combine(here, "bin", "holdfast");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet exec '{Path.Combine(AppContext.BaseDirectory, "holdfast.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Served Serve(string data, params string[] more) => Served.Start(
        ["serve", "--sandbox", "--data", Path.Combine(here, data), "--urls", $"http://127.0.0.1:{port}", .. more.Select(m => m.StartsWith("--", StringComparison.Ordinal) ? m : Path.Combine(here, m))]);

    private async Task RunAsync(string commands)
    {
        var (code, output) = await ShAsync(commands);
        said = output;
        Assert.True(code == 0, $"{commands}\n{output}");
    }

    private async Task<(int Code, string Output)> ShAsync(string commands)
    {
        using var sh = Process.Start(new ProcessStartInfo("sh", ["-eu", "-c", "exec 2>&1\n" + commands])
        {
            WorkingDirectory = here,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = Path.Combine(here, "bin") + ":" + Environment.GetEnvironmentVariable("PATH") },
        })!;
        var output = await sh.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await sh.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (sh.ExitCode, output);
    }

    private async Task OpenAsync(string account)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var token = await File.ReadAllTextAsync(Path.Combine(here, "holdfast-data", "platform-token"), TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.Trim());
        using var body = new StringContent($$"""{"id":"{{account}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts") { Content = body };
        request.Headers.Add("Idempotency-Key", account);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    /// <summary>Waits until it answers, which must be so.</summary>
    private async Task<JsonNode> ReadyAsync(Served program, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var tries = 0; tries < 600; tries++)
        {
            Assert.False(program.HasExited);
            try
            {
                using var ready = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);
                Assert.Equal(expected, ready.StatusCode);
                return JsonNode.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        throw new TimeoutException("it did not answer within 30 s");
    }
}
