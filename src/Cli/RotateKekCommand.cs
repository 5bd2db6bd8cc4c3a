using System.CommandLine;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Cli;

/// <summary>`holdfast rotate-kek`: another key for the keys of owners.</summary>
internal static class RotateKekCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder, which no server has open",
        DefaultValueFactory = _ => "holdfast-data",
    };

    public static Command Make()
    {
        var command = new Command("rotate-kek", "seal the log's keys with a fresh key-encryption key; may be cut off anywhere") { Data };
        command.SetAction(parse => Run(parse.GetValue(Data)!));
        return command;
    }

    private static int Run(string folder)
    {
        try
        {
            var owners = KeyRotation.Run(folder);
            Console.WriteLine($"{owners} owners' keys are sealed with a fresh `keys/kek`. Copies of the log from before need the old one.");
            return 0;
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"can't rotate: {e.Message}");
            return 2;
        }
    }
}
