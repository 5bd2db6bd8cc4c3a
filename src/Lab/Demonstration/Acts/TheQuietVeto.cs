namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>The same call; the guardian and the customer stop it quietly, each from an old mail.</summary>
internal sealed class TheQuietVeto : IAct
{
    private const string Title = "The old mail";

    private Scam scam = null!;

    public async Task PrepareAsync(Stage stage) => scam = await Scam.PrepareAsync(stage, "bela");

    public async Task<ActResult> PlayAsync(Stage stage, Timeline timeline)
    {
        var (bela, zero) = (scam.Customer, await scam.RingAsync());
        timeline.Begin(2, Title, "The same call, to Bela. He is ashamed, then afraid to anger the caller. So it is stopped without a sound.", zero);
        var key = (await bela.AskAndApproveAsync(
            Edits.Grant(Scam.Key, "withdraw"), Edits.AddSource(Scam.Key, Cast.CallerIp))).OrStop("take the change");
        var place = (await bela.AskAndApproveAsync(Edits.AddDestination(Cast.Callers, "exchange vault"))).OrStop("take the change");
        var minute = await stage.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var ends = await bela.EffectiveAtAsync(key) ?? throw new InvalidOperationException("no hold began");
        timeline.Say(zero, "Bela", "enables `withdraw` and the IP, then the address; approves both",
            $"{(await bela.ChangeAsync(key)).Text("state")} until {timeline.At(ends)}");
        timeline.Say(minute, "caller", "takes what he can in pieces of 2 USDT", (await scam.Drain.InPiecesAsync(scam.Ways, 2m)).Short());
        timeline.Say("hour 1 … 20", "caller", "asks each hour, through every `via`", (await scam.EachHourAsync(zero.AddHours(1), zero.AddHours(20))).Short());
        var (guardianStopped, scannerStopped) = await StopAsync(stage, key, Scam.GuardianEmail, "`withdraw`");
        timeline.Say(zero.AddHours(20), "scanner", "Marta's mail provider opens her link to look for viruses", $"still {scannerStopped}");
        timeline.Say(zero.AddHours(20), "Marta", "opens her mail of hour 0, presses the button, quietly", guardianStopped);
        timeline.Say("hour 21 … 31", "caller", "notices nothing and goes on", (await scam.EachHourAsync(zero.AddHours(21), zero.AddHours(31))).Short());
        var (belaStopped, readerStopped) = await StopAsync(stage, place, bela.Email, Cast.Callers.Network);
        timeline.Say(zero.AddHours(31), "Bela", "dares it, too: his own mail of hour 0", belaStopped);
        return await EndAsync(stage, timeline, key, place, ends, scannerStopped == "held" && readerStopped == "held");
    }

    /// <summary>What the caller sees, what the guardian sees, what comes of it.</summary>
    private async Task<ActResult> EndAsync(Stage stage, Timeline timeline, Answer key, Answer place, DateTimeOffset ends, bool openingStoppedNothing)
    {
        var bela = scam.Customer;
        var (shown, truth) = (await StateAsync(key, place), await StateAsync(key, place, "guardian:" + Scam.Guardian));
        timeline.Say(scam.Zero.AddHours(31), "caller", "has Bela read him what the app shows",
            $"{string.Join(", ", shown)}; to the guardian it shows: {string.Join(", ", truth)}");
        timeline.Say($"hour 32 … {(ends - scam.Zero).TotalHours:0}", "caller", "asks each hour, through every `via`",
            (await scam.EachHourAsync(scam.Zero.AddHours(32), ends)).Short());
        var now = await stage.Clock.AdvanceAsync(SandboxClock.Instant);
        scam.SignInAgain(now);
        var after = await scam.Drain.EachWayAsync(scam.Ways, Scam.All, 1m);
        timeline.Say(now, "caller", "pops the champagne", after);
        var again = (await bela.AskAndApproveAsync(Edits.Grant(Scam.Key, "withdraw"))).OrStop("take the change again");
        await stage.Clock.AdvanceAsync(SandboxClock.Instant);
        var then = await bela.EffectiveAtAsync(again) ?? now;
        timeline.Say(now, "caller", "makes Bela ask again", $"{again.Text("state")} until {timeline.At(then)}, and all are told again");
        return scam.Result(2, Title,
            new Claim("opening a link stops nothing", openingStoppedNothing),
            new Claim("to whoever asked, a quietly vetoed change still waits", shown.All(s => s == "held")),
            new Claim("to the guardian it shows as vetoed", truth.All(s => s == "vetoed")),
            new Claim("nothing is allowed once the hold would have ended", after.Allowed == 0),
            new Claim("what was vetoed and is asked again waits 96 hours", then - now >= TimeSpan.FromHours(96)));

        async Task<string[]> StateAsync(Answer first, Answer second, string? viewer = null) =>
        [
            (await bela.ChangeAsync(first, viewer)).Text("state") ?? "?", (await bela.ChangeAsync(second, viewer)).Text("state") ?? "?",
        ];
    }

    /// <summary>Somebody finds the letter about a change in the own mailbox and stops it. A GET stops nothing.</summary>
    private async Task<(string Stopped, string Opened)> StopAsync(Stage stage, Answer change, string mailbox, string about)
    {
        var word = about.Trim('`');
        var letter = stage.Mail.Letters(mailbox, scam.Zero).First(l => l.About.Contains(word, StringComparison.Ordinal));
        await stage.Mail.OpenAsync(letter);
        var opened = (await scam.Customer.ChangeAsync(change, "guardian:" + Scam.Guardian)).Text("state") ?? "?";
        var page = await stage.Mail.StopQuietlyAsync(letter, "this");
        return (page.Contains("<h1>Stopped</h1>", StringComparison.Ordinal) ? "“Stopped. It will not happen.”" : "not stopped", opened);
    }
}
