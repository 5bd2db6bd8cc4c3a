using Holdfast.Lab.Demonstration.Acts;
using Spectre.Console;

namespace Holdfast.Lab.Demonstration;

/// <summary>`holdfast demo`: the scam call and honest use, played over HTTP against a real sandbox server.</summary>
public static class Demo
{
    /// <summary>Plays all acts and tells them.</summary>
    /// <param name="asJson">Only the figures, as JSON.</param>
    /// <returns>0 only if nothing beyond the allowance left, the bot was never held up, and all else that is claimed was seen.</returns>
    public static Task<int> RunAsync(bool asJson, TextWriter output, CancellationToken stop) =>
        RunAsync(new Setting(), asJson, output, stop);

    internal static async Task<int> RunAsync(Setting setting, bool asJson, TextWriter output, CancellationToken stop)
    {
        IAct[] acts = [new TheCall(), new TheQuietVeto(), new TheLongCall(), new TheBot(), new TheOwner()];
        var console = Open(asJson ? TextWriter.Null : output);
        var timeline = new Timeline(console);
        var results = new List<ActResult>();
        await using (var stage = await Stage.OpenAsync(setting, stop))
        {
            timeline.Open(stage.Address.ToString());
            foreach (var act in acts) await act.PrepareAsync(stage);
            await stage.Clock.AdvanceAsync(TimeSpan.FromDays(20));
            foreach (var act in acts) results.Add(await act.PlayAsync(stage, timeline));
        }
        if (asJson) await output.WriteLineAsync(Closing.Json(results));
        else Closing.Tell(console, results);
        return results.TrueForAll(r => r.Faults().Count == 0) ? 0 : 1;
    }

    /// <summary>In colour on a terminal, as plain text anywhere else.</summary>
    private static IAnsiConsole Open(TextWriter output)
    {
        const int PlainWidth = 160;
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!terminal) console.Profile.Width = PlainWidth;
        return console;
    }
}
