using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Holdfast.Server.Hosting;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Tests.Canaries;
using Holdfast.Server.Tests.Harness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>What a collector is sent: enough to find what happened, and nothing of anybody.</summary>
[Collection("listens to Holdfast")]
public sealed class SendingToACollector
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Parent = "b7ad6b7169203331";

    [Fact]
    public async Task Leads_by_a_trace_from_the_request_to_the_event_to_the_announcement()
    {
        await using var collector = new Collector();
        await using var world = await World.StartedAsync(change: Sending(collector));
        var account = await world.OpenAsync(World.Bot);
        await world.Platform.SendAsync(HttpMethod.Post, $"/v1/accounts/{account}/changes",
            Client.Json(Encoding.UTF8.GetBytes($$"""{"by":{{World.Owner(account)}},"edits":[{{World.Grant("transfer")}}]}""")),
            ("Idempotency-Key", Client.FreshKey()), ("traceparent", $"00-{Trace}-{Parent}-01"));
        var change = (string)(await EventAsync(world, "changeAsked"))["data"]!["change"]!;
        var digest = (await world.Platform.GetAsync($"/v1/accounts/{account}/changes/{change}")).Text("digest");
        await world.Platform.SendAsync(HttpMethod.Post, $"/v1/accounts/{account}/changes/{change}/approvals",
            Client.Json(Encoding.UTF8.GetBytes($$"""{"factor":"platform","digest":"{{digest}}","by":{{World.Owner(account)}}}""")),
            ("Idempotency-Key", Client.FreshKey()), ("traceparent", $"00-{Trace}-{Parent}-01"));
        await world.AdvanceAsync("PT1S");
        var approved = (await EventAsync(world, "changeApproved"))["position"]!.ToString();
        await world.StopAsync();

        var mine = collector.Spans.Where(s => s.Trace == Trace).ToArray();
        var request = Assert.Single(mine, s => s.Name == "POST /v1/accounts/{id}/changes/{change}/approvals");
        Assert.Equal(Parent, request.Parent);
        Assert.Equal("200", request.Tags["http.response.status_code"]);
        var decided = Assert.Single(mine, s => s.Name == "decide" && s.Position == approved);
        Assert.Equal(request.Id, decided.Parent);
        Assert.Equal("changeApproved", decided.Tags["holdfast.decision.kind"]);
        var told = Assert.Single(collector.Spans, s => s.Name == "announce" && s.Position == approved);
        Assert.Equal([Trace], told.LinkedTraces);
        Assert.Contains(collector.Spans, s => s.Name == "decide" && s.Trace == told.Trace && s.Tags["holdfast.decision.kind"] == "announced");
    }

    [Fact]
    public async Task Names_the_position_where_the_request_was_before_a_restart()
    {
        await using var collector = new Collector();
        await using var world = await World.StartedAsync();
        Directory.Move(Path.Combine(world.Data, "outbox"), Path.Combine(world.Data, "away"));
        await world.OpenAsync(World.Bot);
        await world.StopAsync();
        Directory.Delete(Path.Combine(world.Data, "away"), recursive: true);
        await world.StartAsync(Sending(collector));
        await world.AdvanceAsync("PT1S");
        await world.StopAsync();
        Assert.Contains(collector.Spans, s => s is { Name: "announce", Position: not null, LinkedTraces: [] });
    }

    [Fact]
    public async Task Counts_requests_decisions_and_the_log()
    {
        await using var collector = new Collector();
        await using var world = await World.StartedAsync(change: Sending(collector));
        var account = await world.AgedAsync();
        (await world.WithdrawAsync(account, "w1")).Is(200);
        (await world.Platform.GetAsync("/v1/accounts/nobody-here")).Is(404);
        await world.AskAsync(account, World.Grant("transfer", "no-such-key"));
        await world.StopAsync();
        var metrics = collector.Metrics.ToHashSet(StringComparer.Ordinal);
        Assert.Empty(((string[])[
            "http.server.request.duration", "holdfast.decisions", "holdfast.log.append.duration", "holdfast.log.commit.duration",
            "holdfast.log.batch.size", "holdfast.log.queue.depth", "holdfast.log.head", "holdfast.announcements.behind",
            "holdfast.announcements.delay", "holdfast.announcements.untaken", "holdfast.clock.behind", "holdfast.memory.used",
            "dotnet.process.memory.working_set"]).Except(metrics));
        Assert.Contains(collector.PointsOf("holdfast.decisions"), p =>
            p["holdfast.decision.kind"] == "withdrawalDecided" && p["holdfast.decision"] == "allow");
        Assert.Contains(collector.PointsOf("holdfast.decisions"), p =>
            p["holdfast.decision.kind"] == "refused" && p["holdfast.refusal.code"] == "keyUnknown");
        Assert.Contains(collector.PointsOf("http.server.request.duration"), p =>
            p["http.route"] == "/v1/accounts/{id}/withdrawals" && p["http.response.status_code"] == "200");
    }

    [Fact]
    public async Task Carries_log_lines_with_the_trace_that_they_are_of()
    {
        await using var collector = new Collector();
        await using var world = await World.StartedAsync(change: o => Sending(collector)(o) with { LogLevel = LogLevel.Trace, Logs = NullLoggerProvider.Instance });
        var account = await world.OpenAsync(World.Bot);
        await world.Platform.GetAsync($"/v1/accounts/{account}", ("traceparent", $"00-{Trace}-{Parent}-01"));
        await world.StopAsync();
        var line = Assert.Single(collector.Lines, l => l.Trace == Trace);
        Assert.Equal("GET `/v1/accounts/{id}` answered 200", line.Text);
    }

    [Fact]
    public async Task Tells_nothing_of_anybody()
    {
        await using var collector = new Collector();
        await using var world = await World.StartedAsync(change: o => Sending(collector)(o) with { LogLevel = LogLevel.Trace, Logs = NullLoggerProvider.Instance });
        var canaries = (await Household.LiveInAsync(world)).All;
        await world.StopAsync();
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Taken.Select(t => t.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Found(collector, canaries));
    }

    [Theory]
    [InlineData("span")]
    [InlineData("name of a span")]
    [InlineData("metric")]
    [InlineData("log")]
    public async Task Would_be_caught_if_it_told_a_label_in_a(string place)
    {
        await using var collector = new Collector();
        var canary = new Canary("label", "greta's bot 4711");
        await using var world = new Planting((http, logger) =>
        {
            using var meter = new Meter(Sources.Name);
            if (place == "span") Activity.Current!.SetTag("label", canary.Text);
            else if (place == "metric") meter.CreateCounter<int>("planted").Add(1, new KeyValuePair<string, object?>("label", canary.Text));
            else if (place == "log") logger.LogError("planted: {Label}", canary.Text);
            else Activity.Current!.DisplayName = canary.Text;
            return Task.CompletedTask;
        });
        await world.StartAsync(Sending(collector));
        await world.Nobody.GetAsync("/planted");
        await world.StopAsync();
        Assert.NotEmpty(Found(collector, [canary]));
    }

    [Fact]
    public async Task Says_of_a_fault_where_it_was_and_not_what_it_quotes()
    {
        await using var collector = new Collector();
        var canary = new Canary("label", "greta's bot 4711");
        await using var world = new Planting((http, _) => throw new FormatException("not a number: " + canary.Text, new IOException($"'/x/{canary.Text}' is full")));
        await world.StartAsync(Sending(collector));
        Assert.Equal(500, (await world.Nobody.GetAsync("/planted")).Status);
        await world.StopAsync();
        var line = Assert.Single(collector.Lines, l => l.Text == "a fault at `/planted`");
        Assert.Contains("System.FormatException", line.Tags["exception.stacktrace"], StringComparison.Ordinal);
        Assert.Contains("'…' is full", line.Tags["exception.stacktrace"], StringComparison.Ordinal);
        Assert.Contains(nameof(SendingToACollector), line.Tags["exception.stacktrace"], StringComparison.Ordinal);
        Assert.Empty(Found(collector, [canary]));
    }

    [Fact]
    public async Task Goes_nowhere_but_where_it_was_told()
    {
        await using var collector = new Collector();
        await using var other = new Collector();
        var before = ((string[])["ENDPOINT", "HEADERS", "PROTOCOL"]).ToDictionary(n => "OTEL_EXPORTER_OTLP_" + n, n => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_" + n));
        try
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", other.Address);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_HEADERS", "authorization=from the environment");
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
            await using var silent = await World.StartedAsync();
            await silent.OpenAsync(World.Bot);
            await silent.StopAsync();
            await using var world = await World.StartedAsync(change: Sending(collector));
            await world.OpenAsync(World.Bot);
            await world.StopAsync();
        }
        finally
        {
            foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
        }
        Assert.Empty(other.Taken);
        Assert.Empty(collector.Authorizations);
        Assert.NotEmpty(collector.Spans);
    }

    [Fact]
    public async Task Is_not_needed_to_serve()
    {
        await using var world = await World.StartedAsync(change: o => o with { Otlp = "http://127.0.0.1:9" });
        await world.OpenAsync(World.Bot);
        await world.StopAsync();
    }

    private static Func<ServerOptions, ServerOptions> Sending(Collector collector) => o => o with { Otlp = collector.Address };

    private static string[] Found(Collector collector, IEnumerable<Canary> canaries) =>
        [.. canaries.SelectMany(c => collector.Taken.SelectMany(t => c.In(t.Body).Select(form => $"{c.Name} in {t.Path}, {form}"))).Distinct()];

    private static async Task<System.Text.Json.Nodes.JsonNode> EventAsync(World world, string type) =>
        (await world.Platform.GetAsync("/v1/events?after=0&limit=1000"))["events"]!.AsArray().Last(e => (string)e!["type"]! == type)!;
}
