using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.Passkeys;

namespace Holdfast.Server.Tests.OwnerConsole;

public sealed class SigningIn : IAsyncLifetime
{
    private readonly Authenticator ring = new();
    private World world = null!;

    public async ValueTask InitializeAsync() =>
        world = await World.StartedAsync(change: o => o with { PasskeyOrigins = "https://console.example.com", PublicUrl = "https://console.example.com", BehindProxy = true });

    public async ValueTask DisposeAsync()
    {
        ring.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_link_opens_once()
    {
        var account = await world.OpenAsync(World.Bot);
        var link = (await world.Platform.PostAsync($"/v1/accounts/{account}/console-links", "{}", "l1")).Is(201);
        var path = new Uri(link.Text("url")!).AbsolutePath;
        Assert.StartsWith("https://console.example.com/console/open/", link.Text("url"), StringComparison.Ordinal);
        Assert.Null((await world.Platform.PostAsync($"/v1/accounts/{account}/console-links", "{}", "l1"))["url"]);

        var (first, second) = (new Visit(world), new Visit(world));
        (await first.GetAsync(path)).Is(200);
        Assert.Null(first.Cookie);
        (await first.PostAsync(path)).Is(303);
        (await first.GetAsync("/console")).Is(200);
        (await second.PostAsync(path)).Is(403);
        Assert.Null(second.Cookie);
    }

    [Fact]
    public async Task A_link_opens_within_a_minute_and_not_from_another_site()
    {
        var account = await world.OpenAsync(World.Bot);
        var visit = new Visit(world) { Site = "cross-site" };
        (await visit.PostAsync(await LinkAsync(account))).Is(403);
        var late = await LinkAsync(account);
        await world.AdvanceAsync("PT61S");
        visit.Site = "same-origin";
        (await visit.PostAsync(late)).Is(403);
        (await visit.PostAsync("/console/open/" + new string('A', 43))).Is(403);
        (await visit.PostAsync(await LinkAsync(account))).Is(303);
    }

    [Fact]
    public async Task The_cookie_is_the_hosts_own_and_says_nothing()
    {
        var account = await world.OpenAsync(World.Bot);
        var visit = new Visit(world);
        var entered = (await visit.PostAsync(await LinkAsync(account))).Is(303);
        Assert.Matches("^__Host-holdfast=[A-Za-z0-9_-]{43}; path=/; secure; samesite=strict; httponly$", entered.Headers["Set-Cookie"]);
        Assert.Equal("/console", entered.Headers["Location"]);
        var token = visit.Cookie!.Split('=')[1];
        var feed = await world.Platform.GetAsync("/v1/events?limit=1000");
        Assert.DoesNotContain(token, feed.Body, StringComparison.Ordinal);
        Assert.Contains("sessionOpened", feed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_says_whose_it_is()
    {
        var account = await WithPasskeyAsync();
        await world.OpenAsync(World.Bot);
        var visit = new Visit(world);
        (await visit.SignInAsync(ring)).Is(303);
        Assert.Contains(account, (await visit.GetAsync("/console")).Body, StringComparison.Ordinal);
        Assert.Contains("It is you", (await visit.GetAsync("/console?did=signed-in")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_passkey_signed_signs_in_once_and_for_five_minutes()
    {
        await WithPasskeyAsync();
        var visit = new Visit(world);
        await visit.GetAsync("/console/sign-in");
        var (one, other) = (ring.Get(visit.Challenge()).ToJsonString(), ring.Get(visit.Challenge()).ToJsonString());
        (await visit.PostAsync("/console/sign-in", ("credential", one))).Is(303);
        (await new Visit(world).PostAsync("/console/sign-in", ("credential", one))).Is(403);
        (await new Visit(world).PostAsync("/console/sign-in", ("credential", other))).Is(403);

        await visit.GetAsync("/console/sign-in");
        var late = ring.Get(visit.Challenge()).ToJsonString();
        await world.AdvanceAsync("PT5M1S");
        (await visit.PostAsync("/console/sign-in", ("credential", late))).Is(403);
    }

    [Fact]
    public async Task Of_64_at_once_with_what_a_passkey_signed_one_is_signed_in()
    {
        await WithPasskeyAsync();
        var visit = new Visit(world);
        await visit.GetAsync("/console/sign-in");
        var signed = ring.Get(visit.Challenge()).ToJsonString();
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => new Visit(world).PostAsync("/console/sign-in", ("credential", signed))));
        Assert.Single(replies, r => r.Status == 303);
    }

    [Fact]
    public async Task A_challenge_of_nobodys_making_signs_nobody_in()
    {
        var account = await WithPasskeyAsync();
        var visit = new Visit(world);
        foreach (var challenge in (byte[][])[new byte[32], new byte[64], []])
            (await visit.PostAsync("/console/sign-in", ("credential", ring.Get(challenge).ToJsonString()))).Is(403);
        // what was signed to approve is no sign-in
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await visit.PostAsync("/console/sign-in", ("credential", ring.Get(Convert.FromHexString(change.Text("digest")!)).ToJsonString()))).Is(403);
        (await visit.PostAsync("/console/sign-in", ("credential", "{}"))).Is(400);
        (await visit.PostAsync("/console/sign-in")).Is(400);
    }

    [Fact]
    public async Task A_passkey_in_its_hold_does_not_sign_in()
    {
        var account = await world.OpenAsync(World.Bot);
        await world.AdvanceAsync("P3D");
        (await world.ApproveAsync(account, await new Registration(world, account).RegisterAsync(ring))).Is(200);
        (await new Visit(world).SignInAsync(ring)).Is(403);
        await world.AdvanceAsync("P3D");
        (await new Visit(world).SignInAsync(ring)).Is(303);
    }

    [Fact]
    public async Task A_code_raises_a_session_that_a_link_opened_to_a_new_one()
    {
        var (account, secret) = await WithPhoneAsync();
        var visit = await Visit.ByLinkAsync(world, account);
        var before = visit.Cookie;
        (await visit.ActAsync("/console/changes", ("account", account), ("op", "suspendKey"), ("key", "k1"))).Is(403);
        (await visit.ActAsync("/console/sign-in/code", ("code", OneTimeCode.At(secret, await world.NowAsync())))).Is(303);
        Assert.NotEqual(before, visit.Cookie);
        (await visit.ActAsync("/console/changes", ("account", account), ("op", "suspendKey"), ("key", "k1"))).Is(303);
        visit.Cookie = before;
        (await visit.GetAsync("/console")).Is(303);
    }

    [Fact]
    public async Task A_code_is_good_once_and_five_wrong_ones_end_the_session_and_are_told_at_the_third()
    {
        var (account, secret) = await WithPhoneAsync();
        var visit = await Visit.ByLinkAsync(world, account);
        for (var i = 0; i < 4; i++) (await visit.ActAsync("/console/sign-in/code", ("code", "000000"))).Is(403);
        (await visit.GetAsync("/console")).Is(200);
        (await visit.ActAsync("/console/sign-in/code", ("code", "000000"))).Is(403);
        (await visit.GetAsync("/console")).Is(303);
        await world.AdvanceAsync("PT1S");
        var letters = (await world.LettersAsync()).Where(l => l.Subject.Contains("wrong codes", StringComparison.Ordinal)).ToArray();
        Assert.Single(letters);
        Assert.Contains("3 wrong codes", letters[0].Text, StringComparison.Ordinal);

        // counted over all sessions, and nobody is locked out of stopping
        var next = await Visit.ByLinkAsync(world, account);
        (await next.ActAsync("/console/sign-in/code", ("code", OneTimeCode.At(secret, await world.NowAsync())))).Is(403);
        (await next.ActAsync("/console/freeze", ("account", account))).Is(303);
        Assert.True((bool)(await world.Platform.GetAsync("/v1/accounts/" + account))["frozen"]!);
    }

    private async Task<string> LinkAsync(string account) =>
        new Uri((await world.Platform.PostAsync($"/v1/accounts/{account}/console-links", "{}")).Is(201).Text("url")!).AbsolutePath;

    private async Task<string> WithPasskeyAsync()
    {
        var account = await world.OpenAsync(World.Bot);
        await world.AdvanceAsync("P3D");
        (await world.ApproveAsync(account, await new Registration(world, account).RegisterAsync(ring))).Is(200);
        await world.AdvanceAsync("P10D");
        return account;
    }

    private async Task<(string Account, string Secret)> WithPhoneAsync()
    {
        var name = World.Name("phoned");
        var opened = (await world.Platform.PostAsync("/v1/accounts", World.Opening(name, World.Bot + """,{"op":"addFactor","factor":"phone","kind":"totp","label":"phone"}"""))).Is(201);
        await world.AdvanceAsync("P10D");
        return (name, (string)opened["secrets"]![0]!["secret"]!);
    }
}
