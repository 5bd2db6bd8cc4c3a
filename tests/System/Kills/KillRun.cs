using Holdfast.Lab.Auditing;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>One data folder, a server that is killed again and again over it, and clients that forget nothing.</summary>
internal sealed class KillRun : IDisposable
{
    private const int Clients = 8, OlderOnes = 40;

    private readonly Random random;
    private readonly List<Acknowledged> everything = [];
    private KillClient[] clients = [];
    private HoldfastProcess? server;
    private Wire? wire;
    private int round;

    public KillRun(int seed) => random = new Random(seed);

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("HOLDFAST_KILLS_ON") ?? Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"))).FullName;

    public Feed Feed { get; } = new();

    public List<TimeSpan> ReadyAfter { get; } = [];

    public List<TimeSpan> WorkToReady { get; } = [];

    public List<string> Wrong { get; } = [];

    public int Acknowledgements => everything.Count;

    public int Unanswered { get; private set; }

    public int Replays { get; private set; }

    public int Audits { get; private set; }

    public int KilledWhileStarting { get; private set; }

    /// <summary>Starts the program on the data and waits until it is ready; false when it refuses to start.</summary>
    public async Task<bool> StartAsync(string? folder = null)
    {
        server = HoldfastProcess.Start(folder ?? Folder);
        if (await server.ReadyAsync() is not { } ready) return false;
        ReadyAfter.Add(ready);
        WorkToReady.Add(server.Work);
        wire?.Dispose();
        wire = new Wire(server.Address, HoldfastProcess.Token);
        return true;
    }

    /// <summary>Lets all clients work, and kills the server at a random moment meanwhile.</summary>
    public async Task WorkUntilKilledAsync()
    {
        var working = Begin();
        await Task.Delay(random.Next(20, 900));
        server!.Kill();
        await working;
    }

    /// <summary>Lets all clients work for a while and end in order; the feed is read to its end, and then it is killed.</summary>
    public async Task WorkThenKillAsync(TimeSpan span)
    {
        var working = Begin();
        await Task.Delay(span);
        foreach (var client in clients) client.IsDone = true;
        await working;
        // until the checkpoint behind the last event is out
        await Task.Delay(1_500);
        await Feed.FollowAsync(wire!);
        server!.Kill();
    }

    /// <summary>Chain, checkpoints, look-ups, answers, and every snapshot against the fold of its owner's events.</summary>
    public void Audit(string? folder = null)
    {
        Audits++;
        var held = Feed.Checkpoint is { } json ? Checkpoint.FromJson(json) : null;
        foreach (var finding in LogAudit.Check(folder ?? Folder, held, OwnerAudit.Fold).Findings)
            Wrong.Add($"audit, position {finding.Position}: {finding.What}");
    }

    /// <summary>Kills it a few times on its way up, as a machine would that can't keep it.</summary>
    public async Task KillWhileStartingAsync()
    {
        KilledWhileStarting++;
        using var rising = HoldfastProcess.Start(Folder);
        await Task.Delay(random.Next(10, 1_500));
        if (rising.HasExited) Wrong.Add($"a start ended by itself: {rising.Said}");
        else rising.Kill();
    }

    /// <summary>What was acknowledged since the last check, and some of what was before, must all be there.</summary>
    public async Task CheckAsync(params IEnumerable<Acknowledged> pretended)
    {
        var check = new AfterKill(wire!, Feed);
        await Feed.AgainAsync(wire!, 900);
        var fresh = new List<Acknowledged>(pretended);
        foreach (var client in clients)
        {
            fresh.AddRange(client.Memory.All);
            if (client.Memory.Unanswered is not { } sent) continue;
            Unanswered++;
            fresh.Add(await check.SettleAsync(sent));
        }
        await Feed.FollowAsync(wire!);
        await check.CheckAsync(fresh);
        for (var i = 0; i < Math.Min(OlderOnes, everything.Count); i++)
            await check.CheckAsync([everything[random.Next(everything.Count)]]);
        everything.AddRange(fresh);
        Wrong.AddRange(check.Wrong);
        Wrong.AddRange(Feed.Wrong);
        Feed.Wrong.Clear();
        Replays += check.Replayed;
        foreach (var one in fresh)
            if (one.Reply.Status >= 500) Wrong.Add($"{one.Sent.Act} was answered {one.Reply}");
    }

    public string Figures()
    {
        var (ready, work) = (ReadyAfter.Order().ToArray(), WorkToReady.Order().ToArray());
        return $"ready after p50 {ready[ready.Length / 2].TotalSeconds:N2} s, max {ready[^1].TotalSeconds:N2} s "
            + $"(processor p50 {work[work.Length / 2].TotalSeconds:N2} s, max {work[^1].TotalSeconds:N2} s); "
            + $"{Acknowledgements:N0} acknowledged, {Unanswered:N0} under way when killed, {Replays:N0} replays, "
            + $"{Feed.Position:N0} events, {Audits} audits, {KilledWhileStarting} killed while starting, {Wrong.Count} violations";
    }

    public void Dispose()
    {
        server?.Dispose();
        wire?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Begin()
    {
        round++;
        clients = [.. Enumerable.Range(0, Clients).Select(i => new KillClient(round * Clients + i, new Random(random.Next())))];
        await Task.WhenAll([.. clients.Select(c => Task.Run(() => c.RunAsync(wire!))), Task.Run(FollowAsync)]);
    }

    private async Task FollowAsync()
    {
        try
        {
            while (!clients[0].IsDone)
            {
                await Feed.FollowAsync(wire!);
                await Task.Delay(20);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // killed
        }
    }
}
