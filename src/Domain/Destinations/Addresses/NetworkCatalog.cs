using System.Buffers;
using System.Collections.Frozen;
using Holdfast.Domain.Destinations.Addresses.Networks;

namespace Holdfast.Domain.Destinations.Addresses;

/// <summary>
/// The networks that Holdfast knows by name. Names and aliases match in any case and without `-` and `_` (`erc-20`).
/// A name that exchanges use for two networks is no alias: `AVAX` is the X-chain on one and the C-chain on another.
/// </summary>
internal static class NetworkCatalog
{
    private const int LongestName = 32;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly (Network Network, string[] Aliases)[] Listed =
    [
        (new Network("BITCOIN", true, BitcoinFamily.Bitcoin.Read, TagRules.NotUsed), ["BTC", "XBT"]),
        (new Network("LITECOIN", true, BitcoinFamily.Litecoin.Read, TagRules.NotUsed), ["LTC"]),
        (new Network("DOGECOIN", true, BitcoinFamily.Dogecoin.Read, TagRules.NotUsed), ["DOGE"]),
        (new Network("BITCOINCASH", true, BitcoinCash.Read, TagRules.NotUsed), ["BCH"]),
        (new Network("TRON", true, Tron.Read, TagRules.NotUsed), ["TRX", "TRC20"]),
        (new Network("SOLANA", true, Solana.Read, TagRules.NotUsed), ["SOL", "SPL"]),
        (new Network("XRP", true, XrpLedger.Read, TagRules.StatedNumber), ["RIPPLE", "XRPL"]),
        (new Network("TON", true, Ton.Read, TagRules.StatedText), ["TONCOIN"]),
        Evm("ETHEREUM", "ETH", "ERC20"),
        Evm("BSC", "BEP20", "BNBSMARTCHAIN", "BINANCESMARTCHAIN"),
        Evm("POLYGON", "MATIC", "POL"),
        Evm("ARBITRUM", "ARB", "ARBITRUMONE"),
        Evm("OPTIMISM", "OP"),
        Evm("BASE"),
        Evm("AVALANCHE", "AVAXC", "AVAXCCHAIN", "AVALANCHEC"),
        Evm("ETHEREUMCLASSIC", "ETC"),
        Evm("FANTOM", "FTM"),
        Evm("SONIC"),
        Evm("LINEA"),
        Evm("SCROLL"),
        Evm("MANTLE"),
        Evm("BLAST"),
        Evm("ZKSYNC", "ZKSYNCERA"),
        Evm("CELO"),
        Evm("GNOSIS", "XDAI"),
        Evm("FLARE", "FLR"),
        Evm("BERACHAIN", "BERA"),
        Evm("OPBNB"),
        OffChain("INTERNAL"),
        OffChain("FIAT"),
        OffChain("GIFTCARD"),
        OffChain("PAYMENT"),
    ];

    private static readonly FrozenDictionary<string, Network> ByKey = Listed
        .SelectMany(entry => entry.Aliases.Append(entry.Network.Name), (entry, key) => (key, entry.Network))
        .ToFrozenDictionary(pair => pair.key, pair => pair.Network, StringComparer.Ordinal);

    /// <summary>Every name and alias, with the network that it stands for.</summary>
    public static IReadOnlyDictionary<string, Network> Names => ByKey;

    /// <summary>The network of a name, listed or not; null if the name is malformed.</summary>
    public static Network? Find(string name)
    {
        if (!IsWellFormed(name))
            return null;

        var upper = name.ToUpperInvariant();
        var key = upper.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return ByKey.GetValueOrDefault(key) ?? Unlisted(upper);
    }

    /// <summary>A network of which only the name is known: every printable text is an address on it.</summary>
    public static Network Unlisted(string name) =>
        new(name, Checked: false, PrintableText.ReadAddress, TagRules.OptionalText);

    private static (Network Network, string[] Aliases) Evm(string name, params string[] aliases) =>
        (new Network(name, true, Networks.Evm.Read, TagRules.NotUsed), aliases);

    // exits without a chain: the exchange's own accounts, banks, vouchers, merchants
    private static (Network Network, string[] Aliases) OffChain(string name) => (Unlisted(name), []);

    private static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
