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
    private readonly Readings readings;
    private KillClient[] clients = [];
    private HoldfastProcess? server;
    private Wire? wire;
    private int round;

    public KillRun(int seed)
    {
        random = new Random(seed);
        (Feed, readings) = (new Feed(Faults), new Readings(Faults));
    }

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("HOLDFAST_KILLS_ON") ?? Path.GetTempPath(), "holdfast-" + Guid.NewGuid().ToString("n"))).FullName;

    public Faults Faults { get; } = new();

    public Feed Feed { get; }

    public List<TimeSpan> ReadyAfter { get; } = [];

    public List<TimeSpan> WorkToReady { get; } = [];

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
        await Task.Delay(random.Next(20, 700));
        server!.Kill();
        await working;
    }

    /// <summary>Lets all clients work until that many answers came, and end in order; the feed is read to its end, and then it is killed.</summary>
    public async Task WorkThenKillAsync(int answers)
    {
        var working = Begin();
        while (!working.IsCompleted && clients.Sum(c => c.Memory.All.Count) < answers) await Task.Delay(10);
        foreach (var client in clients) client.IsDone = true;
        await working;
        // until the checkpoint behind the last event is out
        await Task.Delay(800);
        await Feed.FollowAsync(wire!);
        server!.Kill();
    }

    /// <summary>Chain, checkpoints, look-ups, answers, and every snapshot against the fold of its owner's events.</summary>
    public void Audit(string? folder = null)
    {
        Audits++;
        var held = Feed.Checkpoint is { } json ? Checkpoint.FromJson(json) : null;
        foreach (var finding in LogAudit.Check(folder ?? Folder, held, OwnerAudit.Fold).Findings)
            Faults.Contradicts($"audit, position {finding.Position}: {finding.What}");
    }

    /// <summary>The same by the program itself, and by the verifier that shares no code with it.</summary>
    public void StopAndVerify()
    {
        server!.Kill();
        Audit();
        var (ok, said) = HoldfastProcess.Audit(Folder, PythonVerifier.Keep(Folder, Feed.Checkpoint));
        if (!ok) Faults.Contradicts($"holdfast audit: {said}");
        if (PythonVerifier.Run(Folder, Feed.Checkpoint) is var python && !python.StartsWith("ok", StringComparison.Ordinal))
            Faults.Contradicts($"verify-log.py: {python}");
    }

    /// <summary>The folder as it is now, to be put back later.</summary>
    public string Copy()
    {
        var copy = Path.Combine(Folder, "..", Path.GetFileName(Folder) + "-copy");
        Replace(Folder, copy);
        return copy;
    }

    /// <summary>Sets the folder back to a copy, as if what came after had never been written.</summary>
    public void PutBack(string copy)
    {
        Replace(copy, Folder);
        Directory.Delete(copy, recursive: true);
    }

    /// <summary>Kills it a few times on its way up, as a machine would that can't keep it.</summary>
    public async Task KillWhileStartingAsync()
    {
        KilledWhileStarting++;
        using var rising = HoldfastProcess.Start(Folder);
        await Task.Delay(random.Next(10, 1_000));
        if (rising.HasExited) Faults.Contradicts($"a start ended by itself: {rising.Said}");
        else rising.Kill();
    }

    /// <summary>What was acknowledged since the last check, and some of what was before, must all be there.</summary>
    public async Task CheckAsync(params IEnumerable<Acknowledged> pretended)
    {
        var check = new AfterKill(wire!, Feed, Faults);
        await Feed.AgainAsync(wire!, 900);
        await readings.AgainAsync(wire!, OlderOnes, random);
        foreach (var account in Accounts()) await readings.ReadAsync(wire!, account);
        var fresh = new List<Acknowledged>(pretended);
        fresh.AddRange(clients.SelectMany(c => c.Memory.All));
        var underWay = clients.Select(c => c.Memory.Unanswered).OfType<Sent>().ToArray();
        Unanswered += underWay.Length;
        fresh.AddRange(await Task.WhenAll(underWay.Select(check.SettleAsync)));
        await Feed.FollowAsync(wire!);
        await check.CheckAsync(fresh);
        if (everything.Count > 0) await check.CheckAsync(random.GetItems(everything.ToArray(), OlderOnes));
        everything.AddRange(fresh);
        Replays += check.Replayed;
        foreach (var one in fresh)
            if (one.Reply.Status >= 500) Faults.Contradicts($"{one.Sent.Act} was answered {one.Reply}");
    }

    public string Figures()
    {
        var (ready, work) = (ReadyAfter.Order().ToArray(), WorkToReady.Order().ToArray());
        return $"ready after p50 {ready[ready.Length / 2].TotalSeconds:N2} s, max {ready[^1].TotalSeconds:N2} s "
            + $"(processor p50 {work[work.Length / 2].TotalSeconds:N2} s, max {work[^1].TotalSeconds:N2} s); "
            + $"{Acknowledgements:N0} acknowledged, {Unanswered:N0} under way when killed, {Replays:N0} replays, "
            + $"{Feed.Position:N0} events, {Audits} audits, {KilledWhileStarting} killed while starting, {readings.Count:N0} accounts read";
    }

    public void Dispose()
    {
        server?.Dispose();
        wire?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static void Replace(string from, string to)
    {
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private async Task Begin()
    {
        round++;
        clients = [.. Enumerable.Range(0, Clients).Select(i => new KillClient(round * Clients + i, new Random(random.Next())))];
        await Task.WhenAll(
        [
            .. clients.Select(c => Task.Run(() => c.RunAsync(wire!))),
            Task.Run(FollowAsync),
            Task.Run(() => readings.ReadOnAsync(wire!, Accounts, () => Array.TrueForAll(clients, c => c.IsDone))),
        ]);
    }

    private IEnumerable<string> Accounts() => clients.Select(c => c.Account).Where(account => account.Length > 0);

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
