using Deque.AxeCore.Playwright;
using Holdfast.Server.Tests.Harness;
using Microsoft.Playwright;

namespace Holdfast.Browser.Tests;

/// <summary>The pages for somebody who is being talked at, in a real browser. No script of theirs runs; axe alone needs one.</summary>
public sealed class PublicPages(Chromium chromium, World world) : IClassFixture<Chromium>, IClassFixture<World>
{
    public static TheoryData<string, bool, bool> Pages
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (var path in (string[])["/calling", "/verify", "/verify?q=%2B15550100123", "/verify?q=example.com", "/report", "/learn/codes", "/learn/unknown", "/veto/unknown", "/veto/LINK"])
                foreach (var phone in (bool[])[true, false])
                    foreach (var dark in (bool[])[true, false]) data.Add(path, phone, dark);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nothing_keeps_anybody_from_reading_them(string path, bool phone, bool dark)
    {
        var page = await chromium.OpenAsync(phone, dark, script: true);
        await page.GotoAsync(new Uri(world.Address, path == "/veto/LINK" ? await LinkAsync() : path).ToString());
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(v => $"{v.Id}: {v.Help} {string.Join(' ', v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the screen");
    }

    /// <summary>axe runs in the page; a page that it can't look at would pass.</summary>
    [Fact]
    public async Task What_keeps_somebody_from_reading_is_found_where_it_is_planted()
    {
        var page = await chromium.OpenAsync(script: true);
        await page.GotoAsync(new Uri(world.Address, "/report").ToString());
        await page.EvaluateAsync("document.querySelector('label').remove(); document.body.style.color = '#ddd'; document.documentElement.lang = ''");
        var found = (await page.RunAxe()).Violations.Select(v => v.Id).ToArray();
        Assert.Contains("label", found);
        Assert.Contains("color-contrast", found);
        Assert.Contains("html-has-lang", found);
    }

    [Fact]
    public async Task A_number_is_looked_up_with_the_keyboard_alone()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(world.Address, "/verify").ToString());
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("+1 555 010 0123");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("No. This is not ours.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Report it", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Report a call or message" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_call_is_reported_in_two_taps_and_a_sentence()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(world.Address, "/calling").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Report this call" }).ClickAsync();
        await page.GetByLabel("What did they say or write?").FillAsync("they said that my account is being emptied");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the report" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("We have your report.");
    }

    [Fact]
    public async Task A_change_is_stopped_from_the_letter_with_one_button()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(world.Address, await LinkAsync()).ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop it now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Stopped. It will not happen.");
    }

    [Fact]
    public async Task Whatever_is_typed_stays_text()
    {
        var page = await chromium.OpenAsync(script: true);
        var said = new List<string>();
        page.Dialog += (_, dialog) => said.Add(dialog.Message);
        page.Console += (_, line) => said.Add(line.Text);
        await page.GotoAsync(new Uri(world.Address, "/verify?q=" + Uri.EscapeDataString("\"><img src=x onerror=alert(1)><script>alert(2)</script>")).ToString());
        Assert.Empty(said);
        Assert.Equal(0, await page.Locator("img, script").CountAsync());
    }

    private async Task<string> LinkAsync()
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1S");
        return (await world.LettersAsync()).Last(l => l.To == $"<{account}@example.com>" && l.Text.Contains("/veto/", StringComparison.Ordinal)).LinkPath;
    }
}
