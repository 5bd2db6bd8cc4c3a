using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Holdfast.Lab.Demonstration;

/// <summary>The figures of all acts, as a table or as JSON.</summary>
internal static class Closing
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Tell(IAnsiConsole console, IReadOnlyList<ActResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("act");
        foreach (var name in (string[])["attempted", "stolen", "allowance", "allowed", "delayed"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("verdict");
        foreach (var r in results)
            table.AddRow(
                new Text($"{r.Act} {r.Title}"), Number(r.Attempted), new Text($"{r.Stolen:0.##} USDT"),
                new Text(r.Kind == ActKind.Attack ? $"{r.Allowance:0.##} USDT" : ""), Number(r.Allowed), Number(r.Delayed), Verdict(r));
        console.Write(table);
        foreach (var r in results)
            foreach (var fault in r.Faults()) console.MarkupLineInterpolated($"[bold red]act {r.Act}: {fault}[/]");
    }

    public static string Json(IReadOnlyList<ActResult> results) => JsonSerializer.Serialize(
        new
        {
            passed = results.All(r => r.Faults().Count == 0),
            acts = results.Select(r => new
            {
                act = r.Act,
                title = r.Title,
                attempted = r.Attempted,
                stolen = r.Stolen.ToString(CultureInfo.InvariantCulture),
                allowance = r.Allowance.ToString(CultureInfo.InvariantCulture),
                allowed = r.Allowed,
                delayed = r.Delayed,
                claims = r.Claims.Select(c => new { claim = c.Text, holds = c.Holds }),
                faults = r.Faults(),
            }),
        },
        Indented);

    private static Text Number(int value) => new(value.ToString("#,0", CultureInfo.InvariantCulture));

    private static Text Verdict(ActResult r) => r.Faults().Count > 0
        ? new Text("FAILED", new Style(Color.Red, decoration: Decoration.Bold))
        : new Text(
            r.Kind switch
            {
                ActKind.Attack => r.Stolen == 0 ? "nothing left" : "stopped at the allowance",
                ActKind.SteadyUse => "never held up",
                ActKind.OwnChange => "in force when it said",
                _ => throw new InvalidOperationException($"no verdict for {r.Kind}"),
            },
            new Style(Color.Green));
}
