using System.Text.Json.Nodes;
using Holdfast.Fuzz.Http;

namespace Holdfast.Fuzz.Costs;

/// <summary>An account with the most of everything that the bounds allow, and twenty changes that wait.</summary>
internal sealed class LargestAccount
{
    private const string By = """{"kind":"owner","id":"large","session":"s1"}""";

    /// <summary>One of the changes that wait.</summary>
    public (string Id, string Digest) Change { get; private set; }

    public static async Task<LargestAccount> MakeAsync(Func<string, string, Task<JsonObject>> post)
    {
        var large = new LargestAccount();
        await post("/v1/accounts", $$"""{"id":"large","email":"large@example.com","edits":[{{Edits(49, Limit)}}]}""");
        await large.AskAsync(post, Edits(25, n => Key("k" + n, 30)), true);
        await large.AskAsync(post, Edits(25, n => Key("k" + (n + 25), 30)), true);
        for (var i = 0; i < 8; i++) await large.AskAsync(post, Edits(i == 7 ? 50 : 64, n => Place(i, n)), true);
        foreach (var step in (string[])["P3D", "P8D"]) await post("/sandbox/clock", $$"""{"advance":"{{step}}"}""");
        for (var i = 0; i < 20; i++) await large.AskAsync(post, Edits(64, n => $$"""{"op":"grant","key":"k{{n % 50}}","permission":"p{{i}}-{{n}}"}"""), true);
        await post("/sandbox/clock", """{"advance":"PT1S"}""");
        return large;
    }

    public static string Key(string name, int sources) => $$"""
        {"op":"addKey","key":"{{name}}","label":"bot","permissions":["read","trade","withdraw"],"sources":[{{string.Join(',', Enumerable.Range(0, sources).Select(s => $"\"203.0.113.{s * 8}/29\""))}}],"expiresAt":null,"credential":null}
        """;

    private async Task AskAsync(Func<string, string, Task<JsonObject>> post, string edits, bool approve)
    {
        var change = await post("/v1/accounts/large/changes", $$"""{"by":{{By}},"edits":[{{edits}}]}""");
        Change = ((string)change["change"]!, (string)change["digest"]!);
        if (approve) await post($"/v1/accounts/large/changes/{Change.Id}/approvals", $$"""{"factor":"platform","digest":"{{Change.Digest}}","by":{{By}} }""");
    }

    private static string Edits(int count, Func<int, string> edit) => string.Join(',', Enumerable.Range(0, count).Select(edit));

    private static string Limit(int n) => n switch
    {
        < 30 => $$"""{"op":"setLimit","asset":"A{{n}}","period":"P1D","amount":"1000"}""",
        < 34 => $$"""{"op":"addGuardian","guardian":"g{{n}}","name":"Maria {{n}}","email":"g{{n}}@example.com"}""",
        < 38 => $$"""{"op":"addChannel","channel":"c{{n}}","kind":"email","to":"c{{n}}@example.com"}""",
        < 47 => $$"""{"op":"addFactor","factor":"f{{n}}","kind":"platform","label":"word {{n}}"}""",
        _ => $$"""{"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Stories.Places[n - 47]}}","tag":null,"label":"savings"}""",
    };

    private static string Place(int i, int n) => $$"""
        {"op":"addDestination","asset":"USDT","network":"NOWHERE","address":"place-{{i}}-{{n}}","tag":null,"label":"place {{n}}"}
        """;
}
