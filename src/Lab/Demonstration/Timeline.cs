using Spectre.Console;

namespace Holdfast.Lab.Demonstration;

/// <summary>Tells the play while it is played: when, who, what, and what the server answered.</summary>
internal sealed class Timeline(IAnsiConsole console)
{
    private const int Room = 118, Indent = 28;

    private DateTimeOffset zero;
    private bool inDays;

    public void Open(string address) => console.MarkupLineInterpolated(
        $"[bold]Holdfast[/] plays five acts against a sandbox server on {address}. Only the test clock makes time pass.");

    public void Begin(int act, string title, string about, DateTimeOffset at, bool countsDays = false)
    {
        (zero, inDays) = (at, countsDays);
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold aqua]ACT {act}  {title}[/]");
        console.MarkupLineInterpolated($"[grey]{about}[/]");
    }

    /// <param name="answer">What the server answered to it; it goes on a line of its own where there is no room.</param>
    public void Say(string when, string who, string text, object? answer = null)
    {
        var head = $"  {when,-16} {who,-8} ";
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
        console.MarkupLineInterpolated($"{new string(' ', Indent)}[bold green]→ {said}[/]");
    }

    public void Say(DateTimeOffset when, string who, string text, object? answer = null) => Say(At(when), who, text, answer);

    /// <summary>A line of explanation.</summary>
    public void Note(string text) => console.MarkupLineInterpolated($"[grey italic]{new string(' ', Indent)}{text}[/]");

    /// <summary>A time as the act counts it: `minute 1`, `hour 48`, `hour 48 + 1 ms`, `day 24`.</summary>
    public string At(DateTimeOffset at)
    {
        var since = at - zero;
        if (inDays) return $"day {Math.Floor(since.TotalDays):0}";
        var (hours, milliseconds) = ((int)since.TotalHours, since.TotalMilliseconds % 60_000);
        var whole = (hours, since.Minutes) switch
        {
            (0, > 0) => $"minute {since.Minutes}",
            (_, 0) => $"hour {hours}",
            _ => $"hour {hours}:{since.Minutes:00}",
        };
        return milliseconds == 0 ? whole : $"{whole} + {milliseconds:0} ms";
    }
}
