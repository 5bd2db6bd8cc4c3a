using System.Collections.Concurrent;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Holdfast.Storage;

namespace Holdfast.Server.Tests.Configuration;

/// <summary>A production server starts on none of the unsafe settings that somebody gave it.</summary>
public sealed class UnsafeSettings
{
    internal static readonly ConcurrentBag<ILog> Held = [];

    public static TheoryData<string> Names => [.. UnsafeSetting.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_each_refused_by_name(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files are of Unix");
        var setting = UnsafeSetting.All.Single(s => s.Name == name);
        await using var server = await RunningServer.ProductionAsync();
        await server.StopAsync();
        await using (await HoldfastServer.StartAsync(Safe(server.Data))) Assert.True(true, "the folder itself is safe");
        var options = setting.Plant(Safe(server.Data));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(options));
        while (Held.TryTake(out var log)) await log.DisposeAsync();
        Assert.Contains(error.Mistakes, m => m.Contains(setting.Says, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('z', 40), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_all_named_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files are of Unix");
        await using var server = await RunningServer.ProductionAsync();
        await server.StopAsync();
        string[] together =
        [
            "listening on every address", "a public address in plain", "telemetry in plain", "a token that repeats itself",
            "a hold below the floor", "a key that others may read", "a key of zeros", "a log that others may read", "a disk in memory",
        ];
        var settings = together.Select(t => UnsafeSetting.All.Single(s => s.Name == t)).ToArray();
        var options = settings.Aggregate(Safe(server.Data), (o, s) => s.Plant(o));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HoldfastServer.StartAsync(options));
        Assert.All(settings, s => Assert.Contains(error.Mistakes, m => m.Contains(s.Says, StringComparison.Ordinal)));
    }

    [Fact]
    public void Are_more_than_twenty() => Assert.True(UnsafeSetting.All.Length >= 40);

    /// <summary>What nobody gave is made safe, and what it leaves open is said.</summary>
    [Fact]
    public async Task Are_none_in_a_start_with_nothing_given()
    {
        await using var server = await RunningServer.ProductionAsync();
        var notes = (await server.Nobody.GetAsync("/readyz")).Is(200)["notes"]!.AsArray().Select(n => (string)n!["code"]!);
        Assert.Equal(["channelsNone", "publicUrlDefault", "firstTokensOnDisk"], notes);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("rwx------", Mode(server.Data));
        foreach (var folder in Directory.GetDirectories(server.Data, "*", SearchOption.AllDirectories)) Assert.Equal("rwx------", Mode(folder));
        foreach (var file in Directory.GetFiles(server.Data, "*", SearchOption.AllDirectories)) Assert.Equal("rw-------", Mode(file));
    }

    [Fact]
    public async Task Are_fewer_for_a_sandbox_which_protects_nothing()
    {
        await using var server = await RunningServer.SandboxAsync(o => o with { PublicUrl = "http://holdfast.example.com", PlatformToken = new string('z', 40) });
        Assert.Equal(["sandbox", "firstTokensOnDisk"], (await server.Nobody.GetAsync("/readyz")).Is(200)["notes"]!.AsArray().Select(n => (string)n!["code"]!));
    }

    [Fact]
    public async Task Are_not_what_a_proxy_in_front_needs()
    {
        await using var server = await RunningServer.ProductionAsync(o => o with
        {
            Urls = "http://0.0.0.0:0",
            BehindProxy = true,
            PublicUrl = "https://holdfast.example.com",
            Otlp = "https://collector.example.com",
            PlatformToken = "4mYq0cJ8kZr2Vw6TtXbN1sHgLpQeUaDf",
        });
        Assert.NotNull(server.Server);
    }

    private static ServerOptions Safe(string data) => new() { Data = data, Urls = "http://127.0.0.1:0", MountTable = "none" };

    private static string Mode(string path)
    {
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        return string.Concat("rwxrwxrwx".Select((c, i) => ((int)mode >> (8 - i) & 1) == 1 ? c : '-'));
    }
}
