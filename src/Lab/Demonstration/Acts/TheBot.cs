namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>A bot withdraws over aged power for a month and moves to a new server half-way, with not one added step.</summary>
internal sealed class TheBot : IAct
{
    private const string Title = "The bot", Key = "payout";

    private const int Days = 30, Half = 15;

    private const decimal Amount = 100m;

    private static readonly TimeSpan Step = TimeSpan.FromHours(6);

    private static readonly Way Old = Way.Key(Key, Cast.BotServer, Cast.Own), New = Way.Key(Key, Cast.NewServer, Cast.Own);

    private Customer emil = null!;
    private Withdrawals bot = null!, questions = null!;

    public async Task PrepareAsync(Stage stage)
    {
        string[] permissions = ["read", "trade", "withdraw"];
        emil = await stage.OpenAccountAsync(
            "emil", Edits.AddKey(Key, "payouts", permissions, Cast.BotServer), Edits.AddDestination(Cast.Own, "treasury"), Edits.SetLimit("2000"));
        bot = new Withdrawals(stage.Bot, stage.Signer, emil.Id, "payout");
        questions = new Withdrawals(stage.Platform, stage.Signer, emil.Id, "question");
    }

    public async Task<ActResult> PlayAsync(Stage stage, Timeline timeline)
    {
        var (allowance, zero) = (await emil.AllowanceAsync(), await stage.Clock.NowAsync());
        timeline.Begin(4, Title, $"Emil's bot pays {Amount:0} USDT to his treasury four times a day. He has work to do and no time for security.", zero, countsDays: true);
        var before = await PayAsync(stage, Old, zero, zero.AddDays(Half));
        timeline.Say($"day 0 … {Half}", "bot", "pays, four times a day", before);
        var moved = zero.AddDays(Half);
        var change = (await emil.AskAndApproveAsync(Edits.AddSource(Key, Cast.NewServer))).OrStop("take the change");
        var source = await SourceAsync();
        var opensAtOnce = source.GetProperty("state").GetString() == "held" ? OpenFor(source) : [];
        timeline.Say(moved, "Emil", "adds a new server; the bot reads there from this moment on",
            $"{source.GetProperty("state").GetString()}, open for: {string.Join(", ", opensAtOnce)}");
        var aged = await AgeAsync(stage, timeline, moved);
        var effective = await emil.EffectiveAtAsync(change);
        var last = await PayAsync(stage, New, aged, zero.AddDays(Days));
        timeline.Say($"{timeline.At(aged)} … {Days}", "bot", "pays from the new server", last);
        return new ActResult(
            4, Title, ActKind.SteadyUse, bot.All.Attempted, bot.All.Stolen, allowance, bot.All.Allowed, bot.All.Delayed,
            [
                new Claim("the bot reads from the new server at once", opensAtOnce.Contains("read", StringComparer.Ordinal)),
                new Claim("the new server's source came into force", effective <= aged),
                new Claim("the bot withdraws from the new server once it has aged", last.Allowed > 0),
            ]);
    }

    /// <summary>Goes on from the old server until the server says that the new one would pass.</summary>
    private async Task<DateTimeOffset> AgeAsync(Stage stage, Timeline timeline, DateTimeOffset moved)
    {
        var tally = new Tally();
        string? young = null;
        for (var at = moved; ; at += Step)
        {
            await stage.Clock.AdvanceToAsync(at);
            var judged = await questions.ObserveAsync(New, Amount);
            if (judged.Decision == "allow")
            {
                timeline.Say($"{timeline.At(moved)} … {(at - moved).Days + Half}", "bot", "goes on paying from the old server", tally);
                timeline.Say("meanwhile", "platform", "asks, with `observe`, how the new one would be judged", $"{young}, and at last allow ({string.Join(", ", judged.Reasons)})");
                return at;
            }
            var said = $"{judged.Decision} ({judged.Reasons.FirstOrDefault(r => r.StartsWith("source", StringComparison.Ordinal))})";
            if (young?.EndsWith(said, StringComparison.Ordinal) != true) young = young is null ? said : $"{young}, then {said}";
            await bot.AskAsync(Old, Amount, tally);
            if (at > moved.AddDays(Days)) throw new InvalidOperationException("the new server never aged");
        }
    }

    private async Task<Tally> PayAsync(Stage stage, Way way, DateTimeOffset from, DateTimeOffset until)
    {
        var tally = new Tally();
        for (var at = from; at < until; at += Step)
        {
            await stage.Clock.AdvanceToAsync(at);
            await bot.AskAsync(way, Amount, tally);
        }
        await stage.Clock.AdvanceToAsync(until);
        return tally;
    }

    private async Task<System.Text.Json.JsonElement> SourceAsync() => (await emil.ViewAsync()).GetProperty("keys").EnumerateArray()
        .Single(k => k.GetProperty("key").GetString() == Key).GetProperty("sources").EnumerateArray()
        .Single(s => s.GetProperty("source").GetString() == Cast.NewServer + "/32");

    private static string[] OpenFor(System.Text.Json.JsonElement source) =>
        [.. source.GetProperty("openFor").EnumerateArray().Select(p => p.GetString()!)];
}
