namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>An owner wants something herself: what strengthens is there at once, what weakens when it was said.</summary>
internal sealed class TheOwner : IAct
{
    private const string Title = "The owner";

    private const decimal Amount = 400m;

    private Customer fay = null!;
    private Withdrawals own = null!;

    public async Task PrepareAsync(Stage stage)
    {
        fay = await stage.OpenAccountAsync("fay", Edits.AddDestination(Cast.Own, "old wallet"), Edits.SetLimit("2000"));
        own = new Withdrawals(stage.App, stage.Signer, fay.Id, "own");
    }

    public async Task<ActResult> PlayAsync(Stage stage, Timeline timeline)
    {
        var (allowance, zero) = (await fay.AllowanceAsync(), await stage.Clock.NowAsync());
        timeline.Begin(5, Title, "Nobody calls Fay. She bought a new wallet and wants to move in.", zero);
        var lower = await fay.AskAsync(Edits.SetLimit("500"));
        timeline.Say(zero, "Fay", "lowers her daily limit to 500 USDT", lower.Text("state"));
        var change = (await fay.AskAndApproveAsync(Edits.AddDestination(Cast.OwnNew, "new wallet"))).OrStop("take the change");
        await stage.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var ends = await fay.EffectiveAtAsync(change) ?? throw new InvalidOperationException("no hold began");
        timeline.Say(zero, "Fay", "adds the address of her new wallet and approves", $"held until {timeline.At(ends)}");
        timeline.Say(await stage.Clock.NowAsync(), "Fay", "pays 20 USDT to it meanwhile", Said(await AskAsync(20m, zero)));
        await stage.Clock.AdvanceToAsync(ends);
        var held = await AskAsync(Amount, ends);
        timeline.Say(ends, "Fay", $"asks for {Amount:0} USDT in the hold's last instant", Said(held));
        var (after, confirmed, state) = await AfterAsync(stage, timeline);
        var late = await SettleAsync(stage, timeline, ends);
        return new ActResult(
            5, Title, ActKind.OwnChange, own.All.Attempted, own.All.Stolen, allowance, own.All.Allowed, own.All.Delayed,
            [
                new Claim("a lower limit is in force with the answer", lower.Text("state") == "inForce"),
                new Claim("it is still held in the hold's last millisecond", held.Reasons.Contains("destinationHeld", StringComparer.Ordinal)),
                new Claim("it is in force right after", state == "inForce" && after.Reasons.Contains("destinationYoung", StringComparer.Ordinal)),
                new Claim("the owner's factor suffices while it is young", confirmed.Decision == "allow"),
                new Claim("once aged it needs nothing", late.Decision == "allow" && late.Reasons.Contains("allAged", StringComparer.Ordinal)),
            ]);
    }

    /// <summary>One millisecond later it is in force; while young it takes one confirmation.</summary>
    private async Task<(Answer Asked, Answer Confirmed, string? State)> AfterAsync(Stage stage, Timeline timeline)
    {
        var now = await stage.Clock.AdvanceAsync(SandboxClock.Instant);
        var state = (await fay.ViewAsync()).GetProperty("destinations").EnumerateArray()
            .Single(d => Cast.OwnNew.Address.Equals(d.GetProperty("address").GetString(), StringComparison.OrdinalIgnoreCase))
            .GetProperty("state").GetString();
        var asked = await AskAsync(Amount, now);
        timeline.Say(now, "Fay", $"asks again; the address is {state}", Said(asked));
        var confirmed = await fay.ConfirmAsync(asked);
        timeline.Say(now, "Fay", "confirms with her own factor", Said(confirmed));
        return (asked, confirmed, state);
    }

    private async Task<Answer> SettleAsync(Stage stage, Timeline timeline, DateTimeOffset ends)
    {
        var settling = System.Xml.XmlConvert.ToTimeSpan((await fay.ViewAsync()).GetProperty("settling").GetString()!);
        await stage.Clock.AdvanceToAsync(ends + settling + SandboxClock.Instant + SandboxClock.Instant);
        var now = await stage.Clock.NowAsync();
        var late = await AskAsync(Amount, now);
        timeline.Say($"{(now - ends).Days} days on", "Fay", $"pays {Amount:0} USDT, and nobody asks anything", Said(late));
        return late;
    }

    private Task<Answer> AskAsync(decimal amount, DateTimeOffset now) =>
        own.AskAsync(Way.Session(fay.Session, Cast.Home, "fays-phone", now, Cast.OwnNew), amount);

    private static string Said(Answer answer) => $"{answer.Decision ?? "refused"} ({string.Join(", ", answer.Reasons)})";
}
