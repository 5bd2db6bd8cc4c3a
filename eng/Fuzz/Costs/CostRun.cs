using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Costs;

/// <summary>What one request costs: bytes allocated, and processor time of the whole process, per request.</summary>
internal sealed record Cost(string Name, int Status, int Sent, int Got, long Bytes, TimeSpan Cpu)
{
    /// <summary>The most that a request may allocate, and the most processor time that it may take.</summary>
    public const long MostBytes = 16 << 20;

    public static readonly TimeSpan MostCpu = TimeSpan.FromMilliseconds(100);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name,-34} {Status}  {Sent / 1024,4} KiB sent  {Got / 1024,6} KiB got  {Bytes / 1048576.0,7:0.00} MiB  {Cpu.TotalMilliseconds,7:0.00} ms")
        + (Bytes > MostBytes ? "  TOO MUCH" : "") + (Cpu > MostCpu ? "  TOO LONG" : "");
}

/// <summary>Sends the dearest requests one after another to a server that has nothing else to do.</summary>
internal static class CostRun
{
    public static async Task<List<Cost>> RunAsync(int repeats, TextWriter? output)
    {
        await using var subject = await Subject.StartAsync(sandbox: true, TimeProvider.System, null);
        using var wire = new Wire(subject.Address, TimeSpan.FromSeconds(60));
        var keys = 0;
        var account = await LargestAccount.MakeAsync(PostAsync);
        var costs = new List<Cost>();
        foreach (var dear in CostCase.All(account))
        {
            await SendAsync(dear, 1000);
            costs.Add(await MeasureAsync(dear));
            if (output is not null) await output.WriteLineAsync(costs[^1].ToString());
        }
        return costs;

        async Task<Cost> MeasureAsync(CostCase dear)
        {
            var bodies = Enumerable.Range(0, repeats).Select(i => Shot(dear, i)).ToArray();
            var (cpu, bytes) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes(true));
            Answer? answer = null;
            foreach (var body in bodies) answer = await wire.SendAsync(body);
            return new Cost(dear.Name, answer?.Status ?? 0, bodies[0].Length, answer?.Body.Length ?? 0,
                (GC.GetTotalAllocatedBytes(true) - bytes) / repeats, (Process.GetCurrentProcess().TotalProcessorTime - cpu) / repeats);
        }

        byte[] Shot(CostCase dear, int i)
        {
            var token = dear.Token == "staff-1" ? subject.Badges.Staff1 : subject.Badges.Platform;
            return new Shot(null!, dear.Method, dear.Path,
                [("Host", "127.0.0.1"), ("Authorization", "Bearer " + token), ("Idempotency-Key", $"i{++keys}"), ("Content-Type", dear.Type)],
                Encoding.UTF8.GetBytes(dear.Body(i)), Form.Whole).ToBytes();
        }

        Task<Answer?> SendAsync(CostCase dear, int i) => wire.SendAsync(Shot(dear, i));

        async Task<JsonObject> PostAsync(string path, string body)
        {
            var answer = await SendAsync(new CostCase(path, "POST", path, _ => body), 0);
            return answer is { Status: < 300 } ? answer.Json()! : throw new InvalidOperationException($"{path}: {answer?.Status} {answer?.Text}");
        }
    }
}
