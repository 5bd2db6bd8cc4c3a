using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>
/// The expectations of multicoin-address-validator (MIT), one library's opinion, on the networks that Holdfast checks.
/// </summary>
public sealed partial class MulticoinOpinions
{
    // the library's names for a chain, or for a currency that it gives without a chain
    private static readonly Dictionary<string, string> Networks = new (string Network, string[] Names)[]
    {
        ("BITCOIN", ["bitcoin", "btc"]),
        ("LITECOIN", ["litecoin"]),
        ("DOGECOIN", ["dogecoin", "doge"]),
        ("BITCOINCASH", ["bitcoincash", "bch"]),
        ("TRON", ["tron", "trx"]),
        ("SOLANA", ["solana", "sol", "bonk"]),
        ("XRP", ["ripple", "xrp"]),
        ("ETHEREUM", ["ethereum", "eth"]),
        ("ETHEREUMCLASSIC", ["ethereumclassic", "etc"]),
        ("BSC", ["binancesmartchain", "binance", "bnb"]),
        ("AVALANCHE", ["avalanche", "avax"]),
        ("ARBITRUM", ["arbitrum", "arb"]),
        ("OPTIMISM", ["op"]),
        ("CELO", ["celo"]),
        ("FLARE", ["flare", "flr"]),
        ("SONIC", ["sonic", "s"]),
        ("BERACHAIN", ["berachain", "bera"]),
    }.SelectMany(entry => entry.Names, (entry, name) => (name, entry.Network))
        .ToDictionary(pair => pair.name, pair => pair.Network, StringComparer.OrdinalIgnoreCase);

    // the library accepts and Holdfast refuses them; there is none the other way round
    private static readonly HashSet<(string Network, string Address)> Disagreements =
    [
        // addresses of test networks, which the library accepts when asked for `testnet` or `both`
        ("BITCOIN", "mzBc4XEFSdzCDcTxAgf6EZXgsZWpztRhef"),
        ("BITCOIN", "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy"),
        // version 0x26, which the library counts among bitcoin's test networks; bitcoin gold uses it
        ("BITCOIN", "GSa5espVLNseXEfKt46zEdS6jrPkmFghBU"),
        ("BITCOINCASH", "mzBc4XEFSdzCDcTxAgf6EZXgsZWpztRhef"),
        ("LITECOIN", "mzBc4XEFSdzCDcTxAgf6EZXgsZWpztRhef"),
        ("LITECOIN", "QjpzxpbLp5pCGsCczMbfh1uhC3P89QZavY"),
        ("LITECOIN", "tltc1qu78xur5xnq6fjy83amy0qcjfau8m367defyhms"),
        ("LITECOIN", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"),
    ];

    [Fact]
    public void Are_shared_except_for_the_listed_disagreements()
    {
        var opinions = Opinions();
        Assert.True(opinions.Length > 100);
        var differing = opinions
            .Where(opinion => opinion.IsValid != IsRead(opinion))
            .Select(opinion => (opinion.Network, opinion.Address))
            .ToHashSet();
        Assert.Equal(Disagreements.Order(), differing.Order());
    }

    private static bool IsRead(Opinion opinion) =>
        AddressReader.Read(opinion.Network, opinion.Address, "").Address is not null;

    private static Opinion[] Opinions() =>
    [
        .. PublishedVectors.Read("multicoin_validator.json").EnumerateArray()
            .Select(entry => (Entry: entry, Network: Networks.GetValueOrDefault(ChainOf(entry))))
            .Where(found => found.Network is not null)
            .Select(found => new Opinion(
                found.Network!, Text(found.Entry, "address")!, Text(found.Entry, "expect") == "valid")),
    ];

    private static string ChainOf(JsonElement entry) =>
        Chain().Match(Text(entry, "opts") ?? "") is { Success: true } match
            ? match.Groups["chain"].Value
            : Text(entry, "currency")!;

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    [GeneratedRegex(@"chainType:\s*'(?<chain>\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chain();

    private sealed record Opinion(string Network, string Address, bool IsValid);
}
