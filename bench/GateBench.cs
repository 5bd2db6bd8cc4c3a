using System.Globalization;

namespace Holdfast.Bench;

/// <summary>
/// `/authz` with 100,000 keys, each request signed for itself and remembered, against an empty endpoint of the same server; 64
/// connections, alternately, in one run. The client is in the same process, so the ratio is of both.
/// </summary>
internal static class GateBench
{
    private const int Keys = 100_000, Clients = 64, Rounds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string[] args)
    {
        await using var house = await GateHouse.StartAsync(args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : Keys);
        var empty = new Load(house.Port, _ => GateHouse.Empty(), Clients);
        // each key comes into the ring
        await AskAsync(house, house.Keys + Clients, TimeSpan.Zero, house.Keys, "&recvWindow=60000");
        await empty.RunAsync(TimeSpan.FromSeconds(3));
        var (asked, answered) = (new List<LoadResult>(), new List<LoadResult>());
        for (var i = 0; i < Rounds; i++)
        {
            asked.Add(await AskAsync(house, 250_000, Round));
            answered.Add(await empty.RunAsync(Round));
        }
        var (a, e) = (Median(asked), Median(answered));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"gate: ratio {a.Rate / e.Rate:0.00} (aim 0.75) = {a.Rate:N0}/s with {house.Keys:N0} keys ÷ {e.Rate:N0}/s for an empty endpoint; "
            + $"p99 {a.Percentile(.99):0.00} ms ÷ {e.Percentile(.99):0.00} ms = {a.Percentile(.99) / e.Percentile(.99):0.00} (aim 1.5); p50 {a.Percentile(.5):0.00} ÷ {e.Percentile(.5):0.00} ms; "
            + $"refused {asked.Sum(x => x.Errors)} of {asked.Sum(x => x.Requests):N0} (aim 0)"));
    }

    /// <summary>Signs as many requests as a round can need, and sends each once.</summary>
    private static async Task<LoadResult> AskAsync(GateHouse house, int prepared, TimeSpan time, long atLeast = 0, string more = "")
    {
        var requests = await house.SignAsync(prepared, more);
        var next = -1;
        var load = new Load(house.Port, _ =>
        {
            var i = Interlocked.Increment(ref next);
            return i < requests.Length ? requests[i] : throw new InvalidOperationException("more was asked than prepared");
        }, Clients)
        { Takes = ["200"] };
        return await load.RunAsync(time, atLeast: atLeast);
    }

    private static LoadResult Median(List<LoadResult> results) => results.OrderBy(r => r.Rate).ElementAt(results.Count / 2);
}
