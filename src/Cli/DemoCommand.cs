using System.CommandLine;
using Holdfast.Lab.Demonstration;

namespace Holdfast.Cli;

/// <summary>`holdfast demo`: the scam call, played against a real sandbox server.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "print figures as JSON instead of a timeline" };

    public static Command Make()
    {
        var command = new Command("demo", "play the scam call and an honest year against a real sandbox server") { AsJson };
        command.SetAction((parse, stop) => Demo.RunAsync(parse.GetValue(AsJson), Console.Out, stop));
        return command;
    }
}
