using System.Globalization;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Tests.Harness;

/// <summary>A sandbox for a class of tests, and the accounts, changes and withdrawals that they speak about.</summary>
public sealed class World : RunningServer, IAsyncLifetime
{
    public const string Tron = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", TronOther = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private static int names;

    public World()
        : base(sandbox: true)
    {
    }

    /// <summary>A sandbox of its own, started with other options or with a policy.</summary>
    public static async Task<World> StartedAsync(string? policy = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        var world = new World();
        var path = policy is null ? null : world.WriteFile("policy.json", policy);
        await world.StartAsync(o => (change?.Invoke(o) ?? o) with { Policy = path });
        return world;
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    public static string Name(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{Interlocked.Increment(ref names)}");

    public async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((await Platform.GetAsync("/sandbox/clock")).Text("now")!, CultureInfo.InvariantCulture);

    /// <summary>An account with an email channel and whatever edits; its name is new unless given.</summary>
    public async Task<string> OpenAsync(string edits = "", string? name = null, string? owner = null)
    {
        name ??= Name("acc");
        (await Platform.PostAsync("/v1/accounts", Opening(name, edits, owner))).Is(201);
        return name;
    }

    public static string Opening(string name, string edits = "", string? owner = null) =>
        $$"""{"id":"{{name}}","email":"{{name}}@example.com"{{(owner is null ? "" : $",\"owner\":\"{owner}\"")}},"edits":[{{edits}}]}""";

    /// <summary>An account whose key `k1` and destination are aged.</summary>
    public async Task<string> AgedAsync(string more = "")
    {
        var name = await OpenAsync(Bot + "," + Place() + (more.Length > 0 ? "," + more : ""));
        await AdvanceAsync("P3D");
        await AdvanceAsync("P8D");
        return name;
    }

    public static string Bot =>
        """{"op":"addKey","key":"k1","label":"bot","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":null,"credential":null}""";

    public static string Place(string address = Tron, string label = "savings") =>
        $$"""{"op":"addDestination","asset":"USDT","network":"TRON","address":"{{address}}","tag":null,"label":"{{label}}"}""";

    public static string Grant(string permission = "transfer", string key = "k1") =>
        $$"""{"op":"grant","key":"{{key}}","permission":"{{permission}}"}""";

    public static string Owner(string account, string session = "s1") =>
        $$"""{"kind":"owner","id":"{{account}}","session":"{{session}}","ip":"203.0.113.7","device":"phone"}""";

    public static string By(string kind, string id) => $$"""{"kind":"{{kind}}","id":"{{id}}"}""";

    public Task<Reply> AskAsync(string account, string edits, string? by = null, string? key = null) =>
        Platform.PostAsync($"/v1/accounts/{account}/changes", $$"""{"by":{{by ?? Owner(account)}},"edits":[{{edits}}]}""", key);

    public Task<Reply> ApproveAsync(string account, Reply change, string? by = null) => Platform.PostAsync(
        $"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
        $$"""{"factor":"platform","digest":"{{change.Text("digest")}}","by":{{by ?? Owner(account)}}}""");

    public async Task<Reply> ApproveWithCodeAsync(string account, Reply change, string secret, string? by = null)
    {
        var code = OneTimeCode.At(secret, await NowAsync());
        return await Platform.PostAsync(
            $"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"totp","digest":"{{change.Text("digest")}}","code":"{{code}}","by":{{by ?? Owner(account)}}}""");
    }

    public Task<Reply> VetoAsync(string account, Reply change, string? by = null, bool quiet = false) => Platform.PostAsync(
        $"/v1/accounts/{account}/changes/{change.Text("change")}/veto",
        $$"""{"by":{{by ?? Owner(account)}}{{(quiet ? ",\"quiet\":true" : "")}}}""");

    public Task<Reply> GetChangeAsync(string account, Reply change, string query = "") =>
        Platform.GetAsync($"/v1/accounts/{account}/changes/{change.Text("change")}{query}");

    public Task<Reply> FreezeAsync(string account) =>
        Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{Owner(account)}},"reason":"lost phone"}""");

    public static string Withdrawal(
        string id, string amount = "10", string address = Tron, string network = "TRON", string more = "", string ip = "198.51.100.9") =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"{{network}}","amount":"{{amount}}","address":"{{address}}","via":{"key":"k1","ip":"{{ip}}"}{{more}}}""";

    public Task<Reply> WithdrawAsync(
        string account, string id, string amount = "10", string address = Tron, string? key = null, string more = "") =>
        Platform.PostAsync($"/v1/accounts/{account}/withdrawals", Withdrawal(id, amount, address, more: more), key);

    public Task<Reply> ContinueAsync(string account, string withdrawal, string what) => Platform.PostAsync(
        $"/v1/accounts/{account}/withdrawals/{withdrawal}/{what}", $$"""{"by":{{Owner(account)}}}""");
}
