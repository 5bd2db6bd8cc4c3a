using System.Text.Json.Serialization;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Orders;

[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    [JsonStringEnumMemberName("buy")] Buy,
    [JsonStringEnumMemberName("sell")] Sell,
}

/// <summary>Which way the price must go for a stop order to stand.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Moves>))]
public enum Moves
{
    [JsonStringEnumMemberName("falls")] Falls,
    [JsonStringEnumMemberName("rises")] Rises,
}

/// <summary>The price from which a stop order stands.</summary>
/// <param name="Moves">Null where nobody says which way the price comes to it.</param>
public sealed record Trigger(decimal Price, Moves? Moves);

/// <summary>What is traded for what; written `BASE/QUOTE`.</summary>
/// <param name="Quote">Empty where a symbol was not told apart, because nobody reported a price of it.</param>
public readonly record struct Pair(string Base, string Quote)
{
    /// <summary>Whether an exchange may write a pair so, in one word.</summary>
    public static bool IsSymbol(string? text) => PolicyBounds.IsAsset(text);

    public static Pair OfSymbol(string symbol) => new(symbol, "");

    public bool IsToldApart => Quote is { Length: > 0 };

    public override string ToString() => IsToldApart ? $"{Base}/{Quote}" : Base;

    public static bool TryParse(string? text, out Pair pair)
    {
        pair = default;
        if (text?.Split('/') is not [var @base, var quote] || !PolicyBounds.IsAsset(@base) || !PolicyBounds.IsAsset(quote)) return false;
        pair = new Pair(@base, quote);
        return !string.Equals(@base, quote, StringComparison.Ordinal);
    }
}

/// <summary>An order that the platform is about to place.</summary>
/// <param name="Price">The worst price at which it may be filled; null: a market order, which takes any.</param>
/// <param name="Trigger">Null where it stands at once.</param>
/// <param name="Amount">In the base asset, before leverage; null where <paramref name="Spend"/> says how much.</param>
/// <param name="Spend">In the quote asset, before leverage: what is paid for a purchase, or got for a sale.</param>
/// <param name="Leverage">By how much borrowed funds multiply the amount; 1 without.</param>
public sealed record OrderRequest(
    string Id,
    string Account,
    Pair Pair,
    Side Side,
    decimal? Price,
    Trigger? Trigger,
    decimal? Amount,
    decimal? Spend,
    decimal Leverage,
    Via Via);

/// <summary>What the platform last reported of a pair.</summary>
/// <param name="Volume24h">What was traded in 24 h, in the quote asset.</param>
public sealed record PriceReport(decimal Price, decimal Volume24h, Instant At)
{
    /// <summary>A price older than the policy's age is none.</summary>
    public bool IsFresh(Policy policy, Instant at) => at <= At + policy.PriceAge;
}

/// <summary>All of the market that an order is judged by; it travels in the event, so the decision can be replayed.</summary>
/// <param name="Pair">The report of the order's own pair.</param>
/// <param name="Quote">The report of its quote asset in the currency of the allowance; null where there is none.</param>
/// <param name="Since">Where there is no report of the pair: since when there could have been one.</param>
public sealed record Market(PriceReport? Pair, PriceReport? Quote, Instant Since);

/// <summary>An order as it was judged.</summary>
/// <param name="Lost">What of the quote asset it can lose; null where nobody can say.</param>
/// <param name="Counts">What of that counts against the allowance.</param>
/// <param name="Counted">Its entry in the owner's ledger; null where it counts nothing.</param>
public sealed record OrderRecord(
    OrderRequest Order,
    Market Market,
    Decision Decision,
    Reason[] Reasons,
    Instant? Until,
    decimal? Lost,
    decimal Counts,
    Limits.LedgerEntry? Counted);
