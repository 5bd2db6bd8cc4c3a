using System.Text;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Costs;

/// <summary>The dearest request that somebody could think of for a route.</summary>
internal sealed record CostCase(string Name, string Method, string Path, Func<int, string> Body)
{
    public string Type { get; init; } = "application/json";

    public string Token { get; init; } = "";

    /// <summary>Every route with the largest bodies that it takes, on the largest account that there may be.</summary>
    public static IEnumerable<CostCase> All(LargestAccount account)
    {
        const string Root = "/v1/accounts/large";
        yield return new("read the account", "GET", Root, _ => "");
        yield return new("read a change", "GET", $"{Root}/changes/{account.Change.Id}", _ => "");
        yield return new("read a full page of events", "GET", "/v1/events?limit=1000", _ => "");
        yield return new("decide a withdrawal", "POST", Root + "/withdrawals", i => Withdrawal($"w{i}", Stories.Tron));
        yield return new("decide one to nowhere", "POST", Root + "/withdrawals", i => Withdrawal($"v{i}", "T" + new string('1', 33)));
        yield return new("veto", "POST", $"{Root}/changes/{account.Change.Id}/veto", _ => $$"""{"by":{{By}},"quiet":true}""");
        yield return new("freeze", "POST", Root + "/freeze", i => $$"""{"by":{{By}},"reason":"{{new string('x', 190)}}{{i}}"}""");
        yield return new("ask for 64 grants", "POST", Root + "/changes", i => Change(i, n => $$"""{"op":"grant","key":"k{{n % 50}}","permission":"q{{i}}-{{n}}"}"""));
        yield return new("ask for 64 keys of 30 sources", "POST", Root + "/changes", i => Change(i, n => LargestAccount.Key($"n{i}-{n}", 18)));
        yield return new("ask for 64 long addresses", "POST", Root + "/changes", i => Change(i, n => Place("BTC", $"{n % 9}{new string('1', 511)}")));
        yield return new("ask for 64 addresses of nowhere", "POST", Root + "/changes", i => Change(i, n => Place("NOWHERE", $"{i}-{n}-{new string('é', 230)}")));
        yield return new("ask for 64 sources", "POST", Root + "/changes", i => Change(i, n => $$"""{"op":"addSource","key":"k{{n % 50}}","source":"2001:db8:{{n}}:{{i}}::/64"}"""));
        yield return new("ask with the worst labels", "POST", Root + "/changes", i => Change(i, _ => Place("TRON", Stories.Tron, string.Concat(Enumerable.Repeat("ᾂ\u0301\u0327", 40)))));
        yield return new("ask with 64 keys in PEM", "POST", Root + "/changes", i => Change(i, n => $$"""{"op":"rotateKey","key":"k{{n}}","credential":{"kind":"public","algorithm":"rsa","publicKey":"-----BEGIN PUBLIC KEY-----\n{{new string('A', 840)}}\n-----END PUBLIC KEY-----"} }"""));
        yield return new("16 signals of 4 KiB", "POST", Root + "/withdrawals", i => Withdrawal($"s{i}", Stories.Tron,
            ",\"signals\":[" + string.Join(',', Enumerable.Repeat($$"""{"kind":"inCall","at":"2026-01-01T00:00:00Z","data":{"subject":"s1","x":"{{new string('x', 3900)}}"} }""", 16)) + "]"));
        yield return new("64 KiB of depth", "POST", Root + "/changes", _ => new string('[', 65_000));
        yield return new("64 KiB of members", "POST", Root + "/changes", _ => "{" + string.Join(',', Enumerable.Range(0, 6200).Select(n => $"\"m{n}\":0")) + "}");
        yield return new("64 KiB of doubled members", "POST", Root + "/changes", _ => "{" + string.Join(',', Enumerable.Repeat("\"a\":0", 10_000)) + "}");
        yield return new("64 KiB of one escaped text", "POST", Root + "/freeze", _ => $$"""{"by":{{By}},"reason":"{{string.Concat(Enumerable.Repeat("\\u202e", 10_000))}}"}""");
        yield return new("64 KiB of an odd name", "POST", Root + "/freeze", _ => $$"""{"{{string.Concat(Enumerable.Repeat("\\u202e", 10_000))}}":1}""");
        yield return new("64 KiB of numbers", "POST", "/v1/announcements/taken", _ => $$"""{"upTo":{{new string('9', 60_000)}}}""");
        yield return new("many edits that are none", "POST", Root + "/changes", _ => $$"""{"by":{{By}},"edits":[{{string.Join(',', Enumerable.Repeat("{}", 20_000))}}]}""");
        yield return new("64 edits of many members", "POST", Root + "/changes", i => Change(i, n => "{\"op\":\"grant\"," + string.Join(',', Enumerable.Range(0, 110).Select(m => $"\"~/{m}\":0")) + "}"));
        yield return new("roles", "POST", "/v1/tokens", _ => $$"""{"name":"x","roles":[{{string.Join(',', Enumerable.Repeat("\"decide\"", 6000))}}]}""") { Token = "staff-1" };
        yield return new("a long query", "GET", Root + "?" + string.Join('&', Enumerable.Range(0, 1000).Select(n => $"a{n}=1")), _ => "");
        yield return new("a form", "POST", "/veto/AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAA", _ => string.Join('&', Enumerable.Range(0, 60).Select(n => $"{n}=1"))) { Type = "application/x-www-form-urlencoded" };
        yield return new("the document", "GET", "/openapi/v1.json", _ => "");
    }

    private static string By => """{"kind":"owner","id":"large","session":"s1"}""";

    /// <summary>As many of 64 as fit into a body.</summary>
    private static string Change(int i, Func<int, string> edit)
    {
        var body = new StringBuilder($$"""{"by":{{By}},"edits":[""");
        for (var n = 0; n < 64 && edit(n) is var next && Encoding.UTF8.GetByteCount(body.ToString() + next) < 65_500; n++)
            body.Append(n == 0 ? "" : ",").Append(next);
        return body.Append("]}").ToString();
    }

    private static string Place(string network, string address, string label = "place") =>
        $$"""{"op":"addDestination","asset":"USDT","network":"{{network}}","address":"{{address}}","tag":null,"label":"{{label}}"}""";

    private static string Withdrawal(string id, string address, string more = "") =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"1","address":"{{address}}","via":{"key":"k49","ip":"203.0.113.200"}{{more}}}""";
}
