using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Server.Hosting;

namespace Holdfast.Bench;

/// <summary>
/// The program's memory over a long run at half of what it can do: withdrawals that are observed, denied and allowed, changes that
/// are asked for, and accounts that are read. The slope is that of a line through the samples, without the first sixth of the run.
/// What the run recorded is a part of it (limits and allowance count what left): a fresh start on the same log shows how much.
/// </summary>
internal static class SoakBench
{
    private const int Clients = 32, Accounts = 10_000, Port = 5089;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string[] args)
    {
        var time = TimeSpan.FromMinutes(args is [var minutes] ? double.Parse(minutes, CultureInfo.InvariantCulture) : 30);
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
        await Seed.WriteAsync(folder, new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, Time = new ShiftedTime() }, Accounts);
        var token = (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim();
        using var server = await StartAsync(folder);
        var load = new Load(Port, new Mix(token).Request, Clients);
        await load.RunAsync(TimeSpan.FromSeconds(10), atLeast: 4 * Accounts);
        var most = (await load.RunAsync(TimeSpan.FromSeconds(10))).Rate;
        using var over = new CancellationTokenSource();
        var sampling = SampleAsync(server, folder, over.Token);
        var result = await load.RunAsync(time, most / 2);
        await over.CancelAsync();
        var samples = await sampling;
        await EndAsync(server);
        Say(samples, result, most);
        using var fresh = await StartAsync(folder);
        await load.RunAsync(TimeSpan.FromSeconds(60), most / 2, atLeast: 4 * Accounts);
        fresh.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"soak: a fresh start on the same log, after a minute of the same: resident {fresh.WorkingSet64 / 1048576.0:0} MiB"));
        await EndAsync(fresh);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task EndAsync(Process server)
    {
        server.Kill();
        await server.WaitForExitAsync();
    }

    private static void Say(List<Sample> samples, LoadResult result, double most)
    {
        var steady = samples.Where(s => s.At > samples[^1].At / 6).ToArray();
        for (var i = 0; i <= 6; i++)
        {
            var s = samples[Math.Min(samples.Count - 1, i * (samples.Count - 1) / 6)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {s.At.TotalMinutes,5:0.0} min  resident {s.Resident,7:0.0} MiB  handles {s.Handles,4}  wal {s.Wal,6:0.0} MiB  log {s.Log,8:0} MiB"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"soak: {samples[^1].At.TotalMinutes:0} minutes at {result.Rate:N0}/s of {most:N0}/s, {result.Requests:N0} requests, {result.Errors} errors; resident memory "
            + $"{steady[0].Resident:0} to {steady[^1].Resident:0} MiB, slope {Slope(steady):0.0} MiB/h; at half rate p50 {result.Percentile(.5):0.0} ms, p99 {result.Percentile(.99):0.0} ms"));
    }

    /// <summary>Least squares, in MiB an hour.</summary>
    private static double Slope(Sample[] samples)
    {
        var (x, y) = (samples.Average(s => s.At.TotalHours), samples.Average(s => s.Resident));
        return samples.Sum(s => (s.At.TotalHours - x) * (s.Resident - y)) / samples.Sum(s => Math.Pow(s.At.TotalHours - x, 2));
    }

    private static async Task<List<Sample>> SampleAsync(Process server, string folder, CancellationToken stop)
    {
        var samples = new List<Sample>();
        var started = Stopwatch.GetTimestamp();
        double Mebibytes(string file) => new FileInfo(Path.Combine(folder, file)) is { Exists: true } f ? f.Length / 1048576.0 : 0;
        while (!stop.IsCancellationRequested)
        {
            server.Refresh();
            samples.Add(new Sample(
                Stopwatch.GetElapsedTime(started), server.WorkingSet64 / 1048576.0, Directory.GetFileSystemEntries($"/proc/{server.Id}/fd").Length,
                Mebibytes("log.db-wal"), Mebibytes("log.db")));
            await Task.Delay(Sampling, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        return samples;
    }

    private static async Task<Process> StartAsync(string folder)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "holdfast.dll"), "serve", "--sandbox", "--data", folder, "--urls", $"http://127.0.0.1:{Port}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return process;
            }
            catch (HttpRequestException)
            {
                // not there yet
            }
            await Task.Delay(20);
        }
    }

    private sealed record Sample(TimeSpan At, double Resident, int Handles, double Wal, double Log);

    /// <summary>Of 200 requests 120 are observed or denied, 59 read, 20 are allowed, one asks for a change.</summary>
    private sealed class Mix(string token)
    {
        private readonly ConcurrentDictionary<(int Account, Kind Kind), byte[]> made = new();

        private enum Kind
        {
            Observed,
            Denied,
            Allowed,
            Change,
            Read,
        }

        /// <summary>Each account gets all kinds in turn.</summary>
        public byte[] Request(long number) => made.GetOrAdd(((int)(number * 7919 % Accounts), Of((number + (number / Accounts)) % 200)), Make);

        private static Kind Of(long place) => place switch
        {
            < 60 => Kind.Observed,
            < 120 => Kind.Denied,
            < 140 => Kind.Allowed,
            < 141 => Kind.Change,
            _ => Kind.Read,
        };

        private byte[] Make((int Account, Kind Kind) of)
        {
            var (number, account) = (of.Account, $"account-{of.Account}");
            return of.Kind switch
            {
                Kind.Observed => Withdrawal(account, number, "?observe=true", 9999),
                Kind.Denied => Withdrawal(account, number, "", 9999),
                Kind.Allowed => Withdrawal(account, number, "", 1 + (number % Shapes.Destinations)),
                Kind.Change => Load.Post($"/v1/accounts/{account}/changes", token, $$"""
                    {"by":{"kind":"owner","id":"{{account}}","session":"{{Load.Number}}"},"edits":[{"op":"addDestination","asset":"USDT","network":"ETHEREUM","address":"{{Shapes.Address(5000 + number)}}","tag":null,"label":"new"}]}
                    """),
                Kind.Read => System.Text.Encoding.ASCII.GetBytes(
                    $"GET /v1/accounts/{account} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"),
                _ => throw new InvalidOperationException($"no request for {of.Kind}"),
            };
        }

        private byte[] Withdrawal(string account, int number, string query, int place)
        {
            var key = number % Shapes.Keys;
            return Load.Post($"/v1/accounts/{account}/withdrawals{query}", token, $$"""
                {"withdrawal":"{{Load.Number}}","asset":"USDT","network":"ETHEREUM","amount":"250.00","address":"{{Shapes.Address(place)}}","value":{"amount":"250.00","currency":"USDT"},"via":{"key":"key-{{key}}","ip":"{{Shapes.Ip(key)}}"} }
                """);
        }
    }
}
