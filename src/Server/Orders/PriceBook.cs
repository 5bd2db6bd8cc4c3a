using System.Collections.Concurrent;
using Holdfast.Domain.Orders;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Orders;

/// <summary>The newest report of each pair, in memory only: what an order was judged by is in its own event.</summary>
internal sealed class PriceBook(Instant since)
{
    public const int MostPairs = 20_000;

    private readonly ConcurrentDictionary<Pair, PriceReport> reports = new();

    /// <summary>Pairs by both assets in one word, as many exchanges write them; where two pairs make one word it is neither.</summary>
    private readonly ConcurrentDictionary<string, Pair> symbols = new(StringComparer.Ordinal);

    /// <summary>Takes all of a list, or none of it where it would hold too many pairs.</summary>
    public bool TryTake(IReadOnlyList<PriceOf> prices, Instant at)
    {
        lock (reports)
        {
            if (reports.Count + prices.Count(p => !reports.ContainsKey(p.Pair)) > MostPairs) return false;
            foreach (var (pair, price, volume) in prices)
            {
                reports[pair] = new PriceReport(price, volume, at);
                var symbol = pair.Base + pair.Quote;
                symbols.AddOrUpdate(symbol, pair, (_, known) => known == pair ? pair : Pair.OfSymbol(symbol));
            }
            return true;
        }
    }

    public Market For(Pair pair, Policy policy) => new(
        reports.GetValueOrDefault(pair), reports.GetValueOrDefault(new Pair(pair.Quote, policy.Currency)), since);

    /// <summary>The pair that an exchange writes as one word, such as `BTCUSDT`.</summary>
    public Pair Named(string symbol) => symbols.TryGetValue(symbol, out var pair) ? pair : Pair.OfSymbol(symbol);
}

/// <summary>What the platform reports of one pair.</summary>
internal sealed record PriceOf(Pair Pair, decimal Price, decimal Volume24h);
