using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Time;
using Holdfast.Fuzz.Http;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Passkeys;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Fuzzing.Tests.Outages;

/// <summary>A sandbox with one account whose power is aged, and something waiting at every decision point.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string data = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "holdfast-outage-" + Guid.NewGuid().ToString("n"));
    private HoldfastServer server = null!;
    private ServerOptions options = null!;
    private Badges badges = null!;
    private Wire wire = null!;
    private bool hasEnded;
    private int keys;

    public OutageLog Log { get; private set; } = null!;

    public string Data => data;

    /// <summary>Changes by id and digest: one to approve, one to veto.</summary>
    public (string Id, string Digest) Waiting { get; private set; }

    public (string Id, string Digest) Stopped { get; private set; }

    public (string Id, string Digest) Challenged { get; private set; }

    public string Link { get; private set; } = "";

    public string Act { get; private set; } = "";

    /// <summary>A change to veto in the console, and one that adds a factor there.</summary>
    public (string Id, string Digest) Hidden { get; private set; }

    public (string Id, string Digest) Factor { get; private set; }

    public string ConsoleLink { get; private set; } = "";

    public string Cookie { get; private set; } = "";

    private string seal = "";

    /// <summary>Where a passkey is registered, and what a browser made.</summary>
    public string Registration { get; private set; } = "";

    public string Registered { get; private set; } = "";

    public static async Task<House> OpenAsync(TimeProvider? time = null, Action<IApplicationBuilder>? plant = null)
    {
        var house = new House();
        Directory.CreateDirectory(house.data);
        var policy = System.IO.Path.Combine(house.data, "policy.json");
        await File.WriteAllTextAsync(policy, """{"platformTells":true}""");
        var options = new ServerOptions { Data = house.data, Urls = "http://127.0.0.1:0", Sandbox = true, Policy = policy, Gate = "binance", Time = time ?? TimeProvider.System };
        await house.StartAsync(options, plant);
        await house.FurnishAsync();
        return house;
    }

    public Task<Answer?> AskAsync(DecisionPoint point, string key)
    {
        var (path, body) = point.Ask(this);
        return point.IsPage || point.IsConsole
            ? SendAsync("POST", path, body, "application/x-www-form-urlencoded", null, null)
            : SendAsync("POST", path, body, point.ContentType, key, TokenOf(point.Token));
    }

    public Task<Answer?> GetAsync(string path) => SendAsync("GET", path, "", null, null, badges.Platform);

    public Uri Address => new(server.Addresses.First());

    /// <summary>How often anything happened to the account.</summary>
    public async Task<long> VersionAsync() => (long)(await GetAsync("/v1/accounts/alice"))!.Json()!["version"]!;

    public string Path((string Id, string Digest) change) => "/v1/accounts/alice/changes/" + change.Id;

    public string Approval((string Id, string Digest) bound) =>
        $$"""{"factor":"platform","digest":"{{bound.Digest}}","by":{"kind":"owner","id":"alice","session":"s1"} }""";

    /// <summary>What a platform moves in with.</summary>
    public static string Accounts => """{"id":"moved","holds":[]}""";

    public static string Withdrawal(string id, string amount, string address = Stories.Tron) =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"{{amount}}","address":"{{address}}","via":{"key":"k1","ip":"198.51.100.9"} }""";

    public async Task<JsonObject> PostAsync(string path, string body, string? token = null)
    {
        var answer = await SendAsync("POST", path, body, "application/json", Key(), TokenOf(token));
        Assert.True(answer is { Status: < 300 }, $"{path}: {answer?.Text}");
        return answer!.Json()!;
    }

    public string Key() => string.Create(CultureInfo.InvariantCulture, $"i{++keys}");

    public async ValueTask DisposeAsync()
    {
        Log.Now = null;
        wire.Dispose();
        if (!hasEnded) await server.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    public async Task<Answer> TryAsync(string path, string body) =>
        (await SendAsync("POST", path, body, "application/json", Key(), badges.Platform))!;

    /// <summary>With the code of now.</summary>
    public async Task TryCodeAsync(string account, string change, string digest, string secret)
    {
        var now = Instant.TryParse((string)(await GetAsync("/sandbox/clock"))!.Json()!["now"]!, out var at) ? at : throw new InvalidDataException("no time");
        await TryAsync($"/v1/accounts/{account}/changes/{change}/approvals",
            $$"""{"factor":"totp","digest":"{{digest}}","code":"{{Totp.Code(Bytes(secret), at.Milliseconds / 1000 / Totp.StepSeconds)}}","by":{"kind":"owner","id":"{{account}}"} }""");
    }

    public async Task RestartAsync()
    {
        wire.Dispose();
        if (!hasEnded) await server.DisposeAsync();
        hasEnded = true;
        await StartAsync(options, null);
    }

    private static byte[] Bytes(string base32)
    {
        var number = base32.Aggregate(BigInteger.Zero, (sum, c) => (sum * 32) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal));
        return [.. Enumerable.Range(0, Totp.SecretBytes).Select(i => (byte)((number >> (8 * (Totp.SecretBytes - 1 - i))) & 0xFF))];
    }

    private async Task StartAsync(ServerOptions given, Action<IApplicationBuilder>? plant)
    {
        options = given;
        server = await HoldfastServer.StartAsync(given, (routes, _) => plant?.Invoke((IApplicationBuilder)routes), log => Log = new OutageLog(log));
        hasEnded = false;
        if (server.Tokens is { } made) badges = new Badges(made.Platform, made.Staff1, made.Staff2);
        wire = new Wire(IPEndPoint.Parse(new Uri(server.Addresses.First()).Authority), TimeSpan.FromSeconds(30));
    }

    private async Task FurnishAsync()
    {
        await PostAsync("/v1/accounts", $$"""
            {"id":"alice","email":"alice@example.com","edits":[
             {"op":"addKey","key":"k1","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":null},
             {"op":"addDestination","asset":"USDT","network":"TRON","address":"{{Stories.Tron}}","tag":null,"label":"savings"},
             {"op":"addFactor","factor":"f1","kind":"platform","label":"word"},{"op":"setChallenge","above":"20"}]}
            """);
        foreach (var step in (string[])["P3D", "P8D"]) await AdvanceAsync(step);
        foreach (var allowed in (string[])["allowed", "cancelled"]) await PostAsync("/v1/accounts/alice/withdrawals", Withdrawal(allowed, "10"));
        Challenged = Bound(await PostAsync("/v1/accounts/alice/withdrawals", Withdrawal("challenged", "30")), "withdrawal");
        await PostAsync("/v1/accounts/alice/withdrawals", Withdrawal("released", "30"));
        await AdvanceAsync("PT5M");
        Waiting = await ChangeAsync("transfer");
        Stopped = await ChangeAsync("x-stopped");
        var linked = await ChangeAsync("x-linked");
        await PostAsync(Path(linked) + "/approvals", Approval(linked));
        await AdvanceAsync("PT1S");
        var events = (await GetAsync("/v1/events?limit=1000"))!.Json()!["events"]!.AsArray();
        Link = new Uri((string)events.Last(e => (string)e!["type"]! == "announced")!["data"]!["to"]![0]!["link"]!).AbsolutePath;
        var moving = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Accounts)));
        var import = await PostAsync("/v1/staff/acts", $$"""{"kind":"import","digest":"{{moving}}"}""", "staff-1");
        await PostAsync($"/v1/staff/acts/{import["act"]}/second", "{}", "staff-2");
        var begun = await PostAsync("/v1/accounts/alice/passkeys", """{"by":{"kind":"owner","id":"alice"},"factor":"ring","label":"ring"}""");
        using var ring = new Authenticator { Origin = "http://localhost:0", Domain = "localhost" };
        Registration = $"/v1/accounts/alice/passkeys/{begun["ceremony"]}";
        Registered = $$"""{"by":{"kind":"owner","id":"alice"},"credential":{{ring.Create(begun["options"]!).ToJsonString()}}}""";
        await SignInAsync();
        Act = (string)(await PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('2', 64)}}"}""", "staff-1"))["act"]!;
    }

    public Task AdvanceAsync(string by) => PostAsync("/sandbox/clock", $$"""{"advance":"{{by}}"}""");

    /// <summary>What a form of the console sends.</summary>
    public string Fields(string more) => $"form={seal}&once={Key()}&account=alice&{more}";

    /// <summary>Signs alice in by a link, with a change of hers whose question is answered and whose pause is over.</summary>
    private async Task SignInAsync()
    {
        Hidden = await ChangeAsync("x-hidden");
        Factor = Bound(await PostAsync("/v1/accounts/alice/changes",
            """{"by":{"kind":"owner","id":"alice"},"edits":[{"op":"addFactor","factor":"new-app","kind":"totp","label":"app"}]}"""), "change");
        var opened = await SendAsync("POST", await LinkAsync(), "", "application/x-www-form-urlencoded", null, null);
        Cookie = opened!.Headers["set-cookie"].Split(';')[0];
        var page = (await SendAsync("GET", "/console", "", null, null, null))!.Text;
        const string Before = "name=\"form\" value=\"";
        seal = page.Substring(page.IndexOf(Before, StringComparison.Ordinal) + Before.Length, 64);
        await SendAsync("POST", $"/console/changes/{Factor.Id}/calm", Fields("answer=no"), "application/x-www-form-urlencoded", null, null);
        await AdvanceAsync("PT61S");
        ConsoleLink = await LinkAsync();
    }

    private async Task<string> LinkAsync() => new Uri((string)(await PostAsync("/v1/accounts/alice/console-links", "{}"))["url"]!).AbsolutePath;

    private async Task<(string, string)> ChangeAsync(string permission) => Bound(await PostAsync("/v1/accounts/alice/changes",
        $$"""{"by":{"kind":"owner","id":"alice","session":"s1"},"edits":[{"op":"grant","key":"k1","permission":"{{permission}}"}]}"""), "change");

    private static (string, string) Bound(JsonObject json, string name) => ((string)json[name]!, (string)json["digest"]!);

    private string TokenOf(string? name) => name switch { "staff-1" => badges.Staff1, "staff-2" => badges.Staff2, _ => badges.Platform };

    private Task<Answer?> SendAsync(string method, string path, string body, string? type, string? key, string? token)
    {
        List<(string, string)> headers = [("Host", "127.0.0.1")];
        if (token is not null) headers.Add(("Authorization", "Bearer " + token));
        if (key is not null) headers.Add(("Idempotency-Key", key));
        if (type is not null) headers.Add(("Content-Type", type));
        if (path.StartsWith("/console", StringComparison.Ordinal) && Cookie.Length > 0) headers.Add(("Cookie", Cookie));
        var shot = new Shot(null!, method, path, [.. headers], Encoding.UTF8.GetBytes(body), Form.Whole);
        return wire.SendAsync(shot.ToBytes());
    }
}
