using System.Net;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.OwnerConsole;

public sealed class Looking(World world) : IClassFixture<World>
{
    [Fact]
    public async Task The_first_page_answers_whether_the_money_is_safe()
    {
        var account = await world.AgedAsync();
        var visit = await Visit.ByLinkAsync(world, account);
        Says(await visit.GetAsync("/console"), "Yes. Your money is safe right now.");
        await world.AskAsync(account, World.Grant());
        Says(await visit.GetAsync("/console"), "Your money is safe. Look at what waits.", "One change waits. It can't take anything yet.", "somebody signed in as you");
        await world.FreezeAsync(account);
        Says(await visit.GetAsync("/console"), "Your money is frozen. Nothing can leave.", "Frozen: nothing can leave");
    }

    [Fact]
    public async Task Keys_are_sentences()
    {
        var account = await world.AgedAsync();
        Says(await (await Visit.ByLinkAsync(world, account)).GetAsync("/console/keys"), "could withdraw to 1 address", "Take “withdraw” away", "Rotate k1");
    }

    [Fact]
    public async Task A_change_is_shown_before_and_after_with_from_when_and_who_can_stop_it()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1S");
        Says(await (await Visit.ByLinkAsync(world, account)).GetAsync("/console/changes/" + change.Text("change")),
            (string)change["text"]![0]!, "Before", "After", "waits until", "You, from any of your channels; our staff", change.Text("digest")![..4]);
    }

    [Fact]
    public async Task An_address_that_looks_like_another_is_pointed_at()
    {
        var account = await world.AgedAsync("""{"op":"addDestination","asset":"USDT","network":"ETHEREUM","address":"0x71c7111111111111111111111111111111d4e2f0","tag":null,"label":"mine"}""");
        var visit = await Visit.ByLinkAsync(world, account);
        var asked = (await world.AskAsync(account, """{"op":"addDestination","asset":"USDT","network":"ETHEREUM","address":"0x71c7222222222222222222222222222222d4e2f0","tag":null,"label":"twin"}""")).Is(201);
        await visit.CalmAsync(asked.Text("change")!);
        Says(visit.Page, "it begins and ends like another of yours");
    }

    [Theory]
    [InlineData("/console/addresses", "TJRa bPrw bZy4")]
    [InlineData("/console/bounds", "How long something new waits")]
    [InlineData("/console/people", "alice@example.com|@")]
    [InlineData("/console/sign-ins", "The word of your platform")]
    [InlineData("/console/review", "What could be lost unnoticed")]
    [InlineData("/console/activity", "was opened")]
    [InlineData("/console/calling", "We never call you. Nobody from us is in a call with you now.")]
    [InlineData("/console/report", "What did they say?")]
    public async Task Every_page_shows_its_own(string path, string words)
    {
        var visit = await Visit.ByLinkAsync(world, await world.AgedAsync());
        var page = WebUtility.HtmlDecode((await visit.GetAsync(path)).Is(200).Body);
        Assert.Contains(words.Split('|'), w => page.Contains(w, StringComparison.Ordinal));
        Assert.Contains("Freeze everything", page, StringComparison.Ordinal);
        Assert.Contains("We never call you.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_holds_script_or_style_of_its_own_or_of_others()
    {
        var visit = await Visit.ByLinkAsync(world, await world.AgedAsync());
        foreach (var path in (string[])["/console", "/console/keys", "/console/sign-ins", "/console/sign-in"])
        {
            var page = (await visit.GetAsync(path)).Is(200);
            Assert.DoesNotContain("style=", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("<style", page.Body, StringComparison.Ordinal);
            Assert.DoesNotMatch("(?i)\\son[a-z]+=", page.Body);
            Assert.DoesNotMatch("(?:src|href)=\"(?:https?:)?//", page.Body);
            Assert.Contains("script-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("no-store", page.Headers["Cache-Control"]);
            Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        }
    }

    [Fact]
    public async Task The_style_and_the_script_are_kept_under_their_hash()
    {
        var visit = await Visit.ByLinkAsync(world, await world.AgedAsync());
        await visit.GetAsync("/console");
        foreach (var name in (string[])["console.css", "console.js"])
        {
            var at = visit.Page.Body.IndexOf("/console/assets/", StringComparison.Ordinal);
            var path = System.Text.RegularExpressions.Regex.Match(visit.Page.Body, "/console/assets/[0-9a-f]{16}/" + name, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
            Assert.True(at > 0 && path.Length > 0);
            Assert.Contains("immutable", (await world.Nobody.GetAsync(path)).Is(200).Headers["Cache-Control"], StringComparison.Ordinal);
            (await world.Nobody.GetAsync(path.Replace("assets/", "assets/0", StringComparison.Ordinal))).Is(404);
        }
    }

    [Fact]
    public async Task An_open_page_is_told_of_news_and_of_what_comes_into_force_by_itself()
    {
        var account = await world.AgedAsync();
        var visit = await Visit.ByLinkAsync(world, account);
        var version = (long)(await world.Platform.GetAsync("/v1/accounts/" + account))["version"]!;
        var other = new Visit(world) { Cookie = visit.Cookie };
        var waiting = other.GetAsync($"/console/live?version={version}");
        await world.AskAsync(account, World.Grant());
        (await waiting).Is(200);
        (await visit.GetAsync($"/console/live?version={version}")).Is(200);
        (await visit.GetAsync("/console/live")).Is(400);
        (await world.Nobody.GetAsync("/console/live?version=1")).Is(401);
    }

    private static void Says(Reply page, params string[] words)
    {
        var text = WebUtility.HtmlDecode(page.Is(200).Body);
        foreach (var word in words) Assert.Contains(word, text, StringComparison.Ordinal);
    }
}
