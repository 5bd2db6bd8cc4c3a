using System.Diagnostics;
using System.Globalization;
using Holdfast.Server.Hosting;
using SQLitePCL;

namespace Holdfast.Bench;

/// <summary>Ready again after `kill -9` with a million events, against the least that any program needs that opens such a log.</summary>
internal static class RecoverBench
{
    private const int Events = 1_000_000, Rounds = 5;

    public static async Task RunAsync(string[] args)
    {
        Batteries_V2.Init();
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
        var options = new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true };
        await Seed.WriteAsync(folder, options, Events / Shapes.Events("x").Count());
        var (ready, count, read) = (new List<double>(), new List<double>(), new List<double>());
        // the first one is killed in its work, as all others are that follow
        await ReadyAndKillAsync(folder);
        for (var round = 0; round < Rounds; round++)
        {
            ready.Add(await ReadyAndKillAsync(folder));
            count.Add(Time(() => Count(Path.Combine(folder, "log.db"))));
            read.Add(Time(() => Read(Path.Combine(folder, "log.db"))));
        }
        var (r, c, f) = (Median(ready), Median(count), Median(read));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"recover: /readyz is 200 {r:0.00} s after a start that follows kill -9, with {Events:N0} events ({new FileInfo(Path.Combine(folder, "log.db")).Length >> 20} MiB); "
            + $"÷ opening with SQLite and counting the events {c:0.00} s: {r / c:0.00}; ÷ reading the file once {f:0.00} s: {r / f:0.00} (medians of {Rounds})"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Starts the program, waits until it is ready, lets it write, kills it.</summary>
    private static async Task<double> ReadyAndKillAsync(string folder)
    {
        const int Port = 5088;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "holdfast.dll"), "serve", "--sandbox", "--data", folder, "--urls", $"http://127.0.0.1:{Port}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        while (!await IsReadyAsync(client)) await Task.Delay(5);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"));
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Trim());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OpenAsync(client)));
        process.Kill();
        await process.WaitForExitAsync();
        return seconds;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task OpenAsync(HttpClient client)
    {
        var id = Guid.NewGuid().ToString("n");
        using var body = new StringContent($$"""{"id":"{{id}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts") { Content = body };
        request.Headers.Add("Idempotency-Key", id);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static void Count(string path)
    {
        if (raw.sqlite3_open(path, out var db) != raw.SQLITE_OK) throw new InvalidOperationException("can't be opened");
        using (db)
        {
            _ = raw.sqlite3_db_config(db, 1006, 1, out _);
            _ = raw.sqlite3_prepare_v2(db, "SELECT count(*) FROM event", out var statement);
            using (statement)
                if (raw.sqlite3_step(statement) != raw.SQLITE_ROW || raw.sqlite3_column_int64(statement, 0) < Events)
                    throw new InvalidOperationException("events are missing");
        }
    }

    private static void Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20);
        var buffer = new byte[1 << 20];
        while (file.Read(buffer) > 0)
        {
        }
    }

    private static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
