using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// Taking accounts over, each with a key, a place and an email, through HTTP, against appending the events that came of it to a log of
/// their own; and the memory that stays.
/// </summary>
internal static class ImportBench
{
    private const int Under = 256;

    public static async Task RunAsync(string[] args)
    {
        var accounts = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 100_000;
        var rounds = new List<(double Import, double Append, long Bytes)>();
        for (var round = 0; round < 3; round++)
        {
            var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
            var (import, bytes) = await ImportAsync(Path.Combine(folder, "server"), accounts);
            rounds.Add((import, await AppendAsync(Path.Combine(folder, "server"), Path.Combine(folder, "bare"), accounts), bytes));
            Directory.Delete(folder, recursive: true);
        }
        var median = rounds.OrderBy(r => r.Import / r.Append).ElementAt(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"import: ratio {median.Import / median.Append:0.00} = {median.Import:N0} accounts/s ÷ {median.Append:N0}/s appended to a log alone ({accounts:N0} accounts of 3 events); {median.Bytes / 1e6:0} MB managed stay"));
    }

    private static async Task<(double Rate, long Bytes)> ImportAsync(string folder, int accounts)
    {
        await using var server = await HoldfastServer.StartAsync(new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, MountTable = "none" });
        using var http = new HttpClient { BaseAddress = new Uri(server.Addresses.First()), Timeout = Timeout.InfiniteTimeSpan };
        var file = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, accounts).Select(Line)));
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var act = await PostAsync(http, server.Tokens!.Staff1, "/v1/staff/acts", Json($$"""{"kind":"import","digest":"{{digest}}"}"""));
        await PostAsync(http, server.Tokens.Staff2, $"/v1/staff/acts/{act["act"]}/second", Json("{}"));
        var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var report = await PostAsync(http, server.Tokens.Staff1, "/v1/import", body);
        if ((int)report["taken"]! != accounts) throw new InvalidOperationException(report.ToJsonString());
        var rate = accounts / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (rate, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    /// <summary>The same events by the same owners, their bodies taken from the log that the import wrote.</summary>
    private static async Task<double> AppendAsync(string from, string to, int accounts)
    {
        var events = new List<StoredEvent>(accounts * 3);
        await using (var log = SqliteLog.Open(from))
            for (var position = 0L; log.Read(position, 1_000) is { Count: > 0 } page; position = page[^1].Position)
                events.AddRange(page.Where(e => e.Type is "accountOpened" or "changeAsked" or "accountImported"));
        Append[] appends = [.. events.GroupBy(e => e.Owner).Select(Of)];
        await using var bare = SqliteLog.Open(to);
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Under).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < appends.Length)
                if (await bare.AppendAsync(appends[n]) is not AppendResult.Recorded) throw new InvalidOperationException(appends[n].Owner);
        })));
        return accounts / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Append Of(IGrouping<string, StoredEvent> events) => new(
        events.Key, 0, 1, [.. events.Select(e => new NewEvent(e.Type, e.Account, e.Body!.Value))], null, [LogKey.Of("account", events.Key)], []);

    private static string Line(int i) => $$"""
        {"id":"a{{i}}","email":"a{{i}}@example.com","holds":[{"since":"2024-05-01T00:00:00Z","edit":{"op":"addKey","key":"k{{i}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":null} },{"since":"2024-05-01T00:00:00Z","edit":{"op":"addDestination","asset":"USDT","network":"TRON","address":"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8","tag":null,"label":"savings"} }]}
        """.Trim();

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonNode> PostAsync(HttpClient http, string token, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    }
}
