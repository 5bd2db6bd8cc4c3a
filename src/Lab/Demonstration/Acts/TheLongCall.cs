namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>The caller knows how Holdfast works and has the customer turn every screw.</summary>
internal sealed class TheLongCall : IAct
{
    private const string Title = "The long call", Sweep = "sweep";

    private readonly List<Answer> loosened = [];
    private Answer? lowered;
    private Scam scam = null!;
    private Stage stage = null!;
    private Timeline timeline = null!;

    /// <summary>Dora has a second key, too, that withdraws to her own address since long.</summary>
    public async Task PrepareAsync(Stage stage)
    {
        string[] permissions = ["read", "withdraw"];
        this.stage = stage;
        scam = await Scam.PrepareAsync(stage, "dora", Edits.AddKey(Sweep, "weekly sweep", permissions, Cast.BotServer));
    }

    public async Task<ActResult> PlayAsync(Stage stage, Timeline timeline)
    {
        this.timeline = timeline;
        var (dora, zero) = (scam.Customer, await scam.RingAsync());
        timeline.Begin(3, Title, "This caller has read the manual. Dora turns every screw that he names; her `sweep` key withdraws since long.", zero);
        var first = (await dora.AskAndApproveAsync(
            Edits.Grant(Scam.Key, "withdraw"), Edits.AddSource(Scam.Key, Cast.CallerIp), Edits.AddSource(Sweep, Cast.CallerIp),
            Edits.AddDestination(Cast.Callers, "exchange vault"))).OrStop("take the change");
        var minute = await stage.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var ends = await dora.EffectiveAtAsync(first) ?? throw new InvalidOperationException("no hold began");
        timeline.Say(zero, "Dora", "the call of act 1, for both keys", await DescribeAsync(first));
        scam.Ways.Add(Way.Key(Sweep, Cast.CallerIp, Cast.Callers, "c1"));
        scam.Ways.Add(Way.Key(Sweep, Cast.BotServer, Cast.Callers, "c1"));
        timeline.Say(minute, "caller", "pieces of 2 USDT, through every `via` of both keys", (await scam.Drain.InPiecesAsync(scam.Ways, 2m)).Short());
        var cancelled = await dora.CancelAsync(scam.Drain.Allowed!);
        timeline.Say(minute, "Dora", "cancels the last one, so that it counts no more", await DescribeAsync(cancelled));
        timeline.Say(minute, "caller", "asks for it again", (await scam.Drain.EachWayAsync(scam.Ways, 2m)).Short());
        await TurnScrewsAsync();
        var played = await scam.EachHourAsync(zero.AddHours(16), ends);
        var now = await stage.Clock.AdvanceAsync(SandboxClock.Instant);
        scam.SignInAgain(now);
        played.Add(await scam.Drain.EachWayAsync(scam.Ways, Scam.All, 1m));
        timeline.Say($"hour 16 … {(ends - zero).TotalHours:0}", "caller", "asks each hour, and once more when the first hold should be over", played);
        timeline.Say(now, "caller", "asks what became of the first change", await DescribeAsync(first));
        var state = (await dora.ChangeAsync(first)).Text("state");
        return scam.Result(3, Title,
            new Claim("nothing that loosens was in force with the answer", loosened.TrueForAll(a => a.Text("state") == "held")),
            new Claim("no hold goes below the policy's", lowered?.Text("code") == "belowPolicy"),
            new Claim("a withdrawal with a living permit can't be cancelled", !cancelled.IsSuccess),
            new Claim("the first change is not in force when its hold should have ended", state == "held"));
    }

    /// <summary>Each hour another one; after each the caller tries again.</summary>
    private async Task TurnScrewsAsync()
    {
        var dora = scam.Customer;
        await LoosenAsync(1, "rotates `sweep` and reads the new secret out", RotateAsync);
        lowered = await TurnAsync(2, "lowers the hold of `withdraw` to an hour", () => dora.AskAndApproveAsync(Edits.SetHold("withdraw", "PT1H")));
        await LoosenAsync(3, "raises the limit to 1,000,000 USDT", () => dora.AskAndApproveAsync(Edits.SetLimit("1000000")));
        await LoosenAsync(4, "raises the allowance to 100,000 USDT", () => dora.AskAndApproveAsync(Edits.SetAllowance("100000")));
        await LoosenAsync(5, "removes her guardian Marta", () => dora.AskAndApproveAsync(Edits.RemoveGuardian(Scam.Guardian)));
        await LoosenAsync(6, "adds the caller's authenticator app", () => dora.AskAndApproveAsync(Edits.AddTotp("app-2", "backup")));
        await TurnAsync(7, "adds the caller as a guardian",
            () => dora.AskAndApproveAsync(Edits.AddGuardian("victor", "Victor", "victor@example.net")));
        await TurnAsync(8, "freezes the account for 2 hours", () => dora.FreezeAsync("as told", "PT2H"));
        await LoosenAsync(9, "lifts the freeze", () => dora.AskAndApproveAsync(Edits.LiftFreeze()));
        var reset = await LoosenAsync(12, "resets her 2FA", () => dora.AskAndApproveAsync(Edits.ResetFactors()));
        await TurnAsync(13, "takes the reset back", () => dora.VetoAsync(reset));
        await LoosenAsync(14, "asks for the reset again", () => dora.AskAndApproveAsync(Edits.ResetFactors()));
    }

    private async Task<Answer> LoosenAsync(int hour, string what, Func<Task<Answer>> turn)
    {
        var answer = await TurnAsync(hour, what, turn);
        loosened.Add(answer);
        return answer;
    }

    private async Task<Answer> TurnAsync(int hour, string what, Func<Task<Answer>> turn)
    {
        var at = scam.Zero.AddHours(hour);
        await stage.Clock.AdvanceToAsync(at);
        var answer = await turn();
        await stage.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var said = await DescribeAsync(answer);
        scam.SignInAgain(at);
        timeline.Say(at, "Dora", what, $"{said}; caller: {(await scam.Drain.EachWayAsync(scam.Ways, Scam.All, 1m)).Short()}");
        return answer;
    }

    private async Task<Answer> RotateAsync()
    {
        var asked = await scam.Customer.AskAsync(Edits.RotateKey(Sweep));
        var secret = asked.Body.GetProperty("secrets")[0].GetProperty("credential").GetString()!;
        scam.Ways.Add(Way.Key(Sweep, Cast.CallerIp, Cast.Callers, secret));
        scam.Ways.Add(Way.Key(Sweep, Cast.BotServer, Cast.Callers, secret));
        return await scam.Customer.ApproveAsync(asked);
    }

    /// <summary>What became of it, in the server's words.</summary>
    private async Task<string> DescribeAsync(Answer answer)
    {
        if (!answer.IsSuccess) return $"refused: {string.Join(", ", answer.Reasons)}";
        if (answer.Text("change") is null) return "frozen at once";
        var shown = await scam.Customer.ChangeAsync(answer);
        if (shown.Text("state") != "held") return shown.Text("state")!;
        if (shown.Body.GetProperty("edits").EnumerateArray().All(e => e.GetProperty("state").GetString() == "inForce"))
            return $"told from now on, may agree to nothing until {timeline.At(await SayAsync())}";
        return await scam.Customer.EffectiveAtAsync(answer) is { } at ? $"held until {timeline.At(at)}" : "held, and its clock stands";
    }

    /// <summary>When the guardian who was added last may approve.</summary>
    private async Task<DateTimeOffset> SayAsync() => SandboxClock.Parse((await scam.Customer.ViewAsync())
        .GetProperty("guardians").EnumerateArray().Last().GetProperty("effectiveAt").GetString()!);
}
