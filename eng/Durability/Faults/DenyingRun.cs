using Holdfast.Server.Owners;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Durability.Faults;

/// <summary>
/// G24: a real server over a disk that fails at one call. Each answer is the one that it gives over a disk that works, or
/// 503; whoever was told `allow` finds it in the log at the next start; and a log that failed once is never asked again.
/// </summary>
internal sealed class DenyingRun : IDisposable
{
    private const string Owner = """{"kind":"owner","id":"alice","session":"s1"}""";

    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "holdfast-deny-" + Guid.NewGuid().ToString("n"))).FullName;

    private int[]? _expected;
    private int _runs;

    /// <summary>Planted: what the platform hears instead of an answer.</summary>
    public Func<Answer, Answer> Hears { get; init; } = answer => answer;

    public async Task<int> CallsAsync(FaultKind kind)
    {
        var plan = FaultPlan.Counting(kind);
        _expected = (await RunAsync(plan)).Statuses;
        return plan.Calls;
    }

    /// <summary>What is wrong at this call; null where the fault was never reached.</summary>
    public async Task<List<string>?> AtAsync(FaultKind kind, int at)
    {
        var plan = new FaultPlan(kind, at);
        var (statuses, faults) = await RunAsync(plan);
        if (!plan.HasStruck) return null;
        for (var i = 0; i < statuses.Length; i++)
            if (statuses[i] != 503 && statuses[i] != _expected![i]) faults.Add($"answer {i} was {statuses[i]} and not {_expected[i]} or 503");
        var failed = Array.IndexOf(statuses, 503);
        if (failed >= 0 && kind != FaultKind.ReadFails && Array.Exists(statuses[failed..], s => s != 503))
            faults.Add($"answers went on after a 503: {string.Join(' ', statuses)}");
        return faults;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<(int[] Statuses, List<string> Faults)> RunAsync(FaultPlan plan)
    {
        var folder = Path.Combine(_root, $"{Interlocked.Increment(ref _runs)}");
        try
        {
            await using (var first = await Platform.StartAsync(folder))
                await first.PostAsync("/v1/accounts", """{"id":"alice","email":"alice@example.com"}""");
            FaultyFiles.Plan(folder, plan);
            var (answers, allowed) = (new List<Answer>(), new List<string>());
            try
            {
                await using var server = await Platform.StartAsync(folder);
                await AskAsync(server, plan.Kind is FaultKind.ReadFails or FaultKind.Gone, answers, allowed);
            }
            catch (LogUnavailableException)
            {
                // it did not even start
            }
            plan.End();
            FaultyFiles.Forget(folder);
            return ([.. answers.Select(a => a.Status)], [.. plan.TriedAgain.Take(1), .. await MissingAsync(folder, allowed)]);
        }
        finally
        {
            FaultyFiles.Forget(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AskAsync(Platform server, bool readsFail, List<Answer> answers, List<string> allowed)
    {
        for (var i = 0; i < 3; i++)
        {
            var decided = await Ask("/v1/accounts/alice/withdrawals", Withdrawal($"w{i}"));
            if (decided.Status == 200 || decided["decision"] == "allow") allowed.Add($"w{i}");
            var change = await Ask("/v1/accounts/alice/changes", $$"""{"by":{{Owner}},"edits":[{{Destination(i)}}]}""");
            await Ask($"/v1/accounts/alice/changes/{change["change"] ?? "c_none"}/approvals",
                $$"""{"factor":"platform","digest":"{{change["digest"] ?? new string('0', 64)}}","by":{{Owner}}}""", change.Status != 503);
        }
        await Ask("/v1/accounts/alice/freeze", $$"""{"by":{{Owner}},"reason":"a call"}""");
        // a log that can't be read alone is asked again, and says that it is ready
        if (!readsFail) answers.Add(await server.GetAsync("/readyz"));

        async Task<Answer> Ask(string path, string body, bool makesSense = true)
        {
            var answer = makesSense ? Hears(await server.PostAsync(path, body)) : new(503, null);
            answers.Add(answer);
            return answer;
        }
    }

    private static string Withdrawal(string id) =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"INTERNAL","amount":"5","address":"elsewhere","via":{"session":"s1","ip":"203.0.113.7","device":"d1","factorAt":"2190-01-01T00:00:00Z"} }""";

    private static string Destination(int i) =>
        $$"""{"op":"addDestination","asset":"USDT","network":"INTERNAL","address":"place{{i}}","tag":null,"label":"box"}""";

    private static async Task<List<string>> MissingAsync(string folder, List<string> allowed)
    {
        var faults = new List<string>();
        await using (var log = SqliteLog.Open(folder))
            foreach (var withdrawal in allowed)
                if (log.Find(OwnerBook.WithdrawalKey("alice", withdrawal)) is null) faults.Add($"`{withdrawal}` was allowed and is not recorded");
        faults.AddRange(LogAudit.Check(folder).Findings.Select(f => $"audit, position {f.Position}: {f.What}"));
        return faults;
    }
}
