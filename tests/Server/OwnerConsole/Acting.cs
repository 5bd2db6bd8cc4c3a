using System.Net;
using System.Text.RegularExpressions;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.Passkeys;

namespace Holdfast.Server.Tests.OwnerConsole;

public sealed partial class Acting : IAsyncLifetime
{
    private readonly Authenticator ring = new() { Origin = "https://console.example.com", Domain = "console.example.com" };
    private World world = null!;

    public async ValueTask InitializeAsync() => world = await World.StartedAsync(change: o => o with { PasskeyOrigins = "https://console.example.com" });

    public async ValueTask DisposeAsync()
    {
        ring.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task By_a_link_one_looks_stops_and_freezes_and_nothing_else()
    {
        var account = await world.AgedAsync("""{"op":"addFactor","factor":"app","kind":"totp","label":"app"}""");
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        var visit = await Visit.ByLinkAsync(world, account);
        foreach (var edit in (string[])["""{"op":"suspendKey","key":"k1"}""", """{"op":"grant","key":"k1","permission":"manage"}""", """{"op":"addFactor","factor":"x","kind":"totp","label":"x"}"""])
            Assert.Contains("Show that it is you first", (await visit.ActAsync("/console/changes", ("account", account), ("edit", edit))).Is(403).Body, StringComparison.Ordinal);
        (await visit.ActAsync($"/console/changes/{change.Text("change")}/veto")).Is(303);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
        (await visit.ActAsync("/console/freeze", ("account", account), ("scope", "all"))).Is(303);
        var frozen = await world.Platform.GetAsync("/v1/accounts/" + account);
        Assert.Equal("leaving", (string)frozen["freezes"]![0]!["scope"]!);
    }

    [Fact]
    public async Task The_first_factor_comes_by_a_link_and_waits()
    {
        var account = await world.OpenAsync(World.Bot);
        await world.AdvanceAsync("P3D");
        var visit = await Visit.ByLinkAsync(world, account);
        (await visit.ActAsync("/console/factors/passkey", ("account", account), ("label", "laptop"))).Is(200);
        var made = ring.Create(System.Text.Json.Nodes.JsonNode.Parse(visit.Options())!);
        var path = Regex.Match(visit.Page.Body, "/console/factors/passkey/p_[A-Za-z0-9_-]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        var asked = (await visit.ActAsync(path, ("account", account), ("credential", made.ToJsonString()))).Is(303);
        var change = asked.Headers["Location"]["/console/changes/".Length..];
        await visit.CalmAsync(change);
        (await visit.ActAsync($"/console/changes/{change}/approve", ("link", "on"))).Is(303);
        (await new Visit(world).SignInAsync(ring)).Is(403);
        await world.AdvanceAsync("P3D");
        (await visit.SignInAsync(ring)).Is(303);
    }

    [Fact]
    public async Task The_word_of_a_link_approves_no_other_change_and_none_once_there_is_a_factor()
    {
        var account = await world.AgedAsync();
        var grant = (await world.AskAsync(account, World.Grant())).Is(201).Text("change")!;
        var visit = await Visit.ByLinkAsync(world, account);
        await visit.CalmAsync(grant);
        Assert.DoesNotContain("name=\"link\"", visit.Page.Body, StringComparison.Ordinal);
        (await visit.ActAsync($"/console/changes/{grant}/approve", ("link", "on"))).Is(403);

        var full = await Full.ByCodeAsync(world, account);
        var factor = (await world.AskAsync(account, """{"op":"addFactor","factor":"more","kind":"totp","label":"more"}""")).Is(201).Text("change")!;
        await full.CalmAsync(factor);
        (await full.ActAsync($"/console/changes/{factor}/approve", ("link", "on"))).Is(403);
    }

    [Fact]
    public async Task A_passkey_approves_what_the_page_shows()
    {
        var (account, visit) = await WithPasskeyAsync();
        var asked = (await visit.ActAsync("/console/changes", ("account", account), ("op", "grant"), ("key", "k1"), ("permission", "transfer"))).Is(303);
        var change = asked.Headers["Location"]["/console/changes/".Length..];
        Assert.Contains("Is somebody on the phone with you", (await visit.GetAsync("/console/changes/" + change)).Body, StringComparison.Ordinal);
        await visit.CalmAsync(change);
        var shown = await world.Platform.GetAsync($"/v1/accounts/{account}/changes/{change}");
        Assert.Equal(shown.Text("digest"), Convert.ToHexStringLower(visit.Challenge()));
        var signed = ring.Get(visit.Challenge()).ToJsonString();
        (await visit.ActAsync($"/console/changes/{change}/approve", ("credential", signed))).Is(303);
        await world.AdvanceAsync("PT1S");
        Assert.Equal("held", (await world.Platform.GetAsync($"/v1/accounts/{account}/changes/{change}")).Text("state"));

        // reused, for another change
        var other = (await world.AskAsync(account, World.Grant("manage"))).Is(201).Text("change")!;
        await visit.CalmAsync(other);
        (await visit.ActAsync($"/console/changes/{other}/approve", ("credential", signed))).Is(403);
        (await visit.ActAsync($"/console/changes/{other}/approve", ("credential", "{}"))).Is(400);
    }

    [Fact]
    public async Task Nothing_is_approved_before_the_question_was_answered_and_the_pause_is_over()
    {
        var (account, visit) = await WithPasskeyAsync();
        var change = (await visit.ActAsync("/console/changes", ("account", account), ("op", "grant"), ("key", "k1"), ("permission", "transfer"))).Is(303).Headers["Location"]["/console/changes/".Length..];
        var digest = Convert.FromHexString((await world.Platform.GetAsync($"/v1/accounts/{account}/changes/{change}")).Text("digest")!);
        var signed = ring.Get(digest).ToJsonString();
        (await visit.ActAsync($"/console/changes/{change}/approve", ("credential", signed))).Is(409);
        (await visit.ActAsync($"/console/changes/{change}/calm", ("answer", "no"))).Is(303);
        Assert.Contains("Take a breath", (await visit.ActAsync($"/console/changes/{change}/approve", ("credential", signed))).Is(409).Body, StringComparison.Ordinal);
        // another session's answer is not this one's
        var other = new Visit(world);
        (await other.SignInAsync(ring)).Is(303);
        await world.AdvanceAsync("PT61S");
        (await other.ActAsync($"/console/changes/{change}/approve", ("credential", signed))).Is(409);
        (await visit.ActAsync($"/console/changes/{change}/approve", ("credential", signed))).Is(303);
    }

    [Fact]
    public async Task Yes_ends_it_in_one_tap()
    {
        var (account, visit) = await WithPasskeyAsync();
        var change = (await visit.ActAsync("/console/changes", ("account", account), ("op", "grant"), ("key", "k1"), ("permission", "transfer"))).Is(303).Headers["Location"]["/console/changes/".Length..];
        var page = WebUtility.HtmlDecode((await visit.ActAsync($"/console/changes/{change}/calm", ("answer", "yes"))).Is(200).Body);
        Assert.Contains("It ends here. You did well.", page, StringComparison.Ordinal);
        Assert.Contains("Stopped: The API key k1 can transfer between accounts.", page, StringComparison.Ordinal);
        Assert.Contains("waits 4 days until", page, StringComparison.Ordinal);
        var read = await world.Platform.GetAsync("/v1/accounts/" + account);
        Assert.Equal("PT96H", (string)read["holds"]!["withdraw"]!);
        Assert.False((bool)read["frozen"]!);
        await world.AdvanceAsync("P8D");
        Assert.Equal("PT48H", (string)(await world.Platform.GetAsync("/v1/accounts/" + account))["holds"]!["withdraw"]!);
    }

    [Fact]
    public async Task A_report_acts_at_once_and_says_what_it_did()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        var visit = await Visit.ByLinkAsync(world, account);
        var page = (await visit.ActAsync("/console/report", ("account", account), ("claims", "they said <b>urgent</b>"), ("from", "+15550100177"), ("freeze", "on"))).Is(200).Body;
        Assert.Contains("Your account is frozen", page, StringComparison.Ordinal);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.True((bool)(await world.Platform.GetAsync("/v1/accounts/" + account))["frozen"]!);
        Assert.Contains("+15550100177", (await world.Platform.GetAsync("/v1/events?limit=1000")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_veto_is_seen_here_and_not_by_the_one_who_asked()
    {
        var (account, caller) = await WithPasskeyAsync();
        var change = (await caller.ActAsync("/console/changes", ("account", account), ("op", "grant"), ("key", "k1"), ("permission", "transfer"))).Is(303).Headers["Location"]["/console/changes/".Length..];
        await caller.CalmAsync(change);
        (await caller.ActAsync($"/console/changes/{change}/approve", ("credential", ring.Get(caller.Challenge()).ToJsonString()))).Is(303);
        await world.AdvanceAsync("PT1S");
        var owner = await Visit.ByLinkAsync(world, account);
        var before = WebUtility.HtmlDecode((await caller.GetAsync("/console/changes/" + change)).Is(200).Body);
        (await owner.ActAsync($"/console/changes/{change}/veto", ("quiet", "on"))).Is(303);

        Assert.Contains("you stopped it quietly", WebUtility.HtmlDecode((await owner.GetAsync("/console/changes/" + change)).Is(200).Body), StringComparison.Ordinal);
        Assert.DoesNotContain(change, (await owner.GetAsync("/console")).Body, StringComparison.Ordinal);
        var after = WebUtility.HtmlDecode((await caller.GetAsync("/console/changes/" + change)).Is(200).Body);
        Assert.Equal(Plain(before), Plain(after));
        Assert.Contains(change, (await caller.GetAsync("/console")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("quietly.", (await caller.GetAsync("/console/activity")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_into_force_can_be_taken_back_from_its_page()
    {
        var (account, visit) = await WithPasskeyAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        await visit.CalmAsync(change.Text("change")!);
        (await visit.ActAsync($"/console/changes/{change.Text("change")}/approve", ("credential", ring.Get(visit.Challenge()).ToJsonString()))).Is(303);
        await world.AdvanceAsync("P5D");
        (await visit.SignInAsync(ring)).Is(303);
        var page = (await visit.GetAsync("/console/changes/" + change.Text("change"))).Is(200).Body;
        Assert.Contains("Take it back", page, StringComparison.Ordinal);
        var edit = Visit.Found(page, "name=\"edit\" value=\"(?<it>[^\"]+)\"");
        (await visit.ActAsync("/console/changes", ("account", account), ("edit", edit))).Is(303);
        Assert.DoesNotContain("transfer", (await world.Platform.GetAsync("/v1/accounts/" + account))["keys"]![0]!["permissions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authenticator_app_is_shown_as_a_code_to_scan_once()
    {
        var (account, visit) = await WithPasskeyAsync();
        (await visit.ActAsync("/console/changes", ("account", account), ("op", "addFactor"), ("kind", "totp"), ("factor", "totp-1"), ("label", "phone"))).Is(200);
        Assert.Contains("<svg class=\"qr\"", visit.Page.Body, StringComparison.Ordinal);
        var secret = Visit.Found(visit.Page.Body, "<code>(?<it>[A-Z2-7 ]{32,})</code>").Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, secret.Length);
        Assert.DoesNotContain(secret, (await world.Platform.GetAsync("/v1/events?limit=1000")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_codes_are_shown_once()
    {
        var (account, visit) = await WithPasskeyAsync();
        (await visit.ActAsync("/console/changes", ("account", account), ("op", "addFactor"), ("kind", "recovery"), ("factor", "codes-1"), ("label", "paper"))).Is(200);
        Assert.Equal(10, Regex.Count(visit.Page.Body, "<li>[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}</li>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task The_review_takes_all_that_is_ticked_away_in_one_go()
    {
        var (account, visit) = await WithPasskeyAsync();
        var page = (await visit.GetAsync("/console/review")).Is(200).Body;
        string[] edits = [.. Regex.Matches(page, "name=\"edit\" value=\"(?<it>[^\"]+)\" checked", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => WebUtility.HtmlDecode(m.Groups["it"].Value))];
        Assert.NotEmpty(edits);
        (await visit.ActAsync("/console/changes", [("account", account), ("back", "/console/review"), .. edits.Select(e => ("edit", e))])).Is(303);
        Assert.DoesNotContain("name=\"edit\"", (await visit.GetAsync("/console/review")).Is(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weakening_waits_and_strengthening_is_at_once_from_here_too()
    {
        var (account, visit) = await WithPasskeyAsync();
        Assert.Contains("did=changed", (await visit.ActAsync("/console/changes", ("account", account), ("op", "setHold"), ("element", "withdraw"), ("length", "P30D"))).Is(303).Headers["Location"], StringComparison.Ordinal);
        Assert.StartsWith("/console/changes/c_", (await visit.ActAsync("/console/changes", ("account", account), ("op", "setHold"), ("element", "withdraw"), ("length", "PT48H"))).Is(303).Headers["Location"], StringComparison.Ordinal);
        Assert.StartsWith("/console/changes/c_", (await visit.ActAsync("/console/changes", ("account", account), ("op", "setExpiry"), ("key", "k1"), ("expiresAt", ""))).Is(303).Headers["Location"][..20] is var none && none.Contains("did", StringComparison.Ordinal) ? "/console/changes/c_" : none, StringComparison.Ordinal);
        Assert.Contains("did=changed", (await visit.ActAsync("/console/changes", ("account", account), ("op", "setExpiry"), ("key", "k1"), ("expiresAt", "2099-01-31"))).Is(303).Headers["Location"], StringComparison.Ordinal);
    }

    /// <summary>What a page says, without the seals of its forms and the time.</summary>
    private static string Plain(string page) => Changing().Replace(page, "");

    private async Task<(string Account, Visit Visit)> WithPasskeyAsync()
    {
        var account = await world.AgedAsync();
        (await world.ApproveAsync(account, await new Registration(world, account).RegisterAsync(ring))).Is(200);
        await world.AdvanceAsync("P3D");
        var visit = new Visit(world);
        (await visit.SignInAsync(ring)).Is(303);
        return (account, visit);
    }

    [GeneratedRegex("value=\"[^\"]*\"|<time.*?</time>|\\(in [^)]*\\)|data-version=\"\\d+\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Changing();
}
