using System.Globalization;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Announcements;

/// <summary>That a key or a credential ends, told by a server whose clock is moved. The hold of withdrawing is 48 hours.</summary>
public sealed class TellingOfEnds
{
    private const string About = "Your account: an API key ends soon";

    [Fact]
    public async Task Comes_so_early_that_another_key_is_through_its_hold_and_again_seven_days_before_each_once()
    {
        await using var world = await World.StartedAsync();
        var (account, expires) = await WithAKeyAsync(world, TimeSpan.FromDays(60));
        await ToAsync(world, expires.AddDays(-9).AddMinutes(-5));
        Assert.Empty(await LettersAsync(world, account));

        await ToAsync(world, expires.AddDays(-9).AddMinutes(5));
        var first = Assert.Single(await LettersAsync(world, account));
        Assert.Contains($"The API key k1 (you named it “bot”) expires on {Words(expires)}.", first.Text, StringComparison.Ordinal);
        Assert.Contains("asked for now is through its wait 7 days before that", first.Text, StringComparison.Ordinal);

        await world.RestartAsync();
        await ToAsync(world, expires.AddDays(-7).AddMinutes(-5));
        Assert.Single(await LettersAsync(world, account));
        await ToAsync(world, expires.AddDays(-7).AddMinutes(5));
        var second = (await LettersAsync(world, account))[^1];
        Assert.Contains("begins on " + Words(expires.AddDays(-5).AddMinutes(5))[..^10], second.Text, StringComparison.Ordinal);

        await world.RestartAsync();
        await ToAsync(world, expires.AddDays(2));
        Assert.Equal(2, (await LettersAsync(world, account)).Length);
    }

    [Fact]
    public async Task Stands_in_the_feed_in_the_same_words()
    {
        await using var world = await World.StartedAsync();
        var (account, expires) = await WithAKeyAsync(world, TimeSpan.FromDays(20));
        await ToAsync(world, expires.AddDays(-9).AddMinutes(5));
        var feed = (await world.Platform.GetAsync("/v1/events?limit=1000")).Is(200).Body;
        Assert.Contains("\"kind\":\"keyEnds\"", feed, StringComparison.Ordinal);
        Assert.Contains($"expires on {Words(expires)}", feed, StringComparison.Ordinal);
        Assert.NotEmpty(account);
    }

    [Fact]
    public async Task Comes_once_where_both_times_have_come_already()
    {
        await using var world = await World.StartedAsync();
        var (account, _) = await WithAKeyAsync(world, TimeSpan.FromDays(4));
        await world.AdvanceAsync("PT1M");
        Assert.Contains("at the earliest", Assert.Single(await LettersAsync(world, account)).Text, StringComparison.Ordinal);
        await world.AdvanceAsync("P3D");
        Assert.Single(await LettersAsync(world, account));
    }

    [Fact]
    public async Task Follows_an_expiry_that_is_moved_and_says_nothing_of_a_key_that_is_removed()
    {
        await using var world = await World.StartedAsync();
        var (account, expires) = await WithAKeyAsync(world, TimeSpan.FromDays(20));
        await world.AdvanceAsync("P3D");
        var later = expires.AddDays(30);
        await AgreedAsync(world, account, $$"""{"op":"setExpiry","key":"k1","expiresAt":"{{Time(later)}}"}""");
        await world.AdvanceAsync("P3D");
        await ToAsync(world, expires.AddDays(-6));
        Assert.Empty(await LettersAsync(world, account));
        await ToAsync(world, later.AddDays(-8));
        Assert.Contains(Words(later), Assert.Single(await LettersAsync(world, account)).Text, StringComparison.Ordinal);
        (await world.AskAsync(account, """{"op":"removeKey","key":"k1"}""")).Is(201);
        await ToAsync(world, later.AddDays(-1));
        Assert.Single(await LettersAsync(world, account));
    }

    [Fact]
    public async Task Comes_for_a_later_end_that_came_into_force_only_after_the_first_was_over()
    {
        await using var world = await World.StartedAsync();
        var (account, expires) = await WithAKeyAsync(world, TimeSpan.FromDays(20));
        await ToAsync(world, expires.AddHours(-1));
        var told = (await LettersAsync(world, account)).Length;
        var later = expires.AddDays(40);
        await AgreedAsync(world, account, $$"""{"op":"setExpiry","key":"k1","expiresAt":"{{Time(later)}}"}""");
        await ToAsync(world, expires.AddDays(3));
        Assert.Equal(told, (await LettersAsync(world, account)).Length);
        await ToAsync(world, later.AddDays(-8));
        var letters = await LettersAsync(world, account);
        Assert.Equal(told + 1, letters.Length);
        Assert.Single(letters, l => l.Text.Contains(Words(later), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_told_once_also_where_all_of_it_is_read_anew()
    {
        await using var world = await World.StartedAsync();
        var (account, expires) = await WithAKeyAsync(world, TimeSpan.FromDays(60));
        await ToAsync(world, expires.AddDays(-8));
        Assert.Single(await LettersAsync(world, account));
        await world.StopAsync();
        foreach (var file in Directory.GetFiles(world.Data, "outgoing.db*")) File.Delete(file);
        await world.StartAsync();
        await world.AdvanceAsync("PT1H");
        Assert.Single(await LettersAsync(world, account));
        await ToAsync(world, expires.AddDays(-6));
        Assert.Equal(2, (await LettersAsync(world, account)).Length);
    }

    [Fact]
    public async Task Comes_seven_days_before_the_older_credential_ends_after_a_rotation()
    {
        await using var world = await World.StartedAsync();
        var account = await world.OpenAsync(Key(null));
        await world.AdvanceAsync("P3D");
        await AgreedAsync(world, account, """{"op":"rotateKey","key":"k1","credential":{"kind":"shared","scheme":"binance"},"overlap":"P20D"}""");
        var ends = (await world.NowAsync()).AddDays(20);
        await ToAsync(world, ends.AddDays(-7).AddHours(-1));
        Assert.Empty(await LettersAsync(world, account));
        await ToAsync(world, ends.AddDays(-7).AddHours(1));
        Assert.Contains("The older credential c1 of the API key k1 ends on ", Assert.Single(await LettersAsync(world, account)).Text, StringComparison.Ordinal);
        await ToAsync(world, ends.AddDays(1));
        Assert.Single(await LettersAsync(world, account));
    }

    private static async Task<(string Account, DateTimeOffset Expires)> WithAKeyAsync(World world, TimeSpan life)
    {
        var now = await world.NowAsync();
        var expires = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero) + life;
        return (await world.OpenAsync(Key(expires)), expires);
    }

    private static string Key(DateTimeOffset? expires) =>
        $$"""{"op":"addKey","key":"k1","label":"bot","permissions":["read","withdraw"],"sources":["198.51.100.0/24"],"expiresAt":{{(expires is { } at ? $"\"{Time(at)}\"" : "null")}},"credential":{"kind":"shared","scheme":"binance"} }""";

    private static async Task AgreedAsync(World world, string account, string edit)
    {
        var change = (await world.AskAsync(account, edit)).Is(201);
        if (change.Text("state") == "awaitingApproval") (await world.ApproveAsync(account, change)).Is(200);
        await world.AdvanceAsync("PT1S");
    }

    /// <summary>In steps, so that what comes by the clock comes when it is due.</summary>
    private static async Task ToAsync(World world, DateTimeOffset time)
    {
        for (var left = time - await world.NowAsync(); left > TimeSpan.Zero; left = time - await world.NowAsync())
        {
            var step = left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1);
            await world.AdvanceAsync(System.Xml.XmlConvert.ToString(TimeSpan.FromSeconds(Math.Ceiling(step.TotalSeconds))));
        }
        await world.AdvanceAsync("PT1S");
    }

    private static async Task<Letter[]> LettersAsync(World world, string account) =>
        [.. (await world.LettersAsync()).Where(l => l.Subject == About && l.To == $"<{account}@example.com>")];

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Words(DateTimeOffset at) => at.ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
