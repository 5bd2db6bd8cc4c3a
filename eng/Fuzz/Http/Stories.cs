using System.Globalization;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>Requests that mean something to the accounts that are there, so that deep state is reached.</summary>
internal sealed class Stories(Scene scene, Random random)
{
    public const string Tron = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    public static readonly string[] Places =
        [Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf"];

    private static readonly string[] Permissions = ["read", "trade", "transfer", "withdraw", "manage", "stake", "x-1"];

    private static readonly string[] Elements =
        ["read", "trade", "withdraw", "source", "expiry", "credential", "destination", "limit", "factor", "guardian", "channel", "hold"];

    private static readonly string[] Spans = ["PT0S", "PT1M", "PT1H", "PT48H", "P3D", "P7D", "P30D", "PT0.5S"];

    /// <summary>The body of an operation, about these names; null for one without.</summary>
    /// <param name="named">The change or withdrawal in the path, or where it will be.</param>
    public JsonNode? Body(string operation, string account, Named named) => operation switch
    {
        "openAccount" => Open(),
        "askChange" => new JsonObject { ["by"] = By(account), ["edits"] = Several(), ["signals"] = random.Next(4) == 0 ? new JsonArray(Signal()) : new JsonArray() },
        "approveChange" or "approveWithdrawal" => random.Next(5) > 0
            ? new JsonObject { ["factor"] = "platform", ["digest"] = named.Digest, ["by"] = By(account) }
            : new JsonObject { ["factor"] = "totp", ["digest"] = named.Digest, ["code"] = "123456", ["by"] = By(account) },
        "vetoChange" => new JsonObject { ["by"] = By(account), ["quiet"] = random.Next(2) == 0 },
        "freezeAccount" => new JsonObject { ["by"] = By(account), ["reason"] = "a strange call", ["for"] = "PT1M" },
        "askWithdrawal" => Withdrawal(),
        "cancelWithdrawal" or "releaseWithdrawal" or "permitWithdrawal" => new JsonObject { ["by"] = By(account) },
        "recordSignal" => WithAccount(Signal(), account),
        "proposeAct" => new JsonObject { ["kind"] = One("clock", "policy", "recovery", "change", "tell", "clock", "clock"), ["digest"] = named.Digest },
        "secondAct" => new JsonObject(),
        "issueToken" => new JsonObject { ["name"] = scene.Fresh("t"), ["roles"] = new JsonArray(One("decide", "feed", "staff")) },
        "takeAnnouncements" => new JsonObject { ["upTo"] = random.NextInt64(scene.Head + 2) },
        "advanceClock" => new JsonObject { ["advance"] = One("PT0.001S", "PT1S", "PT1S", "PT1M", "PT1M", "PT1H", random.Next(10) == 0 ? "P3D" : "PT1M") },
        _ => null,
    };

    public JsonNode By(string account) => random.Next(12) switch
    {
        0 => new JsonObject { ["kind"] = "key", ["id"] = "k1" },
        1 => new JsonObject { ["kind"] = "guardian", ["id"] = "g1" },
        2 => new JsonObject { ["kind"] = "staff", ["id"] = One("staff-1", "staff-2") },
        _ => new JsonObject { ["kind"] = "owner", ["id"] = account, ["session"] = One("s1", "s2"), ["ip"] = "203.0.113.7", ["device"] = "phone" },
    };

    /// <summary>An account with a bot, a place, a guardian, a factor: what an exchange would bring along.</summary>
    public JsonObject Open()
    {
        var name = scene.Fresh("a");
        var account = new JsonObject
        {
            ["id"] = name,
            ["email"] = name + "@example.com",
            ["edits"] = new JsonArray(
                AddKey("k1"), AddKey("k2"), Place("addDestination", Tron, "savings"), Place("addDestination", Places[1], "other"),
                Json("""{"op":"addFactor","factor":"f1","kind":"platform","label":"word"}"""),
                Json("""{"op":"addGuardian","guardian":"g1","name":"Maria","email":"maria@example.com"}"""),
                Json("""{"op":"setLimit","asset":"USDT","period":"P1D","amount":"100000"}""")),
        };
        if (random.Next(6) == 0 && scene.Accounts.Count > 0) account["owner"] = scene.Account();
        if (random.Next(3) == 0) account["edits"]!.AsArray().Add(Json("""{"op":"addFactor","factor":"f2","kind":"totp","label":"app"}"""));
        return account;
    }

    private JsonArray Several() => [.. Enumerable.Range(0, random.Next(5) == 0 ? random.Next(2, 12) : 1).Select(_ => Edit())];

    private JsonNode Edit() => random.Next(24) switch
    {
        0 => AddKey(scene.Fresh("k")),
        1 => AddKey(Key()),
        2 or 3 => new JsonObject { ["op"] = One("grant", "grant", "revoke"), ["key"] = Key(), ["permission"] = One(Permissions) },
        4 or 5 => new JsonObject { ["op"] = One("addSource", "removeSource"), ["key"] = Key(), ["source"] = Source() },
        6 => new JsonObject { ["op"] = "setExpiry", ["key"] = Key(), ["expiresAt"] = random.Next(2) == 0 ? null : "2150-01-01T00:00:00Z" },
        7 or 8 => Place(One("addDestination", "addDestination", "removeDestination"), One(Places), "place " + random.Next(9)),
        9 => new JsonObject { ["op"] = "setLimit", [One("asset", "currency")] = "USDT", ["period"] = One("PT1H", "P1D", "P7D"), ["amount"] = Amount(), ["for"] = One("PT1H", "P3D") },
        10 => new JsonObject { ["op"] = "removeLimit", [One("asset", "currency")] = "USDT", ["period"] = One("PT1H", "P1D", "P7D") },
        11 => new JsonObject { ["op"] = "setAllowance", ["amount"] = Amount() },
        12 => new JsonObject { ["op"] = "setChallenge", ["above"] = random.Next(2) == 0 ? null : Amount() },
        13 => new JsonObject { ["op"] = "setSettling", ["length"] = One("PT1H", "P7D", "P30D") },
        14 => new JsonObject { ["op"] = "setHold", ["element"] = One(Elements), ["length"] = One(Spans) },
        15 => new JsonObject { ["op"] = "addFactor", ["factor"] = One("f1", scene.Fresh("f")), ["kind"] = One("totp", "platform"), ["label"] = "app" },
        16 => new JsonObject { ["op"] = "removeFactor", ["factor"] = One("f1", "f2") },
        17 => Json("""{"op":"addGuardian","guardian":"g2","name":"Paul","email":"paul@example.com"}"""),
        18 => new JsonObject { ["op"] = "removeGuardian", ["guardian"] = One("g1", "g2") },
        19 => new JsonObject { ["op"] = "addChannel", ["channel"] = One("c2", "c3"), ["kind"] = "email", ["to"] = "two@example.com" },
        20 => new JsonObject { ["op"] = "removeChannel", ["channel"] = One("c2", "email") },
        21 => random.Next(4) == 0
            ? new JsonObject { ["op"] = "resetFactors" }
            : new JsonObject { ["op"] = One("suspendKey", "resumeKey", "removeKey"), ["key"] = Key() },
        22 => new JsonObject { ["op"] = "rotateKey", ["key"] = Key(), ["credential"] = Json("""{"kind":"shared","scheme":"binance"}"""), ["overlap"] = One(Spans) },
        _ => random.Next(3) == 0
            ? Json("""{"op":"recover","factor":{"factor":"new","kind":"totp","label":"new phone"}}""")
            : new JsonObject { ["op"] = "liftFreeze", ["freeze"] = scene.Pick(scene.Freezes) ?? "f_1" },
    };

    private JsonNode AddKey(string key) => Json($$"""
        {"op":"addKey","key":"{{key}}","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,
         "credential":{{(random.Next(3) == 0 ? """{"kind":"shared","scheme":"binance"}""" : "null")}} }
        """);

    private static JsonNode Place(string op, string address, string label) => Json(
        $$"""{"op":"{{op}}","asset":"USDT","network":"TRON","address":"{{address}}","tag":null,"label":"{{label}}"}""");

    private JsonNode Withdrawal()
    {
        var known = random.Next(4) == 0 ? scene.Pick(scene.Withdrawals)?.Id : null;
        var body = new JsonObject
        {
            ["withdrawal"] = known ?? scene.Fresh("w"),
            ["asset"] = "USDT",
            ["network"] = "TRON",
            ["amount"] = Amount(),
            ["address"] = One(Places),
            ["via"] = random.Next(4) > 0
                ? new JsonObject { ["key"] = Key(), ["ip"] = "198.51.100.9" }
                : new JsonObject { ["session"] = "s1", ["ip"] = "203.0.113.7", ["device"] = "phone", ["factorAt"] = "2026-01-01T00:00:00Z" },
        };
        if (random.Next(4) == 0) body["value"] = new JsonObject { ["amount"] = Amount(), ["currency"] = "USDT" };
        if (random.Next(6) == 0) body["envelope"] = new JsonObject { ["amount"] = "100", ["period"] = "P1D" };
        if (random.Next(6) == 0) body["signals"] = new JsonArray(Signal());
        return body;
    }

    private JsonObject Signal() => new()
    {
        ["kind"] = One("inCall", "screenShared", "remoteControl", "simSwap", "newDevice", "weather"),
        ["at"] = One("2026-01-01T00:00:00Z", "2030-01-01T00:00:00.5+01:00"),
        ["data"] = new JsonObject { ["subject"] = One("s1", "k1", "phone") },
    };

    private static JsonObject WithAccount(JsonObject signal, string account)
    {
        signal["account"] = account;
        return signal;
    }

    private string Key() => One("k1", "k1", "k2", "k9");

    private string Source() => string.Create(CultureInfo.InvariantCulture, $"198.51.{random.Next(4)}.{random.Next(8) * 32}/27");

    private string Amount() => One("0", "1", "10", "49.99", "50", "51", "250.00", "0.000001", "99999999999999999999", "12345678901234567890.12345678");

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private string One(params ReadOnlySpan<string> of) => of[random.Next(of.Length)];
}
