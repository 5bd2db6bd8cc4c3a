using System.Collections.Immutable;
using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes.Binance;
using Holdfast.Signing.Schemes.Bitget;
using Holdfast.Signing.Schemes.Bitstamp;
using Holdfast.Signing.Schemes.Bitvavo;
using Holdfast.Signing.Schemes.Bybit;
using Holdfast.Signing.Schemes.CoinbaseAdvanced;
using Holdfast.Signing.Schemes.CoinbaseExchange;
using Holdfast.Signing.Schemes.HttpMessageSignatures;
using Holdfast.Signing.Schemes.Kraken;
using Holdfast.Signing.Schemes.KrakenFutures;
using Holdfast.Signing.Schemes.KuCoin;
using Holdfast.Signing.Schemes.Mexc;
using Holdfast.Signing.Schemes.Okx;

namespace Holdfast.Signing.Schemes;

/// <summary>Every scheme. To add one, add its folder and its line.</summary>
public static class Catalog
{
    public static ImmutableArray<Scheme> All { get; } =
    [
        new HttpMessageSignatureScheme(),
        new BinanceScheme(),
        new BybitScheme(),
        new OkxScheme(),
        new KrakenScheme(),
        new KrakenFuturesScheme(),
        new CoinbaseAdvancedScheme(),
        new CoinbaseExchangeScheme(),
        new KuCoinScheme(),
        new BitgetScheme(),
        new MexcScheme(),
        new BitvavoScheme(),
        new BitstampScheme(),
    ];

    /// <summary>By the length of their marks: most headers of a request are passed over by one look.</summary>
    private static readonly Scheme[][] ByLength = [.. Enumerable.Range(0, 1 + All.Max(s => s.Mark.Length))
        .Select(length => All.Where(s => s.Mark.Length == length).ToArray())];

    public static Scheme? Named(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The one scheme that the request states. Allocates nothing.</summary>
    public static Refusal Find(scoped in SignedRequest request, out Scheme? scheme)
    {
        scheme = null;
        var headers = request.Headers;
        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers.Name(i);
            if (name.Length >= ByLength.Length) continue;
            foreach (var one in ByLength[name.Length])
            {
                if (one == scheme || !Ascii.EqualsIgnoreCase(name, one.Mark) || !one.IsStatedBy(headers.Value(i))) continue;
                if (scheme is not null) return Ambiguous(out scheme);
                scheme = one;
            }
        }

        return scheme is null ? Refusal.SchemeMissing : Refusal.None;
    }

    private static Refusal Ambiguous(out Scheme? scheme)
    {
        scheme = null;
        return Refusal.SchemeAmbiguous;
    }
}
