using System.Diagnostics;
using Holdfast.Server.Hosting;

namespace Holdfast.Bench;

/// <summary>Time to ready with much history against little, and the first answer after `kill -9`.</summary>
internal static class StartBench
{
    public static async Task RunAsync(string[] args)
    {
        var few = await FolderAsync(10_000);
        var many = await FolderAsync(1_000_000);
        var (short_, long_) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            short_.Add(await StartAndKillAsync(few));
            long_.Add(await StartAndKillAsync(many));
        }
        var (s, l) = (short_.Order().ElementAt(2), long_.Order().ElementAt(2));
        Console.WriteLine(
            $"start: ratio {l / s:0.00} (aim 3) = first answer after kill -9 with 1,000,000 events {l:0.00} s (aim 2) ÷ with 10,000 {s:0.00} s (medians of 5 starts of the program)");
        Directory.Delete(few, recursive: true);
        Directory.Delete(many, recursive: true);
    }

    /// <summary>Starts the program, waits for its first answer, kills it.</summary>
    private static async Task<double> StartAndKillAsync(string folder)
    {
        const int Port = 5089;
        var program = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--sandbox", "--data", folder, "--urls", $"http://127.0.0.1:{Port}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim());
        while (true)
        {
            try
            {
                var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{Port}/v1/accounts/account-17"));
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.StatusCode}");
                break;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Kill();
        await process.WaitForExitAsync();
        return seconds;
    }

    private static async Task<string> FolderAsync(int events)
    {
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
        var options = new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true };
        await Seed.WriteAsync(folder, options, events / Shapes.Events("x").Count());
        return folder;
    }
}
