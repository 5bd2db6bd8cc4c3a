using System.CommandLine;
using Holdfast.Lab.Auditing;

namespace Holdfast.Cli;

/// <summary>`holdfast audit`: whether the log is whole and says what the state says.</summary>
internal static class AuditCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder",
        DefaultValueFactory = _ => "holdfast-data",
    };

    private static readonly Option<string?> Held = new("--checkpoint")
    {
        Description = "a checkpoint that you kept, as JSON: shows a log that was cut or set back",
    };

    public static Command Make()
    {
        var command = new Command("audit", "check chains, checkpoints, and that the state is the fold of the log") { Data, Held };
        command.SetAction(parse => OwnerAudit.Run(parse.GetValue(Data)!, parse.GetValue(Held), Console.Out));
        return command;
    }
}
