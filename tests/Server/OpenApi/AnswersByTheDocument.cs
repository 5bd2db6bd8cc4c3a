using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Passkeys;

namespace Holdfast.Server.Tests.OpenApi;

public sealed class AnswersByTheDocument
{
    private const string Address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", By = """{"kind":"owner","id":"alice","session":"s1"}""";

    [Fact]
    public async Task Hold_what_it_says_and_nothing_else()
    {
        await using var running = await Running.StartAsync();
        var told = new Told(running);
        await StoryAsync(told, running);
        Assert.True(told.Mistakes.Count == 0, string.Join('\n', told.Mistakes));
        string[] never = ["showVeto", "vetoByLink", "showCalling", "showVerify", "showReport", "showLesson", "sendReport", "document", "takeAnnouncements", "readMetrics"];
        var silent = told.Document.Operations.Where(o => !o.IsPage).Select(o => o.Id).Except(told.Answered).Except(never).ToArray();
        Assert.True(silent.Length == 0, string.Join(", ", silent) + ": " + string.Join('\n', told.Problems));
    }

    [Fact]
    public async Task Are_found_out_when_they_hold_more_or_less()
    {
        await using var running = await Running.StartAsync();
        var told = new Told(running);
        told.Document.Schema("Health")["properties"] = new JsonObject { ["state"] = new JsonObject() };
        told.Document.Schema("Health")["required"] = new JsonArray("state");
        await told.GetAsync("live", "/healthz");
        Assert.Equal(2, told.Mistakes.Count);
    }

    private static async Task StoryAsync(Told told, Running running)
    {
        await told.GetAsync("live", "/healthz");
        await told.GetAsync("ready", "/readyz");
        await told.GetAsync("verify", "/v1/verify?code=0000-0000-0000");
        await told.GetAsync("permitKeys", "/.well-known/jwks.json");
        await told.GetAsync("readClock", "/sandbox/clock");
        await told.PostAsync("openAccount", "/v1/accounts", $$"""
            {"id":"alice","email":"alice@example.com","edits":[
              {"op":"addKey","key":"k1","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,
               "credential":{"kind":"shared","scheme":"binance" } },
              {"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Address}}","tag":null,"label":"cold"},
              {"op":"setLimit","asset":"USDT","period":"PT24H","amount":"1000"},
              {"op":"addGuardian","guardian":"bob","name":"Bob","email":"bob@example.com"}]}
            """);
        var change = await told.PostAsync("askChange", "/v1/accounts/alice/changes", $$"""
            {"by":{{By}},"edits":[{"op":"addSource","key":"k1","source":"203.0.113.0/24"},{"op":"rotateKey","key":"k1","credential":{"kind":"shared","scheme":"binance" } },
             {"op":"setLimit","currency":"USDT","period":"P7D","amount":"5000"},{"op":"grant","key":"k1","permission":"transfer"},
             {"op":"removeGuardian","guardian":"bob"},{"op":"setHold","element":"withdraw","length":"PT72H","for":"P3D"},{"op":"setChallenge","above":"500"}],
             "signals":[{"kind":"inCall","at":"2026-01-31T12:00:00Z"}]}
            """);
        var path = $"/v1/accounts/alice/changes/{change.Word("change")}";
        await told.PostAsync("approveChange", path + "/approvals", $$"""{"factor":"platform","digest":"{{change.Word("digest")}}","by":{{By}}}""");
        await told.PostAsync("makeConsoleLink", "/v1/accounts/alice/console-links", "{}");
        using var ring = new Authenticator { Origin = "http://localhost:0", Domain = "localhost" };
        var begun = await told.PostAsync("beginPasskey", "/v1/accounts/alice/passkeys", $$"""{"by":{{By}},"factor":"ring","label":"key ring"}""");
        await told.PostAsync("registerPasskey", $"/v1/accounts/alice/passkeys/{begun.Word("ceremony")}",
            $$"""{"by":{{By}},"credential":{{ring.Create(begun.Json["options"]!).ToJsonString()}}}""");
        await told.GetAsync("readAccount", "/v1/accounts/alice?viewer=s1");
        await told.PostAsync("askWithdrawal", "/v1/accounts/alice/withdrawals?observe=true", Withdrawal("w0", "10"));
        await told.PostAsync("advanceClock", "/sandbox/clock", """{"advance":"P20D"}""");
        await told.GetAsync("readAccount", "/v1/accounts/alice");
        await told.GetAsync("readChange", path);
        await told.PostAsync("vetoChange", path + "/veto", $$"""{"by":{{By}},"quiet":true}""");
        var other = await told.PostAsync("askChange", "/v1/accounts/alice/changes",
            $$"""{"by":{{By}},"edits":[{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}]}""");
        await told.PostAsync("vetoChange", $"/v1/accounts/alice/changes/{other.Word("change")}/veto", $$"""{"by":{{By}},"quiet":true}""");
        await told.PostAsync("askChange", "/v1/accounts/alice/changes", $$"""{"by":{{By}},"edits":[{"op":"revoke","key":"k1","permission":"manage"}]}""");
        await told.PostAsync("askWithdrawal", "/v1/accounts/alice/withdrawals", Withdrawal("w1", "10"));
        await told.PostAsync("askWithdrawal", "/v1/accounts/alice/withdrawals", Withdrawal("w2", "600"));
        await told.PostAsync("askWithdrawal", "/v1/accounts/alice/withdrawals", Withdrawal("w3", "6000"));
        await told.GetAsync("readWithdrawal", "/v1/accounts/alice/withdrawals/w1");
        await told.PostAsync("permitWithdrawal", "/v1/accounts/alice/withdrawals/w1/permit", $$"""{"by":{{By}}}""");
        var challenged = await told.GetAsync("readWithdrawal", "/v1/accounts/alice/withdrawals/w2");
        await told.PostAsync("approveWithdrawal", "/v1/accounts/alice/withdrawals/w2/approvals",
            $$"""{"factor":"platform","digest":"{{challenged.Word("digest")}}","by":{{By}}}""");
        await told.PostAsync("releaseWithdrawal", "/v1/accounts/alice/withdrawals/w3/release", $$"""{"by":{{By}}}""");
        await told.PostAsync("reportPrices", "/v1/prices", """[{"pair":"BTC/USDT","price":"60000","volume24h":"5000000"}]""");
        await told.PostAsync("placeOrder", "/v1/accounts/alice/orders",
            """{"order":"o1","pair":"BTC/USDT","side":"sell","price":"60000","amount":"1","via":{"key":"k1","ip":"198.51.100.7"}}""");
        await told.PostAsync("cancelWithdrawal", "/v1/accounts/alice/withdrawals/w3/cancel", $$"""{"by":{{By}}}""");
        await told.PostAsync("reportCall", "/v1/reports", """{"account":"alice","phone":"+15550100","at":"2026-01-31T12:00:00Z","claims":"security"}""");
        await told.PostAsync("recordSignal", "/v1/signals", """{"account":"alice","kind":"inCall","at":"2026-01-31T12:00:00Z","data":{"subject":"s1"}}""");
        await told.PostAsync("freezeAccount", "/v1/accounts/alice/freeze", $$"""{"by":{{By}},"reason":"a strange call","for":"P3D"}""");
        await told.GetAsync("readAccount", "/v1/accounts/alice");
        await told.GetAsync("reviewKeys", "/v1/accounts/alice/review");
        await told.GetAsync("readRefusals", "/v1/accounts/alice/refusals");
        await told.GetAsync("authorize", "/authz");
        foreach (var method in (string[])["POST", "PUT", "DELETE"])
            await told.SendAsync("authorize" + method[0] + method[1..].ToLowerInvariant(), method, "/authz", null, running.Platform);
        await StaffAsync(told, running);
        await told.GetAsync("readEvents", "/v1/events?limit=1000");
    }

    private static async Task StaffAsync(Told told, Running running)
    {
        await told.PostAsync("issueToken", "/v1/tokens", """{"name":"reader","roles":["feed"]}""", running.Staff1);
        var third = await told.PostAsync("issueToken", "/v1/tokens", """{"name":"carol","roles":["staff"]}""", running.Staff1);
        await told.PostAsync("secondAct", $"/v1/staff/acts/{third.Word("act")}/second", "{}", running.Staff2);
        await told.PostAsync("proposeAct", "/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('0', 64)}}"}""", running.Staff1);
        var official = await told.PostAsync("proposeOfficial", "/v1/official", """{"entries":[{"kind":"phone","value":"+15550100123","label":"none"}]}""", running.Staff1);
        await told.GetAsync("readOfficialProposal", $"/v1/official/{official.Word("act")}", running.Staff2);
        await told.PostAsync("secondAct", $"/v1/staff/acts/{official.Word("act")}/second", "{}", running.Staff2);
        await told.GetAsync("readOfficial", "/v1/official");
        await told.GetAsync("verify", "/v1/verify?phone=%2B15550100123");
        var file = """{"id":"carla","holds":[]}""" + "\n{}";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)));
        var import = await told.PostAsync("proposeAct", "/v1/staff/acts", $$"""{"kind":"import","digest":"{{digest}}"}""", running.Staff1);
        await told.PostAsync("secondAct", $"/v1/staff/acts/{import.Word("act")}/second", "{}", running.Staff2);
        await told.ImportAsync(file);
        await told.GetAsync("readImport", $"/v1/import/{digest}", running.Staff1);
        await told.SendAsync("endToken", "DELETE", "/v1/tokens/reader", null, running.Staff1);
    }

    private static string Withdrawal(string id, string amount) => $$"""
        {"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"{{amount}}","address":"{{Address}}",
         "value":{"amount":"{{amount}}","currency":"USDT" },"via":{"key":"k1","ip":"198.51.100.7"} }
        """;

    /// <summary>Calls, and compares each answer with the document.</summary>
    private sealed class Told(Running running)
    {
        public Described Document { get; } = Described.Of(running.Server.Routes);

        public List<string> Mistakes { get; } = [];

        public List<string> Problems { get; } = [];

        /// <summary>The operations that gave an answer that is no problem.</summary>
        public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

        public Task<Heard> GetAsync(string operation, string path, string? token = null) => SendAsync(operation, "GET", path, null, token ?? running.Platform);

        public Task<Heard> PostAsync(string operation, string path, string body, string? token = null) =>
            SendAsync(operation, "POST", path, JsonNode.Parse(body), token ?? running.Platform);

        public async Task<Heard> SendAsync(string id, string method, string path, JsonNode? body, string token) =>
            Checked(id, await running.SendAsync(method, path, body, token));

        public async Task<Heard> ImportAsync(string file) =>
            Checked("importAccounts", await running.SendTextAsync("POST", "/v1/import", file, "application/x-ndjson", running.Staff1));

        private Heard Checked(string id, Heard heard)
        {
            var operation = Document.Operations.Single(o => o.Id == id);
            if (operation.Json["responses"]![$"{heard.Status}"]?.AsObject() is not { } response)
            {
                Mistakes.Add($"{id} {heard.Status} is not told: {heard.Text}");
                return heard;
            }
            if (response["$ref"] is { } reference)
                response = Document.Document["components"]!["responses"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject();
            if (heard.Text.Length > 0)
                Mistakes.AddRange(new AnswerChecker(Document)
                    .Mistakes(response["content"]![heard.Type!]!["schema"]!.AsObject(), heard.Json)
                    .Select(m => $"{id} {heard.Status} {m}"));
            if (heard.Type == "application/problem+json") Problems.Add($"{id}: {heard.Text}");
            if (heard.Type != "application/problem+json") Answered.Add(id);
            else if (!Codes.Contains(heard.Word("code"))) Mistakes.Add($"{id}: nobody told of the code `{heard.Word("code")}`");
            return heard;
        }

        private static readonly HashSet<string> Codes =
            CodeReference.Scan(CodeReference.Sources()).Problems.ToHashSet(StringComparer.Ordinal);
    }
}
