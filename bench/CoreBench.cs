using System.Diagnostics;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Bench;

/// <summary>Withdrawal decisions per second and core on a folded state, without digest and JSON.</summary>
internal static class CoreBench
{
    public static Task RunAsync(string[] args)
    {
        var state = Maturing.At(Shapes.Owner("bench"), Shapes.Now);
        var account = state.Find("bench")!;
        var requests = Requests().ToArray();
        Run(state, account, requests, 2_000_000);
        var (best, bytes) = (0.0, 0.0);
        var rates = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            const int Count = 4_000_000;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Run(state, account, requests, Count);
            var rate = Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Count;
            rates.Add(rate);
            best = Math.Max(best, rate);
        }
        rates.Sort();
        Console.WriteLine($"core: {rates[3]:N0} decisions/s on one core (median of 7, best {best:N0}), {bytes:0.#} bytes each; aim 2,000,000");
        return Task.CompletedTask;
    }

    private static int Run(OwnerState state, Account account, WithdrawalRequest[] requests, int count)
    {
        var allowed = 0;
        for (var i = 0; i < count; i++)
        {
            var judgement = JudgeWithdrawal.Judge(
                state, account, requests[i % requests.Length], Policy.Default, Shapes.Now, Shapes.Now, default);
            if (judgement.Decision == Decision.Allow) allowed++;
        }
        return allowed;
    }

    /// <summary>Half to aged destinations, a quarter to held ones, a quarter to unknown ones; by every key, some from a wrong place.</summary>
    private static IEnumerable<WithdrawalRequest> Requests()
    {
        for (var i = 0; i < 64; i++)
        {
            var key = i % Shapes.Keys;
            var to = (i % 4) switch { 0 or 1 => 1 + (i % Shapes.Destinations), 2 => 1001 + (i % Shapes.Pending), _ => 5000 + i };
            var text = i % 16 == 15 ? "203.0.113.1" : Shapes.Ip(key);
            if (!Ip.TryParse(text, out var ip)) throw new FormatException(text);
            yield return new WithdrawalRequest(
                $"w{i}", "bench", "USDT", "ETHEREUM", 250m, Shapes.Address(to), null, new Value(250m, "USDT"),
                new Via.Key($"key-{key}", null, ip, text), null);
        }
    }
}
