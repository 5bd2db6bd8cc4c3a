using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Holdfast.Fuzz.Http;
using Holdfast.Server.Hosting;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Fuzz.Retries;

internal sealed record RetryOptions
{
    public int Seed { get; init; } = 1;

    public int Clients { get; init; } = 6;

    /// <summary>Injections between two restarts, and on one data folder.</summary>
    public int BetweenRestarts { get; init; } = 2_000;

    public int OnOneFolder { get; init; } = 100_000;

    public Func<ILog, ILog>? Plant { get; init; }

    public TextWriter? Output { get; init; }
}

internal sealed class RetryReport
{
    public long Injections { get; set; }

    public long Deeds { get; set; }

    public int Restarts { get; set; }

    public long Events { get; set; }

    public TimeSpan Time { get; set; }

    public ConcurrentQueue<string> Divergent { get; } = new();

    public override string ToString() =>
        $"{Injections} injections, {Deeds} commands, {Restarts} restarts, {Events} events counted, {Divergent.Count} divergent, "
        + $"{Time.TotalSeconds:0} s ({Injections / Math.Max(1, Time.TotalSeconds):0}/s)" + string.Concat(Divergent.Take(10).Select(d => "\n" + d));
}

/// <summary>
/// Clients that try until they are answered, over lines that lose, double and reorder, to a server that restarts over one
/// folder. Every command is done once, and all that is ever said to it is the same.
/// </summary>
internal sealed class RetryRun(RetryOptions options)
{
    private readonly RetryReport report = new();
    private IPEndPoint address = new(IPAddress.Loopback, 0);

    public async Task<RetryReport> RunAsync(long injections)
    {
        var watch = Stopwatch.StartNew();
        for (var folder = 0; report.Injections < injections && report.Divergent.IsEmpty; folder++)
        {
            await FolderAsync(folder, Math.Min(options.OnOneFolder, injections - report.Injections));
            report.Time = watch.Elapsed;
            if (options.Output is { } output) await output.WriteLineAsync(report.ToString());
        }
        return report;
    }

    private async Task FolderAsync(int folder, long injections)
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var data = Path.Combine(root, "holdfast-retries-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(data);
        Client[] clients = [];
        Badges? badges = null;
        try
        {
            for (var done = 0L; done < injections && report.Divergent.IsEmpty; report.Restarts++)
            {
                await using var server = await HoldfastServer.StartAsync(
                    new ServerOptions { Data = data, Urls = "http://127.0.0.1:0", Sandbox = true }, (_, _) => { }, options.Plant);
                address = IPEndPoint.Parse(new Uri(server.Addresses.First()).Authority);
                badges ??= new Badges(server.Tokens!.Platform, server.Tokens.Staff1, server.Tokens.Staff2);
                if (clients.Length == 0) clients = [.. Enumerable.Range(0, options.Clients).Select(i => Client($"{folder}-{i}", badges, unchecked((options.Seed * 7919) + (folder * 101) + i)))];
                var share = Math.Min(options.BetweenRestarts, injections - done);
                var isLast = done + share >= injections;
                await Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync((share / clients.Length) + 1, isLast))));
                done += share;
            }
            foreach (var client in clients) (report.Injections, report.Deeds) = (report.Injections + client.Line.Injections, report.Deeds + client.Deeds.Count);
            await CountAsync(data, [.. clients.SelectMany(c => c.Deeds)]);
        }
        finally
        {
            foreach (var client in clients) client.Line.Dispose();
            Directory.Delete(data, recursive: true);
        }
    }

    private Client Client(string name, Badges badges, int seed)
    {
        var random = new Random(seed);
        return new Client(new Customer(name, badges, random), new Line(() => address, random, report.Divergent.Enqueue), random);
    }

    /// <summary>Each command that was done stands in the log once; each that was refused, not at all.</summary>
    private async Task CountAsync(string data, Deed[] deeds)
    {
        var there = new Dictionary<(string, string), int>();
        await using (var log = SqliteLog.Open(data))
            for (var after = 0L; log.Read(after, 1000) is { Count: > 0 } page; after = page[^1].Position)
                foreach (var stored in page)
                {
                    report.Events++;
                    if (Mark(stored) is { } mark) there[(stored.Type, mark)] = there.GetValueOrDefault((stored.Type, mark)) + 1;
                }
        foreach (var deed in deeds)
        {
            if (!deed.IsAnswered) report.Divergent.Enqueue($"{deed.Trace}: never answered");
            else if (deed.Trace is { } trace && there.GetValueOrDefault(trace) is var times && times != (deed.IsDone ? 1 : 0))
                report.Divergent.Enqueue($"{trace}: {times} times in the log, and it was {(deed.IsDone ? "done" : "refused")}");
        }
    }

    /// <summary>The mark of a command in its event: the first text that begins as marks do. No random id holds a point.</summary>
    private static string? Mark(StoredEvent stored)
    {
        var letter = stored.Type switch
        {
            "accountOpened" => "\"a.",
            "changeAsked" => "\"p.",
            "signalObserved" => "\"k.",
            "accountFrozen" => "\"r.",
            "tokenIssued" => "\"t.",
            "withdrawalDecided" => "\"w.",
            _ => null,
        };
        if (letter is null || stored.Body is not { } body) return null;
        var text = Encoding.UTF8.GetString(body.Span);
        var at = text.IndexOf(letter, StringComparison.Ordinal);
        if (at < 0 && stored.Type == "changeAsked") at = text.IndexOf("\"f.", StringComparison.Ordinal);
        return at < 0 ? null : text[(at + 1)..text.IndexOf('"', at + 1)];
    }
}
