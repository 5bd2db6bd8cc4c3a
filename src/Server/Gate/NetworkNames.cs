using System.Collections.Frozen;

namespace Holdfast.Server.Gate;

/// <summary>What exchanges call a chain, as Holdfast calls it; any other name stays what it is.</summary>
internal static class NetworkNames
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ETH"] = "ETHEREUM",
        ["ERC20"] = "ETHEREUM",
        ["TRX"] = "TRON",
        ["TRC20"] = "TRON",
        ["BTC"] = "BITCOIN",
        ["XRP"] = "XRP",
        ["SOL"] = "SOLANA",
        ["LTC"] = "LITECOIN",
        ["DOGE"] = "DOGECOIN",
        ["BCH"] = "BITCOINCASH",
        ["TON"] = "TON",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Ours(string theirs) => Names.TryGetValue(theirs, out var ours) ? ours : theirs.ToUpperInvariant();
}
