using System.CommandLine;
using Holdfast.Lab.Demonstration;

namespace Holdfast.Cli;

/// <summary>`holdfast demo`: the scam call, and honest use, against a real sandbox server.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "only the figures of each act, as JSON" };

    public static Command Make()
    {
        var command = new Command(
            "demo", "play the scam call, and an honest bot, against a sandbox server; fails when more than the allowance left") { Json };
        command.SetAction((parse, stop) => Demo.RunAsync(parse.GetValue(Json), Console.Out, stop));
        return command;
    }
}
