using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.System.Tests.Serving;

public sealed class StartingAndStopping : IDisposable
{
    private readonly string data = Path.Combine(Path.GetTempPath(), "holdfast-serving-" + Guid.NewGuid().ToString("n"));
    private readonly int port = Program.FreePort();

    private string Address => $"http://127.0.0.1:{port}";

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Names_every_mistake_ends_with_2_and_leaves_nothing()
    {
        var (code, errors, output) = await Program.RunAsync(
            "serve", "--data", data, "--urls", Address + ";http://0.0.0.0:0;nonsense", "--policy", "/no/such/file", "--public-url", "ftp://x", "--sandbox");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Equal(5, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All((string[])["holdfast can't start:", "`http://0.0.0.0:0`", "`nonsense`", "`/no/such/file`", "`ftp://x`"],
            said => Assert.Contains(said, errors, StringComparison.Ordinal));
        Assert.False(Directory.Exists(data));
        Assert.False(await ListensAsync());
    }

    [Theory]
    [InlineData("serve", "--nonsense")]
    [InlineData("serve", "--policy")]
    [InlineData("nonsense", "--sandbox")]
    public async Task Refuses_arguments_that_it_does_not_know(params string[] arguments)
    {
        var (code, errors, _) = await Program.RunAsync(arguments);
        Assert.NotEqual(0, code);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Says_in_one_line_that_it_can_not_use_its_data_folder()
    {
        var (code, errors, _) = await Program.RunAsync("serve", "--data", "/dev/null/holdfast", "--urls", Address);
        Assert.NotEqual(0, code);
        Assert.Contains("holdfast can't start", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(await ListensAsync());
    }

    /// <summary>SIGTERM with a reader of the feed waiting: he is answered, it ends with 0, and the log passes its audit.</summary>
    [Fact]
    public async Task Ends_with_0_on_a_signal_and_its_log_passes_the_audit_and_opens_in_its_mode_only()
    {
        using (var program = Program.Start("serve", "--data", data, "--urls", Address, "--sandbox"))
        {
            await ReadyAsync(program);
            using var http = Client();
            using var opened = await http.SendAsync(Opening(), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
            var reader = http.GetAsync("/v1/events?after=1000000&wait=PT60S", TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            program.Terminate();
            using var page = await reader;
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var (code, errors, _) = await program.EndAsync();
            Assert.True(code == 0, $"{code}: {errors}");
        }
        Assert.False(await ListensAsync());
        var (audited, _, said) = await Program.RunAsync("audit", "--data", data);
        Assert.True(audited == 0, said);

        var (refused, why, _) = await Program.RunAsync("serve", "--data", data, "--urls", Address);
        Assert.Equal(2, refused);
        Assert.Contains("other mode", why, StringComparison.Ordinal);
        using var again = Program.Start("serve", "--data", data, "--urls", Address, "--sandbox");
        await ReadyAsync(again);
        again.Terminate();
        Assert.Equal(0, (await again.EndAsync()).Code);
    }

    private HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(data, "platform-token")).Trim());
        return http;
    }

    private static HttpRequestMessage Opening()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts")
        {
            Content = new StringContent("""{"id":"alice","email":"alice@example.com"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "1");
        return request;
    }

    private async Task ReadyAsync(Program program)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address) };
        for (var tries = 0; tries < 600; tries++)
        {
            Assert.False(program.HasExited);
            try
            {
                using var ready = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);
                if (ready.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        Assert.Fail("not ready after 30 s");
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
