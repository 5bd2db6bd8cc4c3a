using System.Collections.Concurrent;
using System.Diagnostics;

namespace Holdfast.Fuzz.Http;

internal sealed record HttpRunOptions
{
    /// <summary>Repeats a run, but for the ids that the server makes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Connections at once.</summary>
    public int Lines { get; init; } = 8;

    /// <summary>How long an answer may take; wide, for a machine under load is slow without being wrong.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests to one server; then the next begins, in the other mode.</summary>
    public int OnOneServer { get; init; } = 40_000;

    /// <summary>The run ends when so much was found.</summary>
    public int MostFindings { get; init; } = 10;

    /// <summary>What is looked for; the run ends when it is there.</summary>
    public Func<Finding, bool> Until { get; init; } = _ => false;

    public Action<Microsoft.AspNetCore.Builder.IApplicationBuilder, string>? Plant { get; init; }

    public TextWriter? Output { get; init; }
}

/// <summary>What a run saw.</summary>
internal sealed class HttpReport
{
    private long requests, answers;

    public long Requests => requests;

    public ConcurrentDictionary<int, long> Statuses { get; } = new();

    /// <summary>Answers with a status below 300, by operation: what was reached.</summary>
    public ConcurrentDictionary<string, long> Reached { get; } = new();

    public ConcurrentQueue<Finding> Findings { get; } = new();

    public TimeSpan Time { get; set; }

    public TimeSpan Slowest { get; set; }

    public void Count(Shot shot, Answer? answer)
    {
        Interlocked.Increment(ref requests);
        if (answer is null) return;
        Interlocked.Increment(ref answers);
        Statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
        var isDone = answer.Status < 300 || (answer.Status == 303 && answer.Headers["location"].Split('?')[0] != "/console/sign-in");
        if (isDone && shot.Form == Form.Whole) Reached.AddOrUpdate(shot.Route.Id, 1, (_, n) => n + 1);
    }

    public override string ToString() => $"""
        {requests} requests, {answers} answers, {Findings.Count} findings, {Time.TotalSeconds:0} s ({requests / Math.Max(1, Time.TotalSeconds):0}/s), slowest {Slowest.TotalMilliseconds:0} ms
        by status: {string.Join(", ", Statuses.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}"))}
        reached: {string.Join(", ", Reached.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}"))}
        {string.Join("\n\n", Findings)}
        """;
}

/// <summary>Fuzzes one server after another, on several lines at once, each with its own seed and its own accounts.</summary>
internal sealed class HttpRun(HttpRunOptions options)
{
    private readonly HttpReport report = new();

    private bool IsOver => report.Findings.Count >= options.MostFindings || report.Findings.Any(options.Until);

    public async Task<HttpReport> RunAsync(long requests)
    {
        var watch = Stopwatch.StartNew();
        for (var round = 0; report.Requests < requests && !IsOver; round++)
        {
            await RoundAsync(round, Math.Min(options.OnOneServer, requests - report.Requests));
            report.Time = watch.Elapsed;
            if (options.Output is { } output)
                await output.WriteLineAsync($"{report.Requests} requests, {report.Findings.Count} findings, {report.Requests / watch.Elapsed.TotalSeconds:0}/s");
        }
        return report;
    }

    private async Task RoundAsync(int round, long requests)
    {
        var time = new JumpingTime();
        await using var subject = await Subject.StartAsync(sandbox: round % 2 == 0, time, options.Plant);
        await Task.WhenAll(Enumerable.Range(0, options.Lines).Select(line => Task.Run(
            () => LineAsync(subject, time, $"{round}-{line}", unchecked((options.Seed * 7919) + (round * 101) + line), requests / options.Lines))));
        foreach (var error in subject.Log.Take()) report.Findings.Enqueue(new Finding("no exception", error, ""));
    }

    private async Task LineAsync(Subject subject, JumpingTime time, string name, int seed, long requests)
    {
        var random = new Random(seed);
        var judge = new Judge(subject.Contract, subject.Canaries);
        using var wire = new Wire(subject.Address, options.Patience);
        Scene scene = new(name + "a", random);
        Aim aim = new(subject.Contract, scene, subject.Badges, random);
        for (var i = 0L; i < requests && !IsOver; i++)
        {
            // accounts fill up and freeze over: new ones, now and then, and time for them to age
            if (i % 400 == 0) (scene, aim) = Anew(subject, $"{name}-{i}", random);
            if (i % 400 == 40) time.Pass(TimeSpan.FromDays(9));
            if (i % 80 == 60) aim.Pass = await subject.SignInAsync(scene.Account());
            await SendAsync(subject, wire, judge, scene, i % 400 < 4 ? aim.Opening() : aim.Next());
        }
    }

    private static (Scene, Aim) Anew(Subject subject, string name, Random random)
    {
        var scene = new Scene(name, random);
        return (scene, new Aim(subject.Contract, scene, subject.Badges, random));
    }

    private async Task SendAsync(Subject subject, Wire wire, Judge judge, Scene scene, Shot shot)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var asked = shot.Target.Contains("wait", StringComparison.OrdinalIgnoreCase) ? TimeSpan.FromSeconds(60) : TimeSpan.Zero;
            var answer = await wire.SendAsync(shot.ToBytes(), shot.Method == "HEAD", shot.Form != Form.Whole, asked);
            if (asked == TimeSpan.Zero && Stopwatch.GetElapsedTime(began) is var took && took > report.Slowest) report.Slowest = took;
            report.Count(shot, answer);
            if (answer is null)
            {
                if (shot.Form == Form.Whole && shot.Method != "CONNECT") Found("answered", "the connection was closed without an answer", shot);
                return;
            }
            var mistakes = judge.Mistakes(shot, answer).ToArray();
            foreach (var (rule, what) in mistakes) Found(rule, what, shot);
            if (mistakes.Length == 0) scene.Learn(shot, answer);
        }
        catch (HangException e)
        {
            report.Count(shot, null);
            Found("no hang", e.Message, shot);
        }
        foreach (var error in subject.Log.Take()) Found("no exception", error, shot);
    }

    private void Found(string rule, string what, Shot shot)
    {
        if (IsOver) return;
        report.Findings.Enqueue(new Finding(rule, what.Length > 3000 ? what[..3000] : what, $"[{shot.Story}] {shot.Show()}"));
    }

    /// <summary>The system's time, which jumps ahead so that power ages in a production installation too.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private long passed;

        public void Pass(TimeSpan by) => Interlocked.Add(ref passed, by.Ticks);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + TimeSpan.FromTicks(Interlocked.Read(ref passed));

        public override long GetTimestamp() =>
            Stopwatch.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref passed)).TotalSeconds * Stopwatch.Frequency);
    }
}
