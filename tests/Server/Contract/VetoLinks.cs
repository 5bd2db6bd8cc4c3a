using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class VetoLinks(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Show_what_was_asked_and_stop_it_with_one_button()
    {
        var (account, change, letter) = await HeldAsync();
        var page = (await world.Nobody.GetAsync(letter.LinkPath)).Is(200);
        Assert.Equal("text/html", page.ContentType);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\">", page.Body, StringComparison.Ordinal);
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        var done = (await world.Nobody.PostFormAsync(letter.LinkPath, ("which", "this"))).Is(200);
        Assert.Contains("Stopped", done.Body, StringComparison.Ordinal);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.Contains("Stopped", (await world.Nobody.PostFormAsync(letter.LinkPath, ("which", "this"))).Is(200).Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Stop_everything_that_waits_when_asked_to()
    {
        var (account, change, letter) = await HeldAsync();
        var other = (await world.AskAsync(account, World.Place(World.TronOther))).Is(201);
        (await world.Nobody.PostFormAsync(letter.LinkPath, ("which", "all"))).Is(200);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, other)).Text("state"));
    }

    [Fact]
    public async Task Stop_quietly()
    {
        var (account, change, letter) = await HeldAsync();
        (await world.Nobody.PostFormAsync(letter.LinkPath, ("which", "this"), ("quiet", "on"))).Is(200);
        Assert.Equal("held", (await world.GetChangeAsync(account, change, "?viewer=s1")).Text("state"));
        Assert.Equal("vetoed", (await world.Staff1.GetAsync($"/v1/accounts/{account}/changes/{change.Text("change")}")).Text("state"));
    }

    [Fact]
    public async Task Stop_nothing_by_another_kind_of_form()
    {
        var (account, change, letter) = await HeldAsync();
        using var half = new StringContent("which=this");
        half.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        Assert.Contains("Nothing was sent", (await world.Nobody.SendAsync(HttpMethod.Post, letter.LinkPath, half)).Is(200).Body, StringComparison.Ordinal);
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Theory]
    [InlineData("/veto/AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/veto/x")]
    [InlineData("/veto/!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("/veto/AAAAAAAAB8AAXM87M6WS5OTUO4ITAGJDHC")]
    [InlineData("/veto/AAAAAAAAAB8AAXM87M6WS5OTUO4ITAGJDHC")]
    [InlineData("/veto/%F0%9F%92%A9")]
    public async Task That_nobody_signed_are_not_known(string path)
    {
        (await world.Nobody.GetAsync(path)).Is(404);
        (await world.Nobody.PostFormAsync(path, ("which", "this"))).Is(404);
    }

    [Fact]
    public async Task Work_after_a_restart()
    {
        await using var other = await World.StartedAsync();
        var (account, change, letter) = await HeldAsync(other);
        await other.RestartAsync();
        (await other.Nobody.PostFormAsync(letter.LinkPath, ("which", "this"))).Is(200);
        Assert.Equal("vetoed", (await other.GetChangeAsync(account, change)).Text("state"));
    }

    private Task<(string Account, Reply Change, Letter Letter)> HeldAsync() => HeldAsync(world);

    private static async Task<(string Account, Reply Change, Letter Letter)> HeldAsync(World world)
    {
        var account = await world.AgedAsync();
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1H");
        var letters = await world.LettersAsync();
        return (account, change, letters.Last(l => l.To == $"<{account}@example.com>" && l.Link is not null));
    }
}
