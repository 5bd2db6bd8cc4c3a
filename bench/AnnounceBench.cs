using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Mail;
using Holdfast.Server.Hosting;

namespace Holdfast.Bench;

/// <summary>From the answer to the approval of a change until a local mail server (Exim, STARTTLS, signed in) said 250 to its letter.</summary>
internal static class AnnounceBench
{
    private const int Accounts = 6_000, Rate = 200;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(25);

    public static async Task RunAsync(string[] args)
    {
        if (MailServer.Missing is { } missing)
        {
            Console.WriteLine($"announce: {missing}");
            return;
        }
        await using var mail = await MailServer.StartAsync(keeps: true);
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
        var options = new ServerOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            Sandbox = true,
            Time = new ShiftedTime(),
            Smtp = mail.Url,
            SmtpPassword = MailServer.Password,
            SmtpAuthority = mail.Authority,
        };
        await Seed.WriteAsync(folder, options, Accounts);
        await using (var server = await HoldfastServer.StartAsync(options))
        {
            var approved = await ApproveAsync(server, folder);
            var taken = await TakenAsync(mail, approved.Count);
            double[] waits = [.. approved.Where(a => taken.ContainsKey(a.Key)).Select(a => (taken[a.Key] - a.Value).TotalMilliseconds).Order()];
            double P(double p) => waits[(int)Math.Min(waits.Length - 1, p * waits.Length)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"announce: {waits.Length} of {approved.Count} letters taken, {approved.Count / Time.TotalSeconds:0} changes/s (aim {Rate}); from the answer to 250: "
                + $"p50 {P(.5):0} ms, p99 {P(.99):0} ms, most {waits[^1]:0} ms"));
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Asks and approves a change on one account after the other at the rate; when each approval was answered.</summary>
    private static async Task<ConcurrentDictionary<string, DateTimeOffset>> ApproveAsync(HoldfastServer server, string folder)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim());
        var answered = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (int)(Rate * Time.TotalSeconds)), new ParallelOptions { MaxDegreeOfParallelism = 48 }, async (i, stop) =>
            {
                var due = TimeSpan.FromSeconds((double)i / Rate) - Stopwatch.GetElapsedTime(started);
                if (due > TimeSpan.Zero) await Task.Delay(due, stop);
                var account = $"account-{i}";
                var by = $$"""{"kind":"owner","id":"{{account}}"}""";
                var change = await PostAsync(client, $"/v1/accounts/{account}/changes",
                    $$"""{"by":{{by}},"edits":[{"op":"addDestination","asset":"USDT","network":"ETHEREUM","address":"{{Shapes.Address(5000 + i)}}","tag":null,"label":"new"}]}""");
                await PostAsync(client, $"/v1/accounts/{account}/changes/{change["change"]}/approvals",
                    $$"""{"factor":"platform","digest":"{{change["digest"]}}","by":{{by}} }""");
                answered[account] = DateTimeOffset.UtcNow;
            });
        return answered;
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using var answer = await client.SendAsync(request);
        var node = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer.IsSuccessStatusCode ? node : throw new InvalidOperationException(node.ToJsonString());
    }

    /// <summary>The letters by account, as the mail server noted them; waits until all are there or nothing comes for a while.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> TakenAsync(MailServer mail, int count)
    {
        for (var (last, quiet) = (-1, 0); ;)
        {
            var taken = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (var (at, to) in mail.Taken()) taken.TryAdd(to[..to.IndexOf('@', StringComparison.Ordinal)], at);
            quiet = taken.Count == last ? quiet + 1 : 0;
            if (taken.Count >= count || quiet > 20) return taken;
            last = taken.Count;
            await Task.Delay(500);
        }
    }
}
