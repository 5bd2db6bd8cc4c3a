using System.Text;
using Holdfast.Domain.Orders;
using Holdfast.Server.Gate;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Tests.Gate;

/// <summary>What the presets make of the orders that clients of the exchanges send.</summary>
public sealed class ReadingOrders
{
    private const string Spot = "/api/v3/order?symbol=BTCUSDT&side=";

    /// <summary>An order in one line: pair, side, `@` its price, how much, its trigger; nothing where it can't be read.</summary>
    public static TheoryData<string, string, string, string, string> Requests => new()
    {
        { "binance", "POST", Spot + "SELL&type=LIMIT&timeInForce=GTC&quantity=0.5&price=59000&newClientOrderId=mine", "", "mine BTC/USDT sell @59000 0.5" },
        { "binance", "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.5&price=59000", "g_s BTC/USDT buy @59000 0.5" },
        { "binance", "POST", Spot + "BUY&type=MARKET&quoteOrderQty=100", "", "g_s BTC/USDT buy for 100" },
        { "binance", "POST", Spot + "SELL&type=MARKET&quantity=1&price=59000", "", "g_s BTC/USDT sell 1" },
        { "binance", "POST", Spot + "SELL&type=STOP_LOSS&quantity=1&stopPrice=50000&price=59000", "", "g_s BTC/USDT sell 1 falls to 50000" },
        { "binance", "POST", Spot + "BUY&type=TAKE_PROFIT_LIMIT&quantity=1&stopPrice=50000&price=51000", "", "g_s BTC/USDT buy @51000 1 falls to 50000" },
        { "binance", "POST", Spot + "SELL&type=STOP_LOSS&quantity=1&trailingDelta=5000", "", "" },
        { "binance", "POST", Spot + "SELL&type=LIMIT&quantity=1&price=1&quantity=2", "", "" },
        { "binance", "POST", Spot + "SELL&type=LIMIT&quantity=1&price=1", "price=60000", "" },
        { "binance", "POST", Spot + "SELL&type=MARKET", "", "" },
        { "binance", "POST", Spot + "SELL&type=MARKET&quantity=1e3", "", "" },
        { "binance", "POST", Spot + "HOLD&type=MARKET&quantity=1", "", "" },
        { "binance", "POST", "/api/v3/orderList/oco?symbol=BTCUSDT&side=SELL&quantity=1", "", "" },
        { "binance", "POST", "/api/v3/order?symbol=NEWUSDT&side=BUY&type=MARKET&quoteOrderQty=100", "", "g_s NEWUSDT buy for 100" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"post_only","px":"59000","sz":"2","clOrdId":"mine"}""", "mine BTC/USDT buy @59000 2" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"100"}""", "g_s BTC/USDT buy for 100" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","tdMode":"cash","side":"sell","ordType":"market","sz":"1"}""", "g_s BTC/USDT sell 1" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"1","tgtCcy":"base_ccy"}""", "g_s BTC/USDT buy 1" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"limit","px":"1","sz":"1"}""", "" },
        { "okx", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT","side":"buy","ordType":"limit","px":"1","sz":"1","attachAlgoOrds":[{"slTriggerPx":"1"}]}""", "" },
        { "okx", "POST", "/api/v5/trade/batch-orders", """[{"instId":"BTC-USDT","side":"buy","ordType":"limit","px":"1","sz":"1"},{"instId":"BTC-USDT","side":"sell","ordType":"market","sz":"3"}]""", "g_s_0 BTC/USDT buy @1 1; g_s_1 BTC/USDT sell 3" },
        { "okx", "POST", "/api/v5/trade/batch-orders", """[{"instId":"BTC-USDT","side":"buy","ordType":"limit","px":"1","sz":"1"},{"instId":"BTC-USDT","side":"sell","ordType":"iceberg","sz":"3"}]""", "" },
        { "okx", "POST", "/api/v5/trade/batch-orders", "[]", "" },
        { "okx", "POST", "/api/v5/trade/amend-order", """{"instId":"BTC-USDT","ordId":"1","newPx":"1"}""", "" },
        { "bybit", "POST", "/v5/order/create", """{"category":"spot","symbol":"BTCUSDT","side":"Sell","orderType":"Limit","qty":"1","price":"59000","orderLinkId":"mine"}""", "mine BTC/USDT sell @59000 1" },
        { "bybit", "POST", "/v5/order/create", """{"category":"spot","symbol":"BTCUSDT","side":"Buy","orderType":"Market","qty":"100"}""", "g_s BTC/USDT buy for 100" },
        { "bybit", "POST", "/v5/order/create", """{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Market","qty":"1"}""", "g_s BTC/USDT buy 1" },
        { "bybit", "POST", "/v5/order/create", """{"category":"linear","symbol":"BTCUSDT","side":"Sell","orderType":"Market","qty":"1","triggerPrice":"50000","triggerDirection":2}""", "g_s BTC/USDT sell 1 falls to 50000" },
        { "bybit", "POST", "/v5/order/create", """{"category":"inverse","symbol":"BTCUSD","side":"Buy","orderType":"Market","qty":"100"}""", "" },
        { "bybit", "POST", "/v5/order/create", """{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"1","price":"1","stopLoss":"1"}""", "" },
        { "bybit", "POST", "/v5/order/create-batch", """{"category":"spot","request":[{"symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"1","price":"2"}]}""", "g_s BTC/USDT buy @2 1" },
        { "bybit", "POST", "/v5/order/create", """{"category":"spot","symbol":"\ud800","side":"Buy","orderType":"Limit","qty":"1","price":"1"}""", "" },
        { "kraken", "POST", "/0/private/AddOrder", "nonce=1&ordertype=limit&type=buy&volume=1.25&pair=XBTUSDT&price=27500", "g_s XBT/USDT buy @27500 1.25" },
        { "kraken", "POST", "/0/private/AddOrder", "nonce=1&ordertype=stop-loss-limit&type=sell&volume=1&pair=XBT/USDT&price=20000&price2=19900&cl_ord_id=mine", "mine XBT/USDT sell @19900 1 falls to 20000" },
        { "kraken", "POST", "/0/private/AddOrder", "nonce=1&ordertype=limit&type=buy&volume=1&pair=XBTUSDT&price=%2B5%25", "" },
        { "kraken", "POST", "/0/private/AddOrder", "nonce=1&ordertype=market&type=buy&volume=100&pair=XBTUSDT&oflags=post,viqc", "" },
        { "kraken", "POST", "/0/private/AddOrder", "nonce=1&ordertype=limit&type=buy&volume=1&pair=XBTUSDT&price=1&close[ordertype]=market", "" },
        { "kraken", "POST", "/0/private/AddOrderBatch", """{"nonce":"1","pair":"XBTUSDT","orders":[{"ordertype":"limit","type":"buy","volume":"1","price":"2"},{"ordertype":"market","type":"sell","volume":"1"}]}""", "g_s_0 XBT/USDT buy @2 1; g_s_1 XBT/USDT sell 1" },
        { "kucoin", "POST", "/api/v1/hf/orders", """{"clientOid":"mine","side":"buy","symbol":"BTC-USDT","type":"limit","price":"2","size":"1"}""", "mine BTC/USDT buy @2 1" },
        { "kucoin", "POST", "/api/v1/orders", """{"clientOid":"mine","side":"buy","symbol":"BTC-USDT","type":"market","funds":"100"}""", "mine BTC/USDT buy for 100" },
        { "kucoin", "POST", "/api/v1/orders", """{"clientOid":"mine","side":"buy","symbol":"BTC-USDT","price":"2","size":"1","stop":"loss","stopPrice":"1"}""", "" },
        { "kucoin", "POST", "/api/v1/hf/orders/multi", """{"orderList":[{"side":"buy","symbol":"BTC-USDT","type":"limit","price":"2","size":"1"}]}""", "g_s BTC/USDT buy @2 1" },
        { "bitget", "POST", "/api/v2/spot/trade/place-order", """{"symbol":"BTCUSDT","side":"buy","orderType":"limit","force":"gtc","price":"2","size":"1","clientOid":"mine"}""", "mine BTC/USDT buy @2 1" },
        { "bitget", "POST", "/api/v2/spot/trade/place-order", """{"symbol":"BTCUSDT","side":"buy","orderType":"market","size":"100"}""", "g_s BTC/USDT buy for 100" },
        { "bitget", "POST", "/api/v2/spot/trade/batch-orders", """{"symbol":"BTCUSDT","orderList":[{"side":"sell","orderType":"market","size":"1"}]}""", "g_s BTC/USDT sell 1" },
        { "coinbase", "POST", "/api/v3/brokerage/orders", """{"client_order_id":"mine","product_id":"BTC-USDT","side":"BUY","order_configuration":{"limit_limit_gtc":{"base_size":"1","limit_price":"2","post_only":true} } }""", "mine BTC/USDT buy @2 1" },
        { "coinbase", "POST", "/api/v3/brokerage/orders", """{"product_id":"BTC-USDT","side":"BUY","order_configuration":{"market_market_ioc":{"quote_size":"100"} } }""", "g_s BTC/USDT buy for 100" },
        { "coinbase", "POST", "/api/v3/brokerage/orders", """{"product_id":"BTC-USDT","side":"SELL","order_configuration":{"stop_limit_stop_limit_gtc":{"base_size":"1","limit_price":"2","stop_price":"3","stop_direction":"STOP_DIRECTION_STOP_DOWN"} } }""", "g_s BTC/USDT sell @2 1 falls to 3" },
        { "coinbase", "POST", "/api/v3/brokerage/orders", """{"product_id":"BTC-USDT","side":"BUY","order_configuration":{"limit_limit_gtc":{"base_size":"1","limit_price":"2"},"market_market_ioc":{"quote_size":"100"} } }""", "" },
        { "coinbase", "POST", "/api/v3/brokerage/orders", """{"product_id":"BTC-USDT","side":"BUY","order_configuration":{"limit_limit_gtc":{"base_size":"1","limit_price":"2"} },"attached_order_configuration":{"trigger_bracket_gtc":{"limit_price":"1"} } }""", "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void An_order_is_read_whole_or_not_at_all(string preset, string method, string target, string body, string read)
    {
        var map = PermissionMap.Read([(preset, PermissionMap.Preset(preset))], [])!;
        var route = map.Find(Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(target))!;
        Assert.Equal("trade", route.Permission);
        Assert.Equal(read, Read(route.Order!, target, body));
    }

    [Fact]
    public void Every_preset_reads_its_orders()
    {
        foreach (var preset in PermissionMap.Presets) Assert.Contains(Requests, r => r.Data.Item1 == preset && r.Data.Item5.Length > 0);
    }

    private static string Read(OrderForm form, string target, string body)
    {
        var orders = form.Write(Encoding.ASCII.GetBytes(target), Encoding.ASCII.GetBytes(body), "s", "k", "c", "198.51.100.1");
        if (orders is null) return "";
        var read = orders.Select(o => Bodies.Order("a", o, Named).Value).ToArray();
        return read.Contains(null) ? "" : string.Join("; ", read.Select(o => Line(o!)));
    }

    private static Pair Named(string symbol) => symbol.EndsWith("USDT", StringComparison.Ordinal) && !symbol.StartsWith("NEW", StringComparison.Ordinal)
        ? new Pair(symbol[..^4], "USDT") : Pair.OfSymbol(symbol);

    private static string Line(OrderRequest o) => FormattableString.Invariant(
        $"{o.Id} {o.Pair} {(o.Side == Side.Buy ? "buy" : "sell")}")
        + (o.Price is { } price ? FormattableString.Invariant($" @{price}") : "")
        + (o.Amount is { } amount ? FormattableString.Invariant($" {amount}") : FormattableString.Invariant($" for {o.Spend}"))
        + (o.Trigger is { } trigger ? FormattableString.Invariant($" {(trigger.Moves == Moves.Falls ? "falls" : "rises")} to {trigger.Price}") : "");
}
