using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Tests.Middleware;

/// <summary>The middleware, before answers and requests that are not as they should be.</summary>
public sealed class AskingBeforeARequest
{
    /// <summary>What is no consent, whatever its status says.</summary>
    public static TheoryData<string, int> NoConsents => new()
    {
        { "401", 401 }, { "403", 403 }, { "404", 503 }, { "500", 503 }, { "302", 503 }, { "204", 503 }, { "bare", 503 }, { "other", 503 },
        { "two accounts", 503 }, { "empty account", 503 }, { "no key", 503 }, { "no permission", 503 }, { "two withdrawals", 503 }, { "abort", 503 },
    };

    [Theory]
    [MemberData(nameof(NoConsents))]
    public async Task Lets_nothing_on_without_a_whole_consent_and_says_nothing(string answer, int status)
    {
        await using var holdfast = await FakeHoldfast.StartAsync(http => Answer(http, answer));
        await using var guarded = await Guarded.StartAsync(holdfast.Address);
        Assert.Equal((status, ""), await guarded.SendAsync("/api", "{}"));
        Assert.Empty(guarded.Reached);
        Assert.Single(holdfast.Asked);
    }

    [Fact]
    public async Task Refuses_within_its_time_while_no_answer_comes()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await using var guarded = await Guarded.StartAsync(address, o => o.Timeout = TimeSpan.FromMilliseconds(200));
        Assert.Equal((503, ""), await guarded.SendAsync("/api"));
        Assert.Empty(guarded.Reached);
    }

    [Theory]
    [InlineData("X-Holdfast-Account")]
    [InlineData("x-holdfast-withdrawal")]
    [InlineData("X_Holdfast_Key")]
    [InlineData("X-Holdfast_Body")]
    [InlineData("X-Holdfast-Redirect")]
    public async Task Takes_away_what_a_client_says_in_Holdfasts_name(string name)
    {
        await using var holdfast = await FakeHoldfast.StartAsync(FakeHoldfast.Consent);
        await using var guarded = await Guarded.StartAsync(holdfast.Address, o => Only(o, "/api"));
        Assert.Equal(200, (await guarded.SendAsync("/api", "", "GET", name + ": forged", "X-Other: kept")).Status);
        Assert.Equal(200, (await guarded.SendAsync("/open", "", "GET", name + ": forged", "X-Other: kept")).Status);
        var (headers, _) = Assert.Single(holdfast.Asked);
        Assert.DoesNotContain(headers, h => h.Value.Contains("forged", StringComparison.Ordinal));
        Assert.Equal(("kept", Question.Onward), (headers["X-Other"], headers["X-Holdfast-Redirect"]));
        Assert.All(guarded.Reached, r => Assert.True(r.Headers.Contains("X-Other") && !r.Headers.Contains(name, StringComparer.OrdinalIgnoreCase)));
        Assert.Equal([new HoldfastCaller("anna", "bot-1", "read", null), null], guarded.Reached.Select(r => r.Caller));
    }

    [Fact]
    public async Task Says_itself_where_a_client_calls_from_and_what_it_asks()
    {
        await using var holdfast = await FakeHoldfast.StartAsync(FakeHoldfast.Consent);
        await using var guarded = await Guarded.StartAsync(holdfast.Address);
        Assert.Equal(200, (await guarded.SendAsync("/api?a=%20&b", "{}", "PUT", "X-Forwarded-For: 203.0.113.9", "X-Original-URI: /other",
            "X-Original-Method: GET", "X-Forwarded-Uri: /other", "X-Forwarded-Method: GET", "X-Forwarded-Host: other", "X-Real-IP: 203.0.113.9",
            "Content-Type: application/json", "Authorization: Bearer x")).Status);
        var (headers, body) = Assert.Single(holdfast.Asked);
        Assert.Equal(("127.0.0.1", "/api?a=%20&b", "PUT", "api.example"),
            (headers["X-Forwarded-For"], headers["X-Original-URI"], headers["X-Original-Method"], headers["X-Forwarded-Host"]));
        Assert.Equal(("application/json", "Bearer x", "{}"), (headers["Content-Type"], headers["Authorization"], Encoding.ASCII.GetString(body)));
        Assert.DoesNotContain(headers.Keys, k => k is "X-Forwarded-Uri" or "X-Forwarded-Method" or "X-Real-IP");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1000, false)]
    [InlineData(5000, true)]
    [InlineData(65_536, true)]
    [InlineData(65_536, false)]
    public async Task Judges_and_hands_on_the_same_bytes_up_to_its_bound(int length, bool isChunked)
    {
        await using var holdfast = await FakeHoldfast.StartAsync(FakeHoldfast.Consent);
        await using var guarded = await Guarded.StartAsync(holdfast.Address);
        var body = string.Create(length, 0, (text, _) => { for (var i = 0; i < text.Length; i++) text[i] = (char)(i * 7 % 251); });
        Assert.Equal(200, (await SendAsync(guarded, body, isChunked)).Status);
        var sent = Encoding.Latin1.GetBytes(body);
        Assert.Equal(sent, Assert.Single(holdfast.Asked).Body);
        Assert.Equal(sent, Assert.Single(guarded.Reached).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Asks_nobody_about_a_body_beyond_its_bound(bool isChunked)
    {
        await using var holdfast = await FakeHoldfast.StartAsync(FakeHoldfast.Consent);
        await using var guarded = await Guarded.StartAsync(holdfast.Address, o => o.MaxBodyBytes = 100);
        Assert.Equal((413, ""), await SendAsync(guarded, new string('x', 101), isChunked));
        Assert.Equal(200, (await SendAsync(guarded, new string('x', 100), isChunked)).Status);
        Assert.Single(holdfast.Asked);
        Assert.Single(guarded.Reached);
    }

    [Theory]
    [InlineData("/api/../api", false)]
    [InlineData("/open/../api", false)]
    [InlineData("/api/./x", false)]
    [InlineData("/%61pi", false)]
    [InlineData("/api/x%2e%2e", false)]
    [InlineData("http://api.example/api", false)]
    [InlineData("/api/a%20b?c=%41", true)]
    [InlineData("/api/a%2Fb", true)]
    [InlineData("/API//x", true)]
    public async Task Asks_only_about_a_path_that_routing_reads_as_it_stands(string target, bool isAsked)
    {
        await using var holdfast = await FakeHoldfast.StartAsync(FakeHoldfast.Consent);
        await using var guarded = await Guarded.StartAsync(holdfast.Address, o => Only(o, "/api"));
        Assert.Equal((isAsked ? 200 : 403, ""), await guarded.SendAsync(target));
        Assert.Equal(isAsked ? 1 : 0, holdfast.Asked.Count);
        Assert.Equal(isAsked ? 1 : 0, guarded.Reached.Count);
    }

    [Theory]
    [InlineData("address")]
    [InlineData("timeout")]
    [InlineData("body")]
    [InlineData("no path")]
    [InlineData("bad path")]
    public async Task Does_not_start_on_options_that_make_no_sense(string what) => await Assert.ThrowsAsync<InvalidOperationException>(() =>
        Guarded.StartAsync(new Uri("http://127.0.0.1:1"), o =>
        {
            if (what == "address") o.Address = new Uri("http://127.0.0.1:1/below");
            if (what == "timeout") o.Timeout = TimeSpan.Zero;
            if (what == "body") o.MaxBodyBytes = HoldfastOptions.MostBodyBytes + 1;
            if (what.EndsWith("path", StringComparison.Ordinal)) o.Paths.Clear();
            if (what == "bad path") o.Paths.Add("api");
        }));

    [Fact]
    public void Stands_on_the_framework_alone() => Assert.All(
        typeof(HoldfastOptions).Assembly.GetReferencedAssemblies(),
        a => Assert.True(a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name.StartsWith("Microsoft.", StringComparison.Ordinal), a.Name));

    private static void Only(HoldfastOptions options, string path)
    {
        options.Paths.Clear();
        options.Paths.Add(path);
    }

    private static Task<(int Status, string Body)> SendAsync(Guarded guarded, string body, bool isChunked) => isChunked
        ? guarded.SendAsync("/api", $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n", "POST", "Transfer-Encoding: chunked")
        : guarded.SendAsync("/api", body);

    private static async Task Answer(HttpContext http, string answer)
    {
        if (int.TryParse(answer, out var status))
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/elsewhere";
        }
        if (answer == "abort") http.Abort();
        if (status != 0 || answer is "bare" or "abort") return;
        await FakeHoldfast.Consent(http);
        var headers = http.Response.Headers;
        if (answer == "other") headers["X-Accel-Redirect"] = "@other";
        if (answer == "two accounts") headers["X-Holdfast-Account"] = new[] { "anna", "bert" };
        if (answer == "empty account") headers["X-Holdfast-Account"] = "";
        if (answer == "no key") headers.Remove("X-Holdfast-Key");
        if (answer == "no permission") headers.Remove("X-Holdfast-Permission");
        if (answer == "two withdrawals") headers["X-Holdfast-Withdrawal"] = new[] { "a", "b" };
    }
}
