using Holdfast.Server.Tests.Harness;

namespace Holdfast.Attacks.Tests.Http;

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
