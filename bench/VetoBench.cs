using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Server.Hosting;

namespace Holdfast.Bench;

/// <summary>
/// From the POST of a veto link to the first withdrawal that it stops, under full load. The account has an open envelope, so
/// that a withdrawal over young parts is allowed until a veto ends it; whatever is asked after the veto was answered must not be.
/// </summary>
internal static class VetoBench
{
    private const int Askers = 2, Background = 16;

    private const string Envelope = ",\"envelope\":{\"amount\":\"1000000\",\"period\":\"P1D\"}";

    public static async Task RunAsync(string[] args)
    {
        var trials = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000;
        var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
        var options = new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, Time = new ShiftedTime() };
        await Seed.WriteAsync(folder, options, trials + 1000);
        await using (var server = await HoldfastServer.StartAsync(options))
        {
            using var house = new House(server, (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim());
            // what is held in the seed matures and is young: the new destinations of the shape
            await house.PostAsync("/sandbox/clock", """{"advance":"PT50H"}""");
            using var stop = new CancellationTokenSource();
            var load = LoadAsync(house, trials, stop.Token);
            var results = new List<Trial>();
            for (var i = 0; i < trials; i++) results.Add(await TryAsync(house, i));
            await stop.CancelAsync();
            var requests = await load;
            double[] waits = [.. results.Select(r => r.Wait.TotalMilliseconds).Order()];
            double P(double p) => waits[(int)Math.Min(waits.Length - 1, p * waits.Length)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"veto: {trials} trials under {requests.Rate:N0} decisions/s; from the POST to the first withdrawal that is not allowed: p50 {P(.5):0.0} ms, "
                + $"p99 {P(.99):0.0} ms (aim 50), most {waits[^1]:0.0} ms; allowed after the answer: {results.Sum(r => r.AllowedAfter)} (aim 0) of {results.Sum(r => r.AskedAfter)} asked; allowed before it: {results.Sum(r => r.AllowedBefore)}"));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static Task<LoadResult> LoadAsync(House house, int trials, CancellationToken stop)
    {
        var requests = new ConcurrentDictionary<long, byte[]>();
        var load = new Load(house.Port, i => requests.GetOrAdd(i % 1000, n => Load.Post(
            $"/v1/accounts/account-{trials + n}/withdrawals?observe=true", house.Token,
            House.Withdrawal(Load.Number, Shapes.Address(9999), "250"))), Background);
        return load.RunAsync(TimeSpan.FromHours(1), stop: stop);
    }

    private static async Task<Trial> TryAsync(House house, int number)
    {
        var account = $"account-{number}";
        var link = await PrepareAsync(house, account);
        var (posted, answered) = (0L, long.MaxValue);
        var (firstStopped, before, after, allowedAfter) = (long.MaxValue, 0, 0, 0);
        var gate = new Lock();
        var over = false;
        var asking = Enumerable.Range(0, Askers).Select(asker => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref over); i++)
            {
                var sent = Stopwatch.GetTimestamp();
                var decision = await house.DecideAsync(account, $"v-{asker}-{i}");
                var seen = Stopwatch.GetTimestamp();
                lock (gate)
                {
                    var isAfter = sent > Volatile.Read(ref answered);
                    if (isAfter) after++;
                    if (decision == "allow") _ = isAfter ? allowedAfter++ : before++;
                    else if (posted > 0) firstStopped = Math.Min(firstStopped, seen);
                    if (isAfter && after >= 4) Volatile.Write(ref over, true);
                }
            }
        })).ToArray();
        while (true)
        {
            lock (gate) if (before > 0) break;
            await Task.Yield();
        }
        Volatile.Write(ref posted, Stopwatch.GetTimestamp());
        await house.VetoAsync(link);
        Volatile.Write(ref answered, Stopwatch.GetTimestamp());
        await Task.WhenAll(asking);
        return new Trial(Stopwatch.GetElapsedTime(posted, firstStopped), before, after, allowedAfter);
    }

    /// <summary>Opens an envelope by a challenge that is passed, and asks for a change whose letter has the link.</summary>
    private static async Task<string> PrepareAsync(House house, string account)
    {
        var by = $$"""{"kind":"owner","id":"{{account}}"}""";
        var challenged = await house.PostAsync(
            $"/v1/accounts/{account}/withdrawals", House.Withdrawal("opening", Shapes.Address(1001), "60", Envelope));
        await house.PostAsync($"/v1/accounts/{account}/withdrawals/opening/approvals",
            $$"""{"factor":"platform","digest":"{{challenged["digest"]}}","by":{{by}} }""");
        var change = await house.PostAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{{by}},"edits":[{"op":"addDestination","asset":"USDT","network":"ETHEREUM","address":"{{Shapes.Address(77_777)}}","tag":null,"label":"new"}]}""");
        await house.PostAsync($"/v1/accounts/{account}/changes/{change["change"]}/approvals",
            $$"""{"factor":"platform","digest":"{{change["digest"]}}","by":{{by}} }""");
        return await house.LinkAsync(account);
    }

    private sealed record Trial(TimeSpan Wait, int AllowedBefore, int AskedAfter, int AllowedAfter);

    /// <summary>The server as the platform and a person with a letter call it.</summary>
    private sealed class House : IDisposable
    {
        private readonly HttpClient client;
        private long feed;

        public House(HoldfastServer server, string token)
        {
            Token = token;
            client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        public void Dispose() => client.Dispose();

        public string Token { get; }

        public int Port => client.BaseAddress!.Port;

        public static string Withdrawal(string id, string address, string amount, string more = "") => $$"""
            {"withdrawal":"{{id}}","asset":"USDT","network":"ETHEREUM","amount":"{{amount}}","address":"{{address}}",
             "value":{"amount":"{{amount}}","currency":"USDT"},"via":{"key":"key-1","ip":"{{Shapes.Ip(1)}}"} {{more}} }
            """;

        public async Task<JsonNode> PostAsync(string path, string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
            };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
            using var answer = await client.SendAsync(request);
            var node = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
            return node["code"] is null ? node : throw new InvalidOperationException(node.ToJsonString());
        }

        public async Task<string> DecideAsync(string account, string id) =>
            (string)(await PostAsync($"/v1/accounts/{account}/withdrawals", Withdrawal(id, Shapes.Address(1001), "60")))["decision"]!;

        public async Task VetoAsync(string link)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("which", "this")]);
            using var answer = await client.PostAsync(new Uri(link).AbsolutePath, form);
            if (!(await answer.Content.ReadAsStringAsync()).Contains("Stopped", StringComparison.Ordinal)) throw new InvalidOperationException("not stopped");
        }

        /// <summary>The link of the newest letter to an account, from the feed.</summary>
        public async Task<string> LinkAsync(string account)
        {
            while (true)
            {
                var page = (await client.GetFromJsonAsync<JsonNode>($"/v1/events?after={feed}&limit=1000&wait=PT5S"))!["events"]!.AsArray();
                foreach (var e in page)
                {
                    feed = (long)e!["position"]!;
                    if ((string)e["type"]! == "announced" && (string)e["account"]! == account && (string?)e["data"]!["kind"] == "changeApproved")
                        return (string)e["data"]!["to"]![0]!["link"]!;
                }
            }
        }
    }
}
