using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>
/// A household that lives a while through the real API, in every way that leaves a trace: changes, codes, letters, vetoes,
/// withdrawals, staff, mistakes of every kind. All that it entered and all that it was handed is remembered as canaries.
/// </summary>
public sealed class Household
{
    private const string Account = "konto-gisela-7781", Email = "gisela.papagei@example.com", Phone = "+4915155501234",
        Guardian = "Theodora Kolibri", GuardianEmail = "theodora.kolibri@example.com", Label = "papagei bot 313",
        Savings = "schatz am see", Session = "session-wellensittich", Device = "nymphensittich-9", Ip = "203.0.113.177",
        Hook = "https://hooks.example.com/kanarie-8842", Reason = "a man from zebrafink support called";

    private readonly World world;
    private readonly List<Canary> secrets = [];

    private Household(World world) => this.world = world;

    /// <summary>Tokens, seeds, shared secrets, links: nowhere, not even sealed under a key that lies beside.</summary>
    public IReadOnlyList<Canary> Secrets => secrets;

    /// <summary>What tells of people.</summary>
    public IReadOnlyList<Canary> Personal { get; } =
    [
        new("email", Email), new("phone", Phone), new("guardian's name", Guardian), new("guardian's email", GuardianEmail),
        new("key's label", Label), new("address's label", Savings), new("session", Session), new("device", Device), new("ip", Ip),
        new("webhook", Hook), new("reason", Reason), new("address", World.Tron),
    ];

    /// <summary>The platform's own ids: the log needs them to find an account, nothing else does.</summary>
    public IReadOnlyList<Canary> Ids { get; } = [new("account", Account)];

    public IEnumerable<Canary> All => [.. Secrets, .. Personal, .. Ids];

    private static string By => $$"""{"kind":"owner","id":"{{Account}}","session":"{{Session}}","ip":"{{Ip}}","device":"{{Device}}"}""";

    public static async Task<Household> LiveInAsync(World world)
    {
        var household = new Household(world);
        await household.MoveInAsync();
        await household.ChangeAsync();
        await household.WithdrawAsync();
        await household.StaffAsync();
        await household.MistakesAsync();
        await household.LettersAsync();
        return household;
    }

    private async Task MoveInAsync()
    {
        Remember("platform token", world.Tokens.Platform);
        Remember("first staff token", world.Tokens.Staff1);
        Remember("second staff token", world.Tokens.Staff2);
        var opened = (await world.Platform.PostAsync("/v1/accounts", $$"""
            {"id":"{{Account}}","email":"{{Email}}","edits":[
             {"op":"addKey","key":"k1","label":"{{Label}}","permissions":["read","trade","withdraw"],"sources":["198.51.100.0/24"],
              "expiresAt":null,"credential":{"kind":"shared","scheme":"binance"} },
             {"op":"addKey","key":"k2","label":"{{Label}}","permissions":["read"],"sources":["198.51.100.0/24"],
              "expiresAt":null,"credential":{"kind":"shared","scheme":"okx"} },
             {"op":"addDestination","asset":"USDT","network":"TRON","address":"{{World.Tron}}","tag":null,"label":"{{Savings}}"},
             {"op":"addGuardian","guardian":"g1","name":"{{Guardian}}","email":"{{GuardianEmail}}"},
             {"op":"addChannel","channel":"hook","kind":"webhook","to":"{{Hook}}"},
             {"op":"addFactor","factor":"app","kind":"totp","label":"{{Label}}"}]}
            """)).Is(201);
        foreach (var secret in opened["secrets"]!.AsArray())
            RememberMade(secret!.AsObject());
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("P8D");
    }

    private async Task ChangeAsync()
    {
        var seed = secrets.Single(s => s.Name == "seed of codes").Text;
        var change = (await world.AskAsync(Account, World.Grant("transfer"), By)).Is(201);
        await world.Platform.PostAsync(
            $"/v1/accounts/{Account}/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"totp","digest":"{{change.Text("digest")}}","code":"000000","by":{{By}}}""");
        (await world.ApproveWithCodeAsync(Account, change, seed, By)).Is(200);
        await world.AdvanceAsync("PT1S");
        (await world.VetoAsync(Account, change, By, quiet: true)).Is(200);
        var other = (await world.AskAsync(Account, World.Grant("manage"), By)).Is(201);
        (await world.ApproveAsync(Account, other, World.By("guardian", "g1"))).Is(403);
        (await world.Platform.PostAsync($"/v1/accounts/{Account}/freeze", $$"""{"by":{{By}},"reason":"{{Reason}}","for":"P1D"}""")).Is(200);
        (await world.Platform.PostAsync("/v1/signals",
            $$"""{"account":"{{Account}}","kind":"inCall","at":"2026-01-31T12:00:00Z","data":{"phone":"{{Phone}}"} }""")).Is(202);
        (await world.Platform.GetAsync($"/v1/accounts/{Account}?viewer={Session}")).Is(200);
        await world.AdvanceAsync("P2D");
    }

    private async Task WithdrawAsync()
    {
        foreach (var (id, amount) in ((string, string)[])[("w1", "10"), ("w2", "100000")])
            await world.Platform.PostAsync($"/v1/accounts/{Account}/withdrawals",
                $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"{{amount}}","address":"{{World.Tron}}","via":{"session":"{{Session}}","ip":"{{Ip}}","device":"{{Device}}","factorAt":"2026-01-31T12:00:00Z"} }""");
        var allowed = await world.WithdrawAsync(Account, "w3");
        if (allowed.Text("permit") is { } permit) Remember("permit", permit);
        await world.Platform.GetAsync($"/v1/accounts/{Account}/withdrawals/w1");
        await world.Platform.GetAsync("/v1/events?after=0&limit=1000");
    }

    private async Task StaffAsync()
    {
        var made = (await world.Staff1.PostAsync("/v1/tokens", """{"name":"reader","roles":["feed"]}""")).Is(201);
        Remember("a token that staff made", made.Text("token")!);
        (await world.With(made.Text("token")).GetAsync("/metrics")).Is(200);
        (await world.Staff1.DeleteAsync("/v1/tokens/reader")).Is(204);
        (await world.With(made.Text("token")).GetAsync("/metrics")).Is(401);
        (await world.Staff1.GetAsync($"/v1/accounts/{Account}")).Is(200);
    }

    /// <summary>What is refused is the likeliest to be quoted by whoever refuses it.</summary>
    private async Task MistakesAsync()
    {
        await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{Account}}","email":"{{Email}}","name":"{{Guardian}}" """);
        await world.Platform.PostAsync("/v1/accounts", $$"""{"id":"{{Email}}","email":"{{Guardian}}","{{Phone}}":"{{Reason}}","edits":[{"op":"{{Label}}"}]}""");
        await world.Platform.PostAsync("/v1/accounts", Encoding.UTF8.GetBytes($"{{\"id\":\"{Account}\",\"email\":\"{Email}").Append((byte)0xFF).ToArray());
        await world.Platform.PostAsync($"/v1/accounts/{Account}/changes", $$"""{"by":{{By}},"edits":[{"op":"grant","key":"{{Label}}","permission":"{{Savings}}"}]}""");
        await world.Platform.GetAsync($"/{Uri.EscapeDataString(Email)}/{Account}?{Uri.EscapeDataString(Phone)}={Uri.EscapeDataString(Reason)}");
        await world.Platform.GetAsync($"/v1/accounts/{Account}?{Session}={Device}");
        await world.Platform.SendAsync(new HttpMethod("PATCH"), $"/v1/accounts/{Account}", Client.Json(Encoding.UTF8.GetBytes(Email)));
        await world.Platform.SendAsync(new HttpMethod(Session.ToUpperInvariant()), $"/v1/accounts/{Account}", null);
        await world.With(Account + "-" + Session).GetAsync("/v1/events");
        await world.Nobody.GetAsync("/v1/events?token=" + world.Tokens.Platform);
        await world.Nobody.GetAsync("/veto/" + world.Tokens.Platform);
        await world.Platform.GetAsync("/healthz", ("baggage", $"user={Account}"), ("tracestate", "user=" + Session), ("User-Agent", Device));
    }

    /// <summary>Letters hold personal data by their nature, and the links that only their readers may have.</summary>
    private async Task LettersAsync()
    {
        var letters = await world.LettersAsync(atLeast: 3);
        foreach (var letter in letters.Where(l => l.Link is not null).Take(4))
        {
            Remember("veto token", letter.LinkPath["/veto/".Length..]);
            await world.Nobody.GetAsync(letter.LinkPath);
        }
        await world.Nobody.PostFormAsync(letters.First(l => l.Link is not null).LinkPath, ("which", "this"));
        await world.AdvanceAsync("PT1S");
    }

    /// <summary>As it is shown, and the bytes that it stands for.</summary>
    private void RememberMade(JsonObject made)
    {
        var text = (string)made["secret"]!;
        var (name, bytes) = made.ContainsKey("factor") ? ("seed of codes", OneTimeCode.Decode(text))
            : made.ContainsKey("channel") ? ("webhook secret", Convert.FromBase64String(text["whsec_".Length..]))
            : ("shared secret", System.Buffers.Text.Base64Url.DecodeFromChars(text));
        if ((string?)made["passphrase"] is { } passphrase) Remember("passphrase", passphrase);
        Remember(name, text);
        secrets.Add(new Canary(name + ", its bytes", text) { Bytes = bytes });
    }

    private void Remember(string name, string text) => secrets.Add(new Canary(name, text));
}
