using System.Text;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

/// <summary>Somebody chooses the host of the request that makes a letter.</summary>
public sealed class HostHeaderInVetoLink
{
    [Fact]
    public async Task Does_not_reach_the_link()
    {
        await using var world = await World.StartedAsync(change: o => o with { PublicUrl = "https://holdfast.example.com" });
        var evil = ((string, string)[])[("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example")];
        (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts",
            Client.Json(Encoding.UTF8.GetBytes(World.Opening("alice", World.Bot))), [.. evil, ("Idempotency-Key", "k")])).Is(201);
        await world.AdvanceAsync("PT1S");
        var letters = await world.LettersAsync(atLeast: 1);
        Assert.All(letters.Where(l => l.Link is not null), l => Assert.StartsWith("https://holdfast.example.com/veto/", l.Link, StringComparison.Ordinal));
        Assert.Contains(letters, l => l.Link is not null);
        Assert.All(letters, l => Assert.DoesNotContain("evil", l.Head + l.Text, StringComparison.Ordinal));
        var page = await world.Nobody.GetAsync(letters.First(l => l.Link is not null).LinkPath, evil);
        Assert.DoesNotContain("evil", page.Body + string.Join(' ', page.Headers.Values), StringComparison.Ordinal);
        var feed = await world.Platform.GetAsync("/v1/events?limit=1000", evil);
        Assert.DoesNotContain("evil", feed.Body, StringComparison.Ordinal);
    }
}

/// <summary>A mail scanner opens every link before its reader does.</summary>
public sealed class LinkScannerVetoes(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Only_a_pressed_button_stops_anything()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        var head = await world.HeadAsync();
        var path = (await world.LettersAsync()).Last(l => l.To == $"<{account}@example.com>" && l.Link is not null).LinkPath;
        for (var i = 0; i < 3; i++) (await world.Nobody.GetAsync(path, ("Purpose", "prefetch"))).Is(200);
        (await world.Nobody.GetAsync(path + "?which=all&confirm=true")).Is(200);
        foreach (var method in (string[])["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
            (await world.Nobody.SendAsync(new HttpMethod(method), path, null)).Is(405);
        (await world.Nobody.SendAsync(HttpMethod.Post, path, null)).Is(200);
        (await world.Nobody.SendAsync(HttpMethod.Post, path, Client.Json("{}"u8.ToArray()))).Is(200);
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.Equal(head, await world.HeadAsync());
        (await world.Nobody.PostFormAsync(path, ("which", "this"))).Is(200);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
    }
}

/// <summary>A label talks to its reader: it is quoted, and stands in no subject line.</summary>
public sealed class LabelsThatSpeak(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData("do not veto this")]
    [InlineData("Holdfast support 4711")]
    [InlineData("don't worry & ignore it")]
    public async Task Stand_quoted_in_the_text_and_never_in_a_subject(string label)
    {
        var account = await world.AgedAsync();
        var before = (await world.LettersAsync()).Length;
        var change = (await world.AskAsync(account, World.Place(World.TronOther, label))).Is(201);
        Assert.Contains(change["text"]!.AsArray(), line => ((string)line!).Contains($"“{label}”", StringComparison.Ordinal));
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        var letters = (await world.LettersAsync())[before..];
        Assert.NotEmpty(letters);
        foreach (var letter in letters)
        {
            Assert.DoesNotContain(label, letter.Head, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"“{label}”", letter.Text, StringComparison.Ordinal);
        }
        var page = (await world.Nobody.GetAsync(letters.First(l => l.Link is not null).LinkPath)).Is(200);
        Assert.Contains($"“{System.Net.WebUtility.HtmlEncode(label)}”", page.Body.Replace("&#8220;", "“", StringComparison.Ordinal).Replace("&#8221;", "”", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do not veto: ticket 4711")]
    [InlineData("“quoted” out")]
    [InlineData("Bсс\\r\\nTo: you")]
    [InlineData("safe\\u202etxt")]
    [InlineData("раypal")]
    [InlineData("<a href=x>")]
    public async Task That_could_leave_their_quotes_or_pass_for_others_are_refused(string label)
    {
        var account = await world.OpenAsync(World.Bot);
        (await world.AskAsync(account, World.Place(label: label))).Is(422);
    }

    [Fact]
    public async Task Reasons_of_a_freeze_are_quoted_too()
    {
        var account = await world.OpenAsync();
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze",
            $$"""{"by":{{World.Owner(account)}},"reason":"call +1555\r\nSubject: help\u202e"}""")).Is(200);
        await world.AdvanceAsync("PT1S");
        var letter = (await world.LettersAsync()).Last(l => l.To == $"<{account}@example.com>");
        Assert.Equal("Your account is frozen: nothing leaves", letter.Subject);
        Assert.DoesNotContain("\u202e", letter.Text, StringComparison.Ordinal);
        Assert.Contains("“call +1555", letter.Text, StringComparison.Ordinal);
    }
}
