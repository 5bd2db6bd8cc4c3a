using System.Globalization;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Retries;

/// <summary>Thinks of commands, each with a mark of its own by which it is found in the log.</summary>
internal sealed class Customer(string name, Badges badges, Random random)
{
    private string account = "";
    private int deeds;

    public Deed Next()
    {
        var n = string.Create(CultureInfo.InvariantCulture, $"{name}-{++deeds}");
        if (deeds % 50 == 1) return Open(n);
        return random.Next(10) switch
        {
            0 or 1 or 2 => Of($"/v1/accounts/{account}/changes", $$"""{"by":{{By}},"edits":[{"op":"grant","key":"k1","permission":"p.{{n}}"}]}""", n, ("changeAsked", "p." + n)),
            3 => Of($"/v1/accounts/{account}/changes", $$"""{"by":{{By}},"edits":[{"op":"addFactor","factor":"f.{{n}}","kind":"totp","label":"app"}]}""", n, ("changeAsked", "f." + n)),
            4 => Of("/v1/signals", $$"""{"account":"{{account}}","kind":"k.{{n}}","at":"2026-01-01T00:00:00Z"}""", n, ("signalObserved", "k." + n)),
            5 when random.Next(8) == 0 => Of($"/v1/accounts/{account}/freeze", $$"""{"by":{{By}},"reason":"r.{{n}}","for":"PT1M"}""", n, ("accountFrozen", "r." + n)),
            6 when random.Next(8) == 0 => new Deed("/v1/tokens", $$"""{"name":"t.{{n}}","roles":["feed"]}""", n, badges.Staff1, ("tokenIssued", "t." + n)),
            _ => Withdraw(n),
        };
    }

    private Deed Open(string n)
    {
        account = "a." + n;
        return Of("/v1/accounts", $$"""
            {"id":"{{account}}","email":"{{account}}@example.com","edits":[
             {"op":"addKey","key":"k1","label":"bot","permissions":["read","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} },
             {"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Stories.Tron}}","tag":null,"label":"savings"}]}
            """, n, ("accountOpened", account));
    }

    private Deed Withdraw(string n) => Of($"/v1/accounts/{account}/withdrawals", $$"""
        {"withdrawal":"w.{{n}}","asset":"USDT","network":"TRON","amount":"{{random.Next(1, 40)}}","address":"{{Stories.Places[random.Next(2)]}}","via":{"key":"k1","ip":"198.51.100.9"} }
        """, n, ("withdrawalDecided", "w." + n));

    private string By => $$"""{"kind":"owner","id":"{{account}}","session":"s1"}""";

    private Deed Of(string path, string body, string key, (string, string) trace) => new(path, body, key, badges.Platform, trace);
}
