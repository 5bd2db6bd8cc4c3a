using System.Text;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Orders;
using Holdfast.Server.Gate;
using Holdfast.Server.Gate.Activity;
using Reading = Holdfast.Server.Reading.Bodies;

namespace Holdfast.Fuzz.Parsers;

/// <summary>What comes in at the gate beside the signature: the map, the proxies' word, and what a request says.</summary>
internal static class Gate
{
    private static readonly PermissionMap Map = PermissionMap.Read(PermissionMap.Presets.Select(p => (p, PermissionMap.Preset(p))), [])!;
    private static readonly TrustedProxies Proxies = TrustedProxies.Read("127.0.0.0/8,10.0.0.0/8,fd00::/8", [])!;
    private static readonly string[] Presets = [.. PermissionMap.Presets.Select(PermissionMap.Preset)];

    private static readonly string[] Asked =
    [
        "POST /api/v3/order?symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.5&price=59000&newClientOrderId=mine\n",
        "POST /api/v3/order?symbol=BTCUSDT&side=BUY\ntype=STOP_LOSS_LIMIT&quantity=0.5&price=59000&stopPrice=58000",
        """
        POST /api/v5/trade/batch-orders
        [{"instId":"BTC-USDT","side":"buy","ordType":"limit","px":"1","sz":"1"},{"instId":"BTC-USDT","side":"sell","ordType":"market","sz":"3"}]
        """,
        """
        POST /v5/order/create
        {"category":"linear","symbol":"BTCUSDT","side":"Sell","orderType":"Market","qty":"1","triggerPrice":"50000","triggerDirection":2}
        """,
        "POST /0/private/AddOrder\nnonce=1&ordertype=stop-loss-limit&type=sell&volume=1&pair=XBT/USDT&price=20000&price2=19900&cl_ord_id=mine",
        """
        POST /api/v3/brokerage/orders
        {"client_order_id":"m","product_id":"BTC-USDT","side":"BUY","order_configuration":{"limit_limit_gtc":{"base_size":"1","limit_price":"2","post_only":true} } }
        """,
        """
        POST /api/v1/hf/orders/multi
        {"orderList":[{"side":"buy","symbol":"BTC-USDT","type":"limit","price":"2","size":"1"}]}
        """,
        "POST /sapi/v1/capital/withdraw/apply?coin=USDT&network=TRX&amount=200&address=TJRabPrwbZy45sbavfcjinPJC18kjpRTv8&withdrawOrderId=mine-1\n",
        """
        POST /api/v5/asset/withdrawal
        {"ccy":"USDT","amt":"10","dest":"4","toAddr":"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8","chain":"USDT-TRC20","clientId":"w1"}
        """,
    ];

    public static Parser[] All() =>
    [
        new("map of permissions", IsMap, r => Presets[r.Next(Presets.Length)]) { Bytes = (1_048_576, 2048) },
        new("forwarded for", IsClient, One("198.51.100.7", "203.0.113.9, 198.51.100.7, 10.1.2.3", "2001:db8::1,fd00::1 , 127.0.0.1", "::ffff:198.51.100.7")),
        new("list of networks", IsList, One(
            "10.0.0.0/8\n10.1.2.0/24 # in it\n\n# none\n198.51.100.7", "2001:db8::/32\n::ffff:10.0.0.0/104\n0.0.0.0/0", "::/0\n255.255.255.255/32\nffff::/16")) { Bytes = (1_048_576, 1024) },
        new("members of a request", IsMembers, One(Asked)) { Bytes = (131_072, 1024) },
        new("orders of a request", AreOrders, One(Asked)) { Bytes = (262_144, 4096) },
        new("withdrawal of a request", IsWithdrawal, One(Asked)) { Bytes = (262_144, 4096) },
    ];

    private static Func<Random, string> One(params string[] of) => random => of[random.Next(of.Length)];

    private static bool IsMap(string text)
    {
        var mistakes = new List<string>();
        var map = PermissionMap.Read([("fuzzed", text)], mistakes);
        return map is null == mistakes.Count > 0 ? map is not null : throw new BrokenPromiseException("neither a map nor a mistake, or both");
    }

    /// <summary>Every network of a list is found in it, at both of its ends.</summary>
    private static bool IsList(string text)
    {
        var mistakes = new List<string>();
        var table = NetworkTable.Read([("k", "fuzzed", text)], mistakes);
        if (table is null == (mistakes.Count == 0)) throw new BrokenPromiseException("neither a table nor a mistake, or both");
        if (table is null) return false;
        foreach (var line in text.Split('\n'))
            if (Source.TryParse(line.Split('#')[0].Trim(), out var network) && (table.Find(new Ip(network.First)) ?? table.Find(new Ip(network.Last))) is null)
                throw new BrokenPromiseException($"`{network}` is not found");
        return true;
    }

    /// <summary>Whatever a client writes in front of it, and however many proxies of ours stand behind it, the client is the same.</summary>
    private static bool IsClient(string text)
    {
        if (Proxies.Client(text) is not { } client) return false;
        if (Proxies.Client(text + ", 10.9.9.9") is { } behind && behind != client) throw new BrokenPromiseException($"behind one more proxy {client} is {behind}");
        if (Proxies.Client("192.0.2.1, " + text) != client) throw new BrokenPromiseException($"what {client} wrote in front of it counts");
        return true;
    }

    /// <summary>As a form it says the same once more, and what is said twice is read by nobody.</summary>
    private static bool IsMembers(string text)
    {
        var (target, body) = Parts(text);
        if (RequestMembers.Read(target, body) is not { } members) return false;
        var form = string.Join('&', members.Select(m => $"{Uri.EscapeDataString(m.Key)}={Uri.EscapeDataString(m.Value)}"));
        var again = RequestMembers.Read("/"u8, Encoding.Latin1.GetBytes(form.TrimStart('{', '[')));
        if (form.Length > 0 && (again is null || !again.OrderBy(m => m.Key, StringComparer.Ordinal).SequenceEqual(members.OrderBy(m => m.Key, StringComparer.Ordinal)))
            && IsText(members)) throw new BrokenPromiseException($"`{form}` says something else");
        if (members.Count > 0 && form.Length > 0 && IsText(members) && RequestMembers.Read("/"u8, Encoding.Latin1.GetBytes(form + "&" + form)) is not null)
            throw new BrokenPromiseException("what is there twice was read");
        return true;
    }

    private static bool IsText(Dictionary<string, string> members) => members.All(m => m.Key.All(char.IsAscii) && m.Value.All(char.IsAscii));

    private static bool AreOrders(string text)
    {
        var (target, body) = Parts(text);
        if (RouteOf(text, target)?.Order?.Write(target, body, "s", "k", "c", "198.51.100.1") is not { Length: > 0 } orders) return false;
        foreach (var order in orders)
        {
            var read = Reading.Order("alice", order, symbol => symbol == "BTCUSDT" ? new Pair("BTC", "USDT") : Pair.OfSymbol(symbol));
            if (read.Value is null == (read.Mistakes.Count == 0)) throw new BrokenPromiseException("neither an order nor a mistake, or both");
            if (read.Value is null) return false;
            if (read.Value is not { Amount: > 0m } and not { Spend: > 0m }) throw new BrokenPromiseException("an order of nothing");
        }
        return true;
    }

    private static bool IsWithdrawal(string text)
    {
        var (target, body) = Parts(text);
        if (RouteOf(text, target)?.Withdrawal?.Write(target, body, "s", "k", "c", "198.51.100.1") is not { } written) return false;
        var read = Reading.Withdrawal("alice", written);
        return read.Value is null == read.Mistakes.Count > 0 ? read.Value is not null : throw new BrokenPromiseException("neither a withdrawal nor a mistake, or both");
    }

    private static MappedRoute? RouteOf(string text, byte[] target)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? null : Map.Find(Encoding.Latin1.GetBytes(text[..space]), target);
    }

    private static (byte[] Target, byte[] Body) Parts(string text)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        var first = line < 0 ? text : text[..line];
        var space = first.IndexOf(' ', StringComparison.Ordinal);
        return (Encoding.Latin1.GetBytes(space < 0 ? first : first[(space + 1)..]), line < 0 ? [] : Encoding.UTF8.GetBytes(text[(line + 1)..]));
    }
}
