using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Pages;

/// <summary>The pages for somebody who is being talked at.</summary>
public sealed class PublicPagesSay : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.SandboxAsync();
        var proposed = (await server.Staff1.PostAsync("/v1/official",
            """{"entries":[{"kind":"domain","value":"example.com","label":"our site"},{"kind":"phone","value":"+15550100123","label":"nothing"}]}""")).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{proposed.Text("act")}/second", "{}")).Is(200);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task No_when_somebody_asks_whether_we_call()
    {
        var page = (await server.Nobody.GetAsync("/calling")).Is(200);
        Assert.Contains("No. We never call you.", page.Body, StringComparison.Ordinal);
        Assert.Contains("Nobody from us is in a call with you now.", page.Body, StringComparison.Ordinal);
        Assert.Contains("Hang up now.", page.Body, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://example.com/a", "Yes. This is ours.")]
    [InlineData("example.com", "Yes. This is ours.")]
    [InlineData("examp1e.com", "No. This is not ours.")]
    [InlineData("+1 555 010 0123", "We can&#39;t tell. Whoever calls can choose the number")]
    [InlineData("+1 555 010 0199", "No. This is not ours.")]
    [InlineData("telegram:support", "No. This is not ours.")]
    [InlineData("security@examp1e.com", "No. This is not ours.")]
    [InlineData("0000-0000-0000", "No. We sent no message with this code.")]
    [InlineData("an urgent update", "We can&#39;t tell.")]
    public async Task What_is_ours_whatever_is_typed(string typed, string says) =>
        Assert.Contains(says, (await server.Nobody.GetAsync("/verify?q=" + Uri.EscapeDataString(typed))).Is(200).Body, StringComparison.Ordinal);

    [Fact]
    public async Task What_a_message_with_its_code_says()
    {
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice"))).Is(201);
        var change = (await server.Platform.PostAsync("/v1/accounts/alice/changes", $$"""{"by":{{World.Owner("alice")}},"edits":[{{World.Bot}}]}""")).Is(201);
        (await server.Platform.PostAsync($"/v1/accounts/alice/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"platform","digest":"{{change.Text("digest")}}","by":{{World.Owner("alice")}}}""")).Is(200);
        await server.AdvanceAsync("PT1M");
        var letter = (await server.LettersAsync(1))[^1];
        var code = letter.Text.Split("has the code ")[1][..14];
        var page = (await server.Nobody.GetAsync("/verify?q=" + code.ToLowerInvariant())).Is(200).Body;
        Assert.Contains("Yes. We sent a message with this code.", page, StringComparison.Ordinal);
        Assert.Contains("If what you have says anything else, it is not ours.", page, StringComparison.Ordinal);
        Assert.Contains("We never call you.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alice@example.com", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_typed_as_anything_but_text()
    {
        var page = (await server.Nobody.GetAsync("/verify?q=" + Uri.EscapeDataString("\"><script>alert(1)</script>"))).Is(200).Body;
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("What it is for: our site", (await server.Nobody.GetAsync("/verify?q=example.com")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thank_you_for_a_report_which_is_kept_as_evidence_and_acts_on_nobody()
    {
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("bob"))).Is(201);
        var version = (long)(await server.Platform.GetAsync("/v1/accounts/bob")).Is(200)["version"]!;
        var page = (await server.Nobody.PostFormAsync("/report", ("claims", "they said bob must enable withdrawals"), ("from", "+1 555 010 0177"))).Is(200);
        Assert.Contains("We have your report.", page.Body, StringComparison.Ordinal);
        Assert.Equal(version, (long)(await server.Platform.GetAsync("/v1/accounts/bob")).Is(200)["version"]!);
        var sighted = (await server.Platform.GetAsync("/v1/events?limit=1000")).Is(200)["events"]!.AsArray().Single(e => (string?)e!["type"] == "callSighted")!;
        Assert.Equal("phone", (string?)sighted["data"]!["call"]!["indicators"]![0]!["kind"]);
    }

    [Fact]
    public async Task Come_back_later_where_somebody_sends_very_many()
    {
        for (var i = 0; i < 300; i++) (await server.Nobody.PostFormAsync("/report", ("claims", "a call"))).Is(200);
        var head = await server.HeadAsync();
        Assert.Contains("very many reports", (await server.Nobody.PostFormAsync("/report", ("claims", "a call"))).Is(429).Body, StringComparison.Ordinal);
        Assert.Equal(head, await server.HeadAsync());
        await server.AdvanceAsync("PT1H1S");
        Assert.Contains("We have your report.", (await server.Nobody.PostFormAsync("/report", ("claims", "a call"))).Is(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_again_where_nothing_was_sent()
    {
        Assert.Equal(400, (await server.Nobody.PostFormAsync("/report", ("claims", " "))).Status);
        Assert.Equal(400, (await server.Nobody.PostFormAsync("/report", ("claims", new string('a', 9_000)))).Status);
        Assert.Equal(400, (await server.Nobody.SendAsync(HttpMethod.Post, "/report", Client.Json("{}"u8.ToArray()))).Status);
    }
}
