using System.Diagnostics;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class Starting
{
    [Fact]
    public async Task Names_every_mistake_of_its_configuration_at_once_and_makes_nothing()
    {
        var data = Path.Combine(Path.GetTempPath(), "holdfast-none-" + Guid.NewGuid().ToString("n"));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(new ServerOptions
        {
            Data = data,
            Urls = "http://0.0.0.0:0;nonsense;http://127.0.0.1:0/path;https://127.0.0.1:0",
            Policy = "/no/such/policy.json",
            PublicUrl = "ftp://x?y#z",
            PlatformToken = "short one",
            Sandbox = true,
        }));
        Assert.Equal(7, error.Mistakes.Count);
        Assert.Equal(4, error.Mistakes.Count(m => m.StartsWith("--urls", StringComparison.Ordinal)));
        Assert.DoesNotContain("short one", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Names_every_mistake_of_a_policy_with_its_place()
    {
        await using var server = await RunningServer.SandboxAsync();
        var file = server.WriteFile("policy.json", """{"holds":{"withdraw":"PT1H","flying":"PT48H"},"settling":7,"extra":true}""");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => server.RestartAsync(o => o with { Policy = file }));
        Assert.Equal(4, error.Mistakes.Count);
        Assert.All((string[])["/holds/withdraw", "/holds/flying", "/settling", "/extra"],
            at => Assert.Contains(error.Mistakes, m => m.Contains($"`{at}`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refuses_data_of_the_other_mode_and_leaves_it_usable()
    {
        await using var server = await RunningServer.ProductionAsync();
        await Assert.ThrowsAsync<ConfigurationException>(() => server.RestartAsync(o => o with { Sandbox = true }));
        await server.StartAsync(o => o with { Sandbox = false });
        Assert.Equal("production", (await server.Nobody.GetAsync("/readyz")).Text("mode"));
        (await server.Platform.GetAsync("/sandbox/clock")).Is(404, "notFound");
    }

    [Fact]
    public async Task Writes_its_first_tokens_for_their_owner_alone()
    {
        await using var server = await RunningServer.ProductionAsync();
        foreach (var (name, token) in ((string, string)[])
            [("platform-token", server.Tokens.Platform), ("staff-1", server.Tokens.Staff1), ("staff-2", server.Tokens.Staff2)])
        {
            var path = Path.Combine(server.Data, name);
            Assert.Equal(token, File.ReadAllText(path).Trim());
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        Assert.DoesNotContain(server.Tokens.Platform, server.Tokens.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_platforms_token_from_outside()
    {
        const string token = "4mYq0cJ8kZr2Vw6TtXbN1sHgLpQeUaDf";
        await using var server = await RunningServer.ProductionAsync(o => o with { PlatformToken = token });
        (await server.With(token).GetAsync("/v1/events")).Is(200);
        Assert.False(File.Exists(Path.Combine(server.Data, "platform-token")));
    }

    [Fact]
    public async Task Strengthens_a_policy_at_once_and_lets_what_weakens_wait_for_two_and_the_old_hold()
    {
        await using var server = await World.StartedAsync("{}");
        var account = await server.OpenAsync(World.Bot);
        server.WriteFile("policy.json", """{"holds":{"transfer":"PT72H","withdraw":"PT24H"},"allowance":{"amount":"500","currency":"USDT"}}""");
        await server.RestartAsync();
        var holds = (await server.Platform.GetAsync($"/v1/accounts/{account}")).Is(200);
        Assert.Equal("PT72H", Hours((string?)holds["holds"]!["transfer"]));
        Assert.Equal("PT48H", Hours((string?)holds["holds"]!["withdraw"]));
        Assert.Equal("50", holds.Text("allowance"));
        var pending = (await server.Nobody.GetAsync("/readyz")).Is(200)["policy"]!["pending"]!;
        Assert.Equal("awaitingTwoStaff", (string?)pending["state"]);
        Assert.Equal(["/holds/withdraw", "/allowance/amount"], pending["waits"]!.AsArray().Select(w => (string)w!));

        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"policy","digest":"{{(string)pending["digest"]!}}"}""")).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        Assert.Equal("held", (string?)(await server.Nobody.GetAsync("/readyz"))["policy"]!["pending"]!["state"]);
        await server.AdvanceAsync("PT47H");
        Assert.Equal("50", (await server.Platform.GetAsync($"/v1/accounts/{account}")).Text("allowance"));
        await server.AdvanceAsync("PT2H");
        Assert.Equal("500", (await server.Platform.GetAsync($"/v1/accounts/{account}")).Text("allowance"));
        Assert.Null((await server.Nobody.GetAsync("/readyz"))["policy"]!["pending"]);
        await server.RestartAsync();
        Assert.Equal("500", (await server.Platform.GetAsync($"/v1/accounts/{account}")).Text("allowance"));
    }

    [Fact]
    public async Task Stops_without_waiting_for_readers_of_the_feed_and_continues_where_it_was()
    {
        await using var server = await World.StartedAsync();
        var account = await server.AgedAsync();
        var head = await server.HeadAsync();
        var reader = server.Platform.GetAsync($"/v1/events?after={head}&wait=PT60S");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await server.StopAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"stopping took {watch.Elapsed}");
        Assert.Empty((await reader).Is(200)["events"]!.AsArray());
        await server.StartAsync();
        Assert.Equal(head, await server.HeadAsync());
        (await server.WithdrawAsync(account, "w1", "1000")).Is(200);
    }

    [Fact]
    public async Task Goes_on_telling_after_letters_could_not_be_written_for_a_while()
    {
        await using var server = await World.StartedAsync();
        var (outbox, away) = (Path.Combine(server.Data, "outbox"), Path.Combine(server.Data, "away"));
        Directory.Move(outbox, away);
        var account = await server.OpenAsync(World.Bot);
        for (var i = 0; i < 300 && (await server.Nobody.GetAsync("/readyz")).Is(200).Text("telling") != "failing"; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal("failing", (await server.Nobody.GetAsync("/readyz")).Text("telling"));
        Assert.Null((await server.Platform.GetAsync($"/v1/accounts/{account}"))["changes"]![0]!["edits"]!.AsArray()[^1]!["effectiveAt"]);
        Directory.Move(away, outbox);
        await server.AdvanceAsync("PT1S");
        Assert.NotNull((await server.Platform.GetAsync($"/v1/accounts/{account}"))["changes"]![0]!["edits"]!.AsArray()[^1]!["effectiveAt"]);
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("telling"));
    }

    [Fact]
    public async Task Says_that_it_lives_and_that_it_is_ready()
    {
        await using var server = await RunningServer.ProductionAsync();
        Assert.Equal("""{"status":"ok"}""", (await server.Nobody.GetAsync("/healthz")).Is(200).Body);
        var ready = (await server.Nobody.GetAsync("/readyz")).Is(200);
        Assert.Equal(["status", "mode", "log", "witness", "clock", "telling", "policy", "notes"], ready.Members);
        Assert.Equal("noHoldWillStart", ready.Text("telling"));
        (await server.Nobody.GetAsync("/nothing/here")).Is(404, "notFound");
        (await server.Platform.DeleteAsync("/v1/accounts")).Is(405, "methodNotAllowed");
    }

    private static string? Hours(string? span) =>
        span is null ? null : $"PT{System.Xml.XmlConvert.ToTimeSpan(span).TotalHours}H";
}
