using System.CommandLine;
using Holdfast.Storage;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Cli;

/// <summary>`holdfast rotate-kek`: another key for the keys of owners.</summary>
internal static class RotateKekCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder; a server that has it open goes on serving",
        DefaultValueFactory = _ => "holdfast-data",
    };

    public static Command Make()
    {
        var command = new Command("rotate-kek", "seal the log's keys with a fresh key-encryption key; may be cut off anywhere") { Data };
        command.SetAction((parse, stop) => RunAsync(parse.GetValue(Data)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken stop)
    {
        try
        {
            if (RotationRequest.IsInUse(folder)) return await AskAsync(folder, stop);
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

    /// <summary>The server rotates; this only waits for it.</summary>
    private static async Task<int> AskAsync(string folder, CancellationToken stop)
    {
        RotationRequest.Ask(folder);
        Console.WriteLine("the server was asked, and goes on serving");
        while (RotationRequest.IsAsked(folder))
        {
            if (!RotationRequest.IsInUse(folder))
            {
                Console.Error.WriteLine("the server stopped before it had ended: its next start goes on");
                return 2;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        }
        Console.WriteLine("the owners' keys are sealed with a fresh `keys/kek`. Copies of the log from before need the old one.");
        return 0;
    }
}
