using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>Every text of every body, put as what it can't be: named with its place, and nothing recorded.</summary>
public sealed class Values(World world) : IClassFixture<World>
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";

    private static readonly string[] Amounts =
    [
        "-1", "+1", "1e3", "1E-3", "1,5", "01", "00", ".5", "5.", " 5", "5 ", "٥", "１", "1_000", "0x10", "NaN", "Infinity", "1.2.3",
        "0.1234567890123456789", "123456789012345678901", "12345678901.123456789012345678", "99999999999999999999.999999999",
    ];

    private static readonly string[] Times =
    [
        "1999-12-31T23:59:59Z", "2200-01-01T00:00:00.001Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "1767225600",
        "2026-01-01T00:00:00+25:00", "20260101T000000Z", "now", "٢٠٢٦-01-01T00:00:00Z",
    ];

    private static readonly string[] Spans =
        ["P1M", "P1Y", "P1W", "-P8D", "+P8D", "P", "PT", "P1DT", "48h", "172800", "2.00:00:00", "P8", "pt1h", "P1H", "PT1.5H", "P9999D", "PT1H ", "P٨D"];

    private static readonly string[] Sources =
    [
        "198.51.100.7/24", "198.51.100.0/33", "198.51.100.0/-1", "198.51.100.0/", "198.51.100.0/024", "2001:db8::1/64", "2001:db8::/129",
        "198.51.100", "198.51.100.0/24 ", "010.0.0.1", "fe80::1%eth0", "[2001:db8::1]", "0x0a000001", "3232235777", "example.com", "*",
        "198.51.100.0/24,0.0.0.0/0", "٠.0.0.0/0",
    ];

    private static readonly string[] Ips =
        ["198.51.100", "300.1.1.1", "010.0.0.1", "1.2.3.4/32", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "localhost", "0x7f000001", "2130706433", " ::1"];

    private static readonly string[] Permissions =
        ["Withdraw", "WITHDRAW", "wIthdraw", "Read", "MANAGE", "wіthdraw", "with draw", "withdraw ", "read,withdraw", "1read", "-x", "*", "read\0", new string('a', 33)];

    private static readonly string[] Labels =
    [
        "аdmin", "раypal", "Bіnance", "safe\u202Egnp", "two\u200Bwords", "line\nbreak", "tab\there", "nul\0", "<b>bold</b>", "ticket: 4711",
        "“quoted”", "a\\b", "x\uFEFFy", "e\u0301\u0301\u0301\u0301\u0301", "  ", " a", "a ", "a  b", "-", "😀", new string('x', 33),
    ];

    private static readonly string[] Ids = ["a b", "a/b", "ключ", "a\nb", "a\u202Eb", "a%2Fb", "<a>", "../a", new string('é', 10)];

    private static readonly string[] Emails =
        ["no", "a@b", "@b.example", "a@", "a@b..example", "a@.example", "a@b.example.", "a b@c.example", "a@b.c\r\nBcc: x@y.z", "<a@b.example>", "a@b.example,c@d.example", "a@exаmple.com", "a@b@c.example", "\"a b\"@c.example"];

    private static readonly string[] Assets = ["US DT", "USDТ", "U$D", "USDT\n", "usdt/eth", "₮"];

    private static readonly string[] TimesOfDay = ["24:00", "22:60", "2200 ", "22.00", "+2:00", "ab:cd", "٢٢:٠٠", "-1:00"];

    private static readonly string[] Zones =
        ["Mars/Olympus", "europe/berlin", "Europe", "W. Europe Standard Time", "../etc/hosts", "/etc/hosts", "Europe/../Asia/Tokyo", "+02:00", "right/Europe/Berlin", "Europe/Berlin\n"];

    /// <summary>What a text can't be, by the member or the list that it stands in, and what that is called.</summary>
    private static readonly Dictionary<string, (string Code, string[] Wrong)> Table = new(StringComparer.Ordinal)
    {
        ["amount"] = ("amountInvalid", Amounts),
        ["above"] = ("amountInvalid", Amounts),
        ["price"] = ("amountInvalid", Amounts),
        ["spend"] = ("amountInvalid", Amounts),
        ["leverage"] = ("*", ["0", "0.5", "1000.1", "-1", "ten"]),
        ["pair"] = ("pairInvalid", ["BTC", "BTC/", "/USDT", "BTC/BTC", "BTC/USDT/X", "BTC-USDT", "BТC/USDT", "BTC /USDT"]),
        ["side"] = ("*", ["Buy", "hold", "both", "sell "]),
        ["when"] = ("*", ["Falls", "fall", "moves"]),
        ["phone"] = ("*", ["15550100", "+0155501", "+1 555 0100", "+1555010a", "+12345", "+1234567890123456", "tel:+15550100", "+١٥٥٥٠١٠٠"]),
        ["at"] = ("timeInvalid", Times),
        ["until"] = ("timeInvalid", Times),
        ["expiresAt"] = ("timeInvalid", Times),
        ["factorAt"] = ("timeInvalid", Times),
        ["from"] = ("timeOfDayInvalid", TimesOfDay),
        ["zone"] = ("zoneUnknown", Zones),
        ["period"] = ("span*", Spans),
        ["length"] = ("span*", Spans),
        ["for"] = ("span*", Spans),
        ["overlap"] = ("span*", Spans),
        ["advance"] = ("span*", Spans),
        ["source"] = ("sourceInvalid", Sources),
        ["sources"] = ("sourceInvalid", Sources),
        ["ip"] = ("ipInvalid", Ips),
        ["permission"] = ("permissionInvalid", Permissions),
        ["permissions"] = ("permissionInvalid", Permissions),
        ["label"] = ("label*", Labels),
        ["name"] = ("label*", Labels),
        ["email"] = ("emailInvalid", Emails),
        ["asset"] = ("assetInvalid", Assets),
        ["currency"] = ("assetInvalid", Assets),
        ["digest"] = ("*", [Digest + "F", Digest + "g", Digest, Digest + "00", Digest + " "]),
        ["code"] = ("codeMalformed", ["abcdef", "12345a", "１２３４５６", "12 456", "+12345", "-12345"]),
        ["op"] = ("opUnknown", ["fly", "Grant", "grant ", "join", "openKey", "fullCredential", "fullChannel"]),
        ["element"] = ("elementUnknown", ["flying", "Withdraw", "withdraw ", "0"]),
        ["roles"] = ("roleUnknown", ["root", "Staff", "staff ", "decide,feed", ""]),
        ["scope"] = ("scopeUnknown", ["most", "All", "all "]),
        ["network"] = ("*", ["NO NET", "TR\nON", "TRОN"]),
        ["address"] = ("*", ["r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk58", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9", "x", "a b"]),
        ["tag"] = ("*", ["4294967296", "-1", "x", "1.0", " 1"]),
        ["algorithm"] = ("algorithmUnknown", ["dsa", "P256", "none"]),
        ["publicKey"] = ("publicKeyInvalid", ["nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]),
        ["scheme"] = ("schemeInvalid", ["Binance", "a b", "../x"]),
    };

    private static readonly string[] RecoveryCodes =
        ["0123-4567-89AB-CDEU", "0123--4567-89AB-CDE", "0123 4567 89AB CDEF", "012-34567-89AB-CDEF", "０123-4567-89AB-CDEF", "0123-4567-89AB-CDEſ"];

    private static readonly HashSet<string> IdNames =
        ["id", "owner", "account", "order", "withdrawal", "key", "credential", "factor", "guardian", "channel", "freeze"];

    /// <summary>What people write to people, and what the platform names as it likes; quoted wherever it is shown.</summary>
    private static readonly HashSet<string> Free = ["reason", "session", "device", "claims", "value"];

    [Fact]
    public async Task Of_every_text_what_it_can_not_be_is_refused_with_its_place() => await Refusals.HoldAsync(world,
        from example in Bodies.All
        from place in example.Places
        where place.Kind == "string"
        from wrong in WrongsOf(place)
        select place.With(wrong.Text, wrong.Code), least: 1700);

    [Fact]
    public void No_text_of_any_body_is_forgotten() => Assert.Empty(
        from example in Bodies.All
        from place in example.Places
        where place.Kind == "string" && !IsFree(place) && WrongsOf(place).Length == 0
        select $"{example.Route} {place.At}");

    [Fact]
    public async Task Of_every_body_all_that_can_not_be_meant_is_named_in_one_answer() => await Refusals.HoldAsync(world,
        from example in Bodies.All
        from turn in Enumerable.Range(0, 3)
        select AllWrong(example, turn));

    /// <summary>A wrong text at every place at once, but where it would hide what stands beside it.</summary>
    private static Case AllWrong(Example example, int turn)
    {
        var (root, mistakes) = (example.Body, new List<string>());
        foreach (var place in example.Places.Where(p => p.Kind == "string" && p.Name is not ("op" or "kind" or "factor" or "tag" or "network")))
        {
            if (place.Name == "publicKey" || WrongsOf(place).ToArray() is not { Length: > 0 } wrongs) continue;
            var wrong = wrongs[turn % wrongs.Length];
            Example.Put(root, place.At, wrong.Text);
            mistakes.Add($"{wrong.Code}@{place.At}");
        }
        if (mistakes.Count == 0) root["stranger"] = 1;
        return new Case(example.Path, root.ToJsonString(), [.. mistakes]);
    }

    private static (string Code, string Text)[] WrongsOf(Place place)
    {
        var name = place.IsMember ? place.Name : place.Parent[(place.Parent.LastIndexOf('/') + 1)..];
        if (IsFree(place)) return [];
        if (IsOfPasskey(place)) return OfPasskey(name);
        if (name == "kind") return Kinds(place);
        if (name == "to") return To(place);
        if (name == "name" && place.Of.Route == "/v1/tokens")
            return [("tokenNameInvalid", "-a"), ("tokenNameInvalid", "a:b"), ("tokenNameInvalid", "a@b"), .. Ids.Select(t => ("idInvalid", t))];
        if (name == "code" && (string?)place.Of.Body["factor"] == "recovery")
            return [.. RecoveryCodes.Select(t => ("codeMalformed", t)), ("lengthWrong", "0123-4567-89AB"), ("lengthWrong", "123456")];
        if (name == "factor" && place.Of.Route.EndsWith("/approvals", StringComparison.Ordinal))
            return [("factorNotSupported", "sms"), ("factorNotSupported", "Passkey"), ("factorNotSupported", "Totp")];
        if (IdNames.Contains(name)) return [.. Ids.Select(t => ("idInvalid", t)), ("lengthWrong", new string('a', 65))];
        return Table.TryGetValue(name, out var row) ? [.. row.Wrong.Select(t => (row.Code.EndsWith('*') ? "*" : row.Code, t))] : [];
    }

    private static bool IsOfPasskey(Place place) => place.Parent is "/credential/response" or "/assertion" or "/assertion/response"
        || (place.Parent == "/credential" && place.Of.Route.Contains("/passkeys/", StringComparison.Ordinal));

    private static (string, string)[] OfPasskey(string name) => name switch
    {
        "type" => [("passkeyMalformed", "password")],
        _ => [("passkeyMalformed", "+/"), ("passkeyMalformed", "a b"), ("passkeyMalformed", "AQID==")],
    };

    private static (string, string)[] Kinds(Place place)
    {
        var parent = place.Parent[(place.Parent.LastIndexOf('/') + 1)..];
        var op = place.Of.Route.EndsWith("/changes", StringComparison.Ordinal) ? (string?)(Example.Find(place.Of.Body, place.Parent) as JsonObject)?["op"] : null;
        return (parent, op) switch
        {
            ("by", _) => [("byKindUnknown", "boss"), ("byKindUnknown", "link"), ("byKindUnknown", "Owner"), ("byKindUnknown", "system")],
            ("credential", _) => [("credentialKindUnknown", "kept"), ("credentialKindUnknown", "Public")],
            (_, "addChannel") => [("channelKindUnknown", "fax"), ("channelKindUnknown", "Email")],
            (_, "addFactor") or ("factor", _) => [("factorNotSupported", "sms"), ("factorNotSupported", "passkey"), ("factorNotSupported", "Recovery")],
            _ when place.Of.Route == "/v1/reports" => [("indicatorUnknown", "fax"), ("indicatorUnknown", "Phone")],
            _ when place.Of.Route == "/v1/official" => [("officialKindUnknown", "fax"), ("officialKindUnknown", "Email")],
            _ when place.Of.Route == "/v1/staff/acts" => [("actUnknown", "fly"), ("actUnknown", "Clock")],
            _ => [("signalKindInvalid", "in call"), ("signalKindInvalid", "1call"), ("signalKindInvalid", "inCаll")],
        };
    }

    private static (string, string)[] To(Place place) => (string?)Example.Find(place.Of.Body, place.Parent)["kind"] switch
    {
        null => [.. TimesOfDay.Select(t => ("timeOfDayInvalid", t))],
        "email" => [.. Emails.Select(t => ("emailInvalid", t))],
        "webhook" =>
        [
            .. ((string[])["http://example.com", "https://a:b@example.com", "https://example.com/#x", "ftp://example.com", "example.com", "javascript:alert(1)", "https://"])
                .Select(t => ("webhookInvalid", t)),
        ],
        _ => [],
    };

    /// <summary>Free are also a platform's own channel, and the label of what is taken away.</summary>
    private static bool IsFree(Place place) => Free.Contains(place.Name)
        || (place.Name is "to" or "label" && Example.Find(place.Of.Body, place.Parent) is var parent
            && ((string?)parent["kind"] == "platform" || (string?)parent["op"] == "removeDestination"));
}
