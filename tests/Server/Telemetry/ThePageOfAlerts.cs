using System.Text.RegularExpressions;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>`/metrics` and the guide that says what to do about it.</summary>
public sealed partial class ThePageOfAlerts
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "alerts.md"));

    [Fact]
    public async Task Has_every_figure_of_the_guide_and_no_other()
    {
        await using var server = await RunningServer.ProductionAsync();
        var page = (await server.Platform.GetAsync("/metrics")).Is(200);
        Assert.Equal("text/plain", page.ContentType);
        var told = Heading().Matches(Guide).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(told, Read(page.Body).Keys.Order(StringComparer.Ordinal));
        Assert.InRange(told.Length, 1, 16);
        foreach (var section in Guide.Split("\n### ").Skip(1))
            Assert.All((string[])["**Means**", "**Alert**", "**Do**"], part => Assert.Contains(part, section, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_what_prometheus_reads()
    {
        await using var server = await RunningServer.ProductionAsync();
        var lines = (await server.Platform.GetAsync("/metrics")).Is(200).Body.Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1].Chunk(3), three =>
        {
            var name = three[2].Split(' ')[0];
            Assert.Matches($@"\A# HELP {name} \S[^\\]+\z", three[0]);
            Assert.Matches($@"\A# TYPE {name} (gauge|counter)\z", three[1]);
            Assert.Matches($@"\A{name} \d+(\.\d+)?\z", three[2]);
        });
    }

    [Fact]
    public async Task Counts_what_happened()
    {
        await using var server = await RunningServer.ProductionAsync();
        var before = Read((await server.Platform.GetAsync("/metrics")).Is(200).Body);
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        (await server.With("no such token").GetAsync("/v1/events")).Is(401);
        File.Delete(Path.Combine(server.Data, "staff-1"));
        await server.CheckpointedAsync();
        var after = Read((await server.Platform.GetAsync("/metrics")).Is(200).Body);
        Assert.Equal((1, 3), (before["holdfast_ready"], before["holdfast_tokens_lying"]));
        Assert.True(after["holdfast_log_head"] > before["holdfast_log_head"]);
        Assert.Equal(2, after["holdfast_tokens_lying"]);
        Assert.Equal(before["holdfast_requests_strangers_total"] + 1, after["holdfast_requests_strangers_total"]);
        Assert.True(after["holdfast_memory_used_bytes"] > 10_000_000);
        Assert.True(after["holdfast_disk_free_bytes"] > 0);
        await server.StopAsync();
    }

    private static Dictionary<string, double> Read(string page) => page.Split('\n')
        .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' '))
        .ToDictionary(l => l[0], l => double.Parse(l[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    [GeneratedRegex("^### `(?<name>[a-z_]+)`$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();
}
