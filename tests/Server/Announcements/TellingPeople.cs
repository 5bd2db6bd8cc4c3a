using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Announcements;

/// <summary>What people get, when, and where, from a sandbox whose clock is moved.</summary>
public sealed class TellingPeople
{
    private const string Guardian = """{"op":"addGuardian","guardian":"ben","name":"Ben","email":"ben@example.com"}""";

    [Fact]
    public async Task Says_what_becomes_possible_with_all_else_that_waits_from_when_and_who_may_stop_it()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync(Guardian);
        await ApproveAsync(world, account, World.Place(World.TronOther, "cold"));
        await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1M");
        var letter = await LatestAsync(world, account, "something new will be possible soon");
        Assert.Contains("The API key k1 can transfer between accounts.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("This waits beside it.", letter.Text, StringComparison.Ordinal);
        Assert.Contains(World.TronOther, letter.Text, StringComparison.Ordinal);
        Assert.Contains("Together: a key could send money to a new address.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("It begins on ", letter.Text, StringComparison.Ordinal);
        Assert.Contains("It can be stopped by: You, from any of your channels; your guardian Ben; our staff.", letter.Text, StringComparison.Ordinal);
        Assert.NotEqual(letter.Link, letter.LinkAll);
    }

    [Fact]
    public async Task Writes_to_guardians_in_words_for_guardians()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync(Guardian);
        var change = await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1M");
        var letter = (await world.LettersAsync()).Last(l => l.To == "<ben@example.com>");
        Assert.Equal("An account that you guard: something new will be possible soon", letter.Subject);
        (await world.Nobody.PostFormAsync(letter.LinkPath, ("which", "this"))).Is(200);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task Gives_one_link_for_all_that_waits_with_one_button()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        var first = await ApproveAsync(world, account, World.Place(World.TronOther, "cold"));
        var second = await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1M");
        var path = new Uri((await LatestAsync(world, account, "something new")).LinkAll!).AbsolutePath;
        var page = (await world.Nobody.GetAsync(path)).Is(200).Body;
        Assert.Contains(World.TronOther, page, StringComparison.Ordinal);
        Assert.Contains("transfer between accounts", page, StringComparison.Ordinal);
        Assert.Equal("held", (await world.GetChangeAsync(account, first)).Text("state"));
        (await world.Nobody.PostFormAsync(path, ("which", "this"))).Is(200);
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, first)).Text("state"));
        Assert.Equal("vetoed", (await world.GetChangeAsync(account, second)).Text("state"));
        Assert.Contains("There is nothing to stop", (await world.Nobody.GetAsync(path)).Is(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_to_a_channel_for_seven_days_after_it_ended()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync("""{"op":"addChannel","channel":"old","kind":"email","to":"old@example.com"}""");
        await ApproveAsync(world, account, """{"op":"removeChannel","channel":"old"}""");
        await world.AdvanceAsync("PT50H");
        await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1M");
        Assert.Contains((await world.LettersAsync()).Where(l => l.To == "<old@example.com>"), l => l.Text.Contains("transfer between", StringComparison.Ordinal));
        await world.AdvanceAsync("P8D");
        var before = (await world.LettersAsync()).Count(l => l.To == "<old@example.com>");
        await ApproveAsync(world, account, World.Place(World.TronOther, "cold"));
        await world.AdvanceAsync("PT1M");
        Assert.Equal(before, (await world.LettersAsync()).Count(l => l.To == "<old@example.com>"));
    }

    [Fact]
    public async Task Reminds_a_day_before_a_hold_ends_and_of_nothing_that_was_stopped()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        await ApproveAsync(world, account, World.Grant());
        var stopped = await ApproveAsync(world, account, World.Place(World.TronOther, "cold"));
        await world.AdvanceAsync("PT1H");
        (await world.Platform.PostAsync($"/v1/accounts/{account}/changes/{stopped.Text("change")}/veto", $$"""{"by":{{World.Owner(account)}} }""")).Is(200);
        await world.AdvanceAsync("PT22H");
        await world.AdvanceAsync("PT1S");
        Assert.Empty(await WithAsync(world, account, "very soon"));
        await world.AdvanceAsync("PT2H");
        await world.AdvanceAsync("PT1S");
        var reminder = Assert.Single(await WithAsync(world, account, "very soon"));
        Assert.Contains("transfer between accounts", reminder.Text, StringComparison.Ordinal);
        (await world.Nobody.PostFormAsync(reminder.LinkPath, ("which", "this"))).Is(200);
        await world.RestartAsync();
        await world.AdvanceAsync("PT30H");
        await world.AdvanceAsync("PT1S");
        Assert.Single(await WithAsync(world, account, "very soon"));
    }

    [Fact]
    public async Task Does_not_remind_while_a_freeze_stops_the_hold_but_after_it()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        await ApproveAsync(world, account, World.Grant());
        (await world.Platform.PostAsync($"/v1/accounts/{account}/freeze", $$"""{"by":{{World.Owner(account)}},"reason":"a call","for":"P2D"}""")).Is(200);
        await world.AdvanceAsync("PT40H");
        await world.AdvanceAsync("PT1S");
        Assert.Empty(await WithAsync(world, account, "very soon"));
        await world.AdvanceAsync("PT40H");
        await world.AdvanceAsync("PT1S");
        Assert.Single(await WithAsync(world, account, "very soon"));
    }

    [Fact]
    public async Task Tells_at_once_what_left_over_young_parts_and_what_is_large_where_somebody_asked()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        await WithdrawAsync(world, account, "w1", "500", World.Tron);
        await world.AdvanceAsync("PT1M");
        Assert.Empty(await WithAsync(world, account, "money left it"));
        await WithdrawAsync(world, account, "w2", "20", World.TronOther);
        await world.AdvanceAsync("PT1M");
        Assert.Contains("20 USDT to " + World.TronOther, Assert.Single(await WithAsync(world, account, "money left it")).Text, StringComparison.Ordinal);
        (await world.AskAsync(account, """{"op":"setAlerts","channel":"email","above":"400","digest":false,"quiet":null}""")).Is(201);
        await WithdrawAsync(world, account, "w3", "399", World.Tron);
        await WithdrawAsync(world, account, "w4", "400", World.Tron);
        await world.AdvanceAsync("PT1M");
        Assert.Contains("400 USDT", Assert.Single((await WithAsync(world, account, "money left it")).Skip(1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_quiet_hours_but_never_for_an_expansion()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        var now = await world.NowAsync();
        var (from, to) = (now.AddHours(-1), now.AddHours(3));
        await ApproveAsync(world, account, $$"""{"op":"setAlerts","channel":"email","above":"1","digest":false,"quiet":{"from":"{{from:HH:mm}}","to":"{{to:HH:mm}}","zone":"Etc/UTC"} }""");
        await world.AdvanceAsync("PT48H");
        await world.AdvanceAsync("PT1M");
        var said = (await world.LettersAsync()).Length;
        await WithdrawAsync(world, account, "w1", "20", World.Tron);
        await ApproveAsync(world, account, World.Grant());
        await world.AdvanceAsync("PT1H");
        Assert.Empty(await WithAsync(world, account, "money left it"));
        Assert.Contains((await world.LettersAsync()).Skip(said), l => l.Text.Contains("transfer between", StringComparison.Ordinal));
        await world.AdvanceAsync("PT3H");
        await world.AdvanceAsync("PT1S");
        Assert.Single(await WithAsync(world, account, "money left it"));
    }

    [Fact]
    public async Task Sends_a_digest_each_day_to_who_wants_one_and_only_when_there_is_something_to_say()
    {
        await using var world = await World.StartedAsync();
        var account = await world.AgedAsync();
        (await world.AskAsync(account, """{"op":"setAlerts","channel":"email","above":null,"digest":true,"quiet":null}""")).Is(201);
        await WithdrawAsync(world, account, "w1", "20", World.Tron);
        await world.AdvanceAsync("PT24H");
        await world.AdvanceAsync("PT1S");
        Assert.Contains("1 withdrawal of USDT, 20 in all.", Assert.Single(await WithAsync(world, account, "last 24 hours")).Text, StringComparison.Ordinal);
        await world.RestartAsync();
        await world.AdvanceAsync("P3D");
        await world.AdvanceAsync("PT1S");
        Assert.Single(await WithAsync(world, account, "last 24 hours"));
        await WithdrawAsync(world, account, "w2", "30", World.Tron);
        await world.AdvanceAsync("PT24H");
        await world.AdvanceAsync("PT1S");
        Assert.Equal(2, (await WithAsync(world, account, "last 24 hours")).Length);
    }

    private static async Task<Reply> ApproveAsync(World world, string account, string edits)
    {
        var change = (await world.AskAsync(account, edits)).Is(201);
        (await world.ApproveAsync(account, change)).Is(200);
        return change;
    }

    private static async Task WithdrawAsync(World world, string account, string id, string amount, string address) =>
        (await world.Platform.PostAsync($"/v1/accounts/{account}/withdrawals", $$"""
            {"withdrawal":"{{id}}","asset":"USDT","network":"TRON","amount":"{{amount}}","address":"{{address}}",
             "value":{"amount":"{{amount}}","currency":"USDT"},"via":{"key":"k1","ip":"198.51.100.7"} }
            """)).Is(200);

    private static async Task<Letter[]> WithAsync(World world, string account, string subject) =>
        [.. (await world.LettersAsync()).Where(l => l.To == $"<{account}@example.com>" && l.Subject.Contains(subject, StringComparison.Ordinal))];

    private static async Task<Letter> LatestAsync(World world, string account, string subject) => (await WithAsync(world, account, subject))[^1];
}
