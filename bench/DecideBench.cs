using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Server.Answers;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Bench;

/// <summary>
/// `POST …/withdrawals` over HTTP, durable before the answer, against an endpoint of the same server that parses the same
/// body and answers, and against grouped inserts of the same rows by bare SQLite at the same durability.
/// </summary>
internal static class DecideBench
{
    private const int Clients = 32, Accounts = 10_000;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string[] args)
    {
        await using var setup = await Setup.StartAsync(Accounts);
        var mixed = setup.Load(Mixed(setup));
        var parse = setup.Load(i => setup.Parsing(Spread(i)));
        var allow = setup.Load(i => setup.Withdrawal(Spread(i), "", allowed: true));
        await mixed.RunAsync(TimeSpan.FromSeconds(3), atLeast: 2 * Accounts);
        await parse.RunAsync(TimeSpan.FromSeconds(3));
        var (decided, parsed) = (new List<LoadResult>(), new List<LoadResult>());
        for (var i = 0; i < 3; i++)
        {
            decided.Add(await mixed.RunAsync(Round));
            parsed.Add(await parse.RunAsync(Round));
        }
        var allowedRate = await allow.RunAsync(Round);
        var (d, p) = (Median(decided), Median(parsed));
        var half = (await mixed.RunAsync(Round, d.Rate / 2), await parse.RunAsync(Round, p.Rate / 2));
        var bare = BareSqlite.Rate(setup.Database, Clients, 60_000);
        var smaller = Math.Min(p.Rate, bare);
        Console.WriteLine(
            $"decide: ratio {d.Rate / smaller:0.00} (aim 0.5) = {d.Rate:N0}/s ÷ min(parse {p.Rate:N0}/s, bare SQLite by {Clients} {bare:N0} rows/s); "
            + $"at half rate p50 {half.Item1.Percentile(.5):0.0} ms p99 {half.Item1.Percentile(.99):0.0} ms "
            + $"(parse p50 {half.Item2.Percentile(.5):0.0} p99 {half.Item2.Percentile(.99):0.0}); "
            + $"allow with permit {allowedRate.Rate:N0}/s; errors {decided.Sum(x => x.Errors) + allowedRate.Errors}");
    }

    /// <summary>The load of `decide` alone for a while, to be looked at with a profiler.</summary>
    public static async Task RunProfileAsync(string[] args)
    {
        await using var setup = await Setup.StartAsync(Accounts);
        var mixed = args is ["parse"] ? setup.Load(i => setup.Parsing(Spread(i))) : setup.Load(Mixed(setup));
        await mixed.RunAsync(TimeSpan.FromSeconds(5), atLeast: 2 * Accounts);
        var (pause, gen0, gen1, gen2) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        var result = await mixed.RunAsync(TimeSpan.FromSeconds(15));
        Console.WriteLine(
            $"profile: {result.Rate:N0}/s, p50 {result.Percentile(.5):0.0} p99 {result.Percentile(.99):0.0} ms; "
            + $"{(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / result.Requests:N0} us of CPU and "
            + $"{(GC.GetTotalAllocatedBytes() - allocated) / result.Requests:N0} bytes each (client included); "
            + $"collections {GC.CollectionCount(0) - gen0}/{GC.CollectionCount(1) - gen1}/{GC.CollectionCount(2) - gen2}, "
            + $"paused {(GC.GetTotalPauseDuration() - pause) / TimeSpan.FromSeconds(result.Seconds):P1}; heap {GC.GetTotalMemory(false) >> 20} MiB");
    }

    public static async Task RunHotAsync(string[] args)
    {
        await using var setup = await Setup.StartAsync(Accounts);
        var spread = setup.Load(Mixed(setup));
        var hot = setup.Load(i => setup.Withdrawal(7, i % 2 == 0 ? "?observe=true" : "", allowed: false));
        await spread.RunAsync(TimeSpan.FromSeconds(3), atLeast: 2 * Accounts);
        await hot.RunAsync(TimeSpan.FromSeconds(3));
        var (s, h) = (new List<LoadResult>(), new List<LoadResult>());
        for (var i = 0; i < 3; i++)
        {
            s.Add(await spread.RunAsync(Round));
            h.Add(await hot.RunAsync(Round));
        }
        Console.WriteLine(
            $"decide-hot: ratio {Median(h).Rate / Median(s).Rate:0.00} (aim 0.8) = one account {Median(h).Rate:N0}/s ÷ {Accounts:N0} accounts {Median(s).Rate:N0}/s; "
            + $"errors {s.Concat(h).Sum(x => x.Errors)}");
    }

    /// <summary>Half observed, half denied, over all accounts: each account gets both.</summary>
    private static Func<long, byte[]> Mixed(Setup setup) =>
        i => setup.Withdrawal(Spread(i), i / Accounts % 2 == i % 2 ? "?observe=true" : "", allowed: false);

    private static int Spread(long i) => (int)(i * 7919 % Accounts);

    private static LoadResult Median(List<LoadResult> results) => results.OrderBy(r => r.Rate).ElementAt(results.Count / 2);

    private sealed class Setup(HoldfastServer server, string folder, string token, int port) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<(int Account, string Query, bool Allowed), byte[]> requests = new();

        public string Database => Path.Combine(folder, "log.db");

        public static async Task<Setup> StartAsync(int accounts)
        {
            var folder = Path.Combine(Path.GetTempPath(), "holdfast-bench-" + Guid.NewGuid().ToString("N"));
            var time = new ShiftedTime();
            var options = new ServerOptions { Data = folder, Urls = "http://127.0.0.1:0", Sandbox = true, Time = time };
            await Seed.WriteAsync(folder, options, accounts);
            var server = await HoldfastServer.StartAsync(options, (routes, api) => routes.MapPost(
                "/bench/parse/{id}", api.Post(Door.Decide, ask => ValueTask.FromResult(Bodies.Withdrawal(ask.Route("id"), ask.Body).Value is { } body
                    ? new Answered(200, Json.Bytes(json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("withdrawal", body.Request.Id);
                        json.WriteEndObject();
                    }))
                    : Problems.NotFound))));
            var token = (await File.ReadAllTextAsync(Path.Combine(folder, "platform-token"))).Trim();
            return new Setup(server, folder, token, new Uri(server.Addresses.First()).Port);
        }

        public string Name(int account) => "account-" + account.ToString(CultureInfo.InvariantCulture);

        public Load Load(Func<long, byte[]> template) => new(port, template, Clients);

        public byte[] Withdrawal(int account, string query, bool allowed) =>
            requests.GetOrAdd((account, query, allowed), _ => Request($"/v1/accounts/{Name(account)}/withdrawals{query}", allowed, account));

        public byte[] Parsing(int account) => requests.GetOrAdd(
            (account, "parse", false), _ => Request($"/bench/parse/{Name(account)}", allowed: false, account));

        private byte[] Request(string path, bool allowed, int account)
        {
            var key = account % Shapes.Keys;
            var signals = string.Join(',', Enumerable.Range(0, 8).Select(i =>
                $$"""{"kind":"note{{i}}","at":"2026-11-22T12:00:0{{i}}Z","data":{"agent":"Mozilla/5.0 (X11; Linux x86_64)","country":"DE","asn":64500,"session":"s-1234567890abcdef","ok":true} }"""));
            var address = Shapes.Address(allowed ? 1 + (account % Shapes.Destinations) : 9999);
            var body = $$"""{"withdrawal":"{{Bench.Load.Number}}","asset":"USDT","network":"ETHEREUM","amount":"250.00","address":"{{address}}","value":{"amount":"250.00","currency":"USDT"},"via":{"key":"key-{{key}}","ip":"{{Shapes.Ip(key)}}" },"signals":[{{signals}}]}""";
            return Bench.Load.Post(path, token, body);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>Time that stands where the shape's changes are an hour old, and goes on from there.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private readonly TimeSpan shift =
        DateTimeOffset.FromUnixTimeMilliseconds(Shapes.Now.Milliseconds) - DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + shift;
}
