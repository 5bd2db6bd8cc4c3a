namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>The customer does all that the caller says and tells nobody.</summary>
internal sealed class TheCall : IAct
{
    private const string Title = "The call";

    private Scam scam = null!;

    public async Task PrepareAsync(Stage stage) => scam = await Scam.PrepareAsync(stage, "anna");

    public async Task<ActResult> PlayAsync(Stage stage, Timeline timeline)
    {
        var (anna, zero) = (scam.Customer, await scam.RingAsync());
        timeline.Begin(1, Title, "Anna has a trading bot. She does all that the caller says, on her own phone, and tells nobody.", zero);
        timeline.Say(zero, "caller", "“Security department. Your bot's key needs an urgent update, I'll stay on the line.”");
        var change = (await anna.AskAndApproveAsync(
            Edits.Grant(Scam.Key, "withdraw"), Edits.AddSource(Scam.Key, Cast.CallerIp),
            Edits.AddDestination(Cast.Callers, "exchange vault"))).OrStop("take the change");
        var minute = await stage.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var ends = await anna.EffectiveAtAsync(change) ?? throw new InvalidOperationException("no hold began");
        var ((letters, whom), state) = (scam.Told(), (await anna.ChangeAsync(change)).Text("state"));
        timeline.Say(zero, "Anna", "enables `withdraw`, adds the caller's IP and address, approves it all with her own factor",
            $"{state} until {timeline.At(ends)}; {letters} letters: {whom}");
        timeline.Say(minute, "caller", $"asks for {Scam.All} USDT through every `via`", await scam.Drain.EachWayAsync(scam.Ways, Scam.All));
        timeline.Say(minute, "caller", "tries gift card, bank transfer, an account next door",
            await scam.Drain.EachWayAsync(scam.SideDoors(minute), 500m));
        timeline.Say(minute, "caller", "tries small pieces of 2 USDT, through every `via`", await scam.Drain.InPiecesAsync(scam.Ways, 2m));
        timeline.Note($"{scam.Drain.All.Stolen} USDT are gone: the allowance, which lets honest people pay a new address at once.");
        timeline.Say($"hour 1 … {(ends - zero).TotalHours:0}", "caller", "asks again each hour, all at once and 1 USDT, through every `via`",
            await scam.EachHourAsync(zero.AddHours(1), ends));
        var last = await anna.ChangeAsync(change);
        return await AfterwardsAsync(stage, timeline, last.Text("state") == "held", letters);
    }

    /// <summary>In force is not free: what is young is challenged, and the guardian has to agree.</summary>
    private async Task<ActResult> AfterwardsAsync(Stage stage, Timeline timeline, bool heldToTheLast, int letters)
    {
        var now = await stage.Clock.AdvanceAsync(SandboxClock.Instant);
        scam.SignInAgain(now);
        var before = scam.Drain.All.Allowed;
        var after = new Tally();
        Answer? challenged = null;
        foreach (var way in scam.Ways)
        {
            var answer = await scam.Drain.AskAsync(way, Scam.All, after);
            if (answer.Decision == "challenge") challenged = answer;
        }
        timeline.Say(now, "caller", "the hold is over: everything at once", after);
        var confirmed = challenged is null ? null : await scam.Customer.ConfirmAsync(challenged);
        if (confirmed is not null)
            timeline.Say(now, "Anna", "confirms even that",
                $"{confirmed.Decision ?? "refused"} ({string.Join(", ", confirmed.Reasons)})");
        timeline.Note($"Honestly: without a guardian, a customer who confirms even now, two days and {letters} letters later, is obeyed: it leaves.");
        return scam.Result(1, Title,
            new Claim("the change is held up to and including the hold's last millisecond", heldToTheLast),
            new Claim("after the hold comes a challenge or a hold, no free pass", scam.Drain.All.Allowed == before),
            new Claim("the customer's own word does not suffice for it", confirmed?.Decision == "challenge"));
    }
}
