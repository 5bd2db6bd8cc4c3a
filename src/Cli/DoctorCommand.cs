using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Server.Doctor;
using Spectre.Console;

namespace Holdfast.Cli;

/// <summary>`holdfast doctor`: what is wrong, what it means, what to do. 0 when all is fine, 1 with warnings, 2 with what is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "the findings as JSON" };

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Make()
    {
        var command = new Command("doctor", "check what `serve` with the same options would depend on: configuration, disk, log, clock, channels") { Json };
        foreach (var option in ServeOptions.All) command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var findings = await Examination.RunAsync(ServeOptions.Read(parse), stop);
        if (parse.GetValue(Json)) Console.WriteLine(JsonSerializer.Serialize(new { exitCode = Examination.ExitCode(findings), findings }, Indented));
        else Tell(AnsiConsole.Console, findings);
        return Examination.ExitCode(findings);
    }

    private static void Tell(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 118;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            var (sign, color) = Mark(finding.Level);
            grid.AddRow(new Markup($"[{color}]{sign}[/]"), new Markup($"[bold]{finding.Check}[/]"), new Text(finding.Says));
            if (finding.Means is { } means) grid.AddRow(Text.Empty, new Markup("[grey]means[/]"), new Text(means));
            if (finding.Do is { } todo) grid.AddRow(Text.Empty, new Markup("[grey]do[/]"), new Text(todo));
        }
        console.Write(grid);
        console.WriteLine();
        console.MarkupLine(Verdict(findings));
    }

    private static (string Sign, string Color) Mark(FindingLevel level) => level switch
    {
        FindingLevel.Fine => ("ok", "green"),
        FindingLevel.Note => ("note", "aqua"),
        FindingLevel.Warning => ("WARN ", "yellow"),
        FindingLevel.Wrong => ("WRONG", "red"),
        _ => throw new InvalidOperationException($"no mark for {level}"),
    };

    private static string Verdict(IReadOnlyList<Finding> findings)
    {
        var (wrong, warnings) = (findings.Count(f => f.Level == FindingLevel.Wrong), findings.Count(f => f.Level == FindingLevel.Warning));
        return wrong > 0 ? $"[red]{wrong} wrong, {warnings} to look at.[/]"
            : warnings > 0 ? $"[yellow]{warnings} to look at, nothing wrong.[/]"
            : "[green]All is fine.[/]";
    }
}
