using Spectre.Console;

namespace Holdfast.Lab.Demonstration;

/// <summary>Tells the play while it is played: when, who, what, and what the server answered.</summary>
internal sealed class Timeline(IAnsiConsole console)
{
    private const int Room = 116, Indent = 29;

    private DateTimeOffset zero;

    public void Open(string address) => console.MarkupLineInterpolated(
        $"[bold]Holdfast[/] plays five acts against a sandbox server on {address}. Only the test clock makes time pass.");

    public void Begin(int act, string title, string about, DateTimeOffset at)
    {
        zero = at;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold aqua]ACT {act}  {title}[/]");
        console.MarkupLineInterpolated($"[grey]{about}[/]");
    }

    /// <param name="answer">What the server answered to it; it goes on a line of its own where there is no room.</param>
    public void Say(string when, string who, string text, object? answer = null)
    {
        var head = $"  {when,-16} {who,-9} ";
        if (answer is null)
        {
            console.MarkupLineInterpolated($"[grey]{head}[/]{text}");
            return;
        }
        var said = answer.ToString()!;
        if (head.Length + text.Length + said.Length + 4 <= Room)
        {
            console.MarkupLineInterpolated($"[grey]{head}[/]{text} [bold green]→ {said}[/]");
            return;
        }
        console.MarkupLineInterpolated($"[grey]{head}[/]{text}");
        console.MarkupLineInterpolated($"{new string(' ', Indent - 1)}[bold green]→ {said}[/]");
    }

    public void Say(DateTimeOffset when, string who, string text, object? answer = null) => Say(At(when), who, text, answer);

    /// <summary>A line of explanation.</summary>
    public void Note(string text) => console.MarkupLineInterpolated($"[grey italic]{new string(' ', Indent - 1)}{text}[/]");

    /// <summary>A time as the act counts it: `minute 1`, `hour 48`, `hour 48 + 1 ms`, `day 24`.</summary>
    public string At(DateTimeOffset at)
    {
        var since = at - zero;
        var whole = TimeSpan.FromMinutes(Math.Floor(since.TotalMinutes));
        var rest = since - whole;
        return Whole(whole) + (rest > TimeSpan.Zero ? $" + {rest.TotalMilliseconds:0} ms" : "");
    }

    private static string Whole(TimeSpan since) => since switch
    {
        { Ticks: 0 } => "hour 0",
        { TotalDays: >= 5 } when since.Ticks % TimeSpan.TicksPerDay == 0 => $"day {since.TotalDays:0}",
        { TotalHours: < 1 } => $"minute {since.TotalMinutes:0}",
        _ when since.Ticks % TimeSpan.TicksPerHour == 0 => $"hour {since.TotalHours:0}",
        _ => $"hour {Math.Floor(since.TotalHours):0}:{since.Minutes:00}",
    };
}
