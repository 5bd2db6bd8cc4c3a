using System.CommandLine;
using Holdfast.Storage.Backups;

namespace Holdfast.Cli;

/// <summary>`holdfast backup`: a copy of the log, of a running server too.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder",
        DefaultValueFactory = _ => "holdfast-data",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "a new file, or a folder that is there",
        Required = true,
    };

    private static readonly Option<string?> Keys = new("--keys")
    {
        Description = "also copy the keys, into a new folder of their own; never keep it with the copy of the log",
    };

    public static Command Make()
    {
        var command = new Command("backup", "copy the log, without its keys; the server may run") { Data, To, Keys };
        command.SetAction(parse => Run(parse.GetValue(Data)!, parse.GetValue(To)!, parse.GetValue(Keys)));
        return command;
    }

    private static int Run(string data, string to, string? keys)
    {
        try
        {
            var made = LogBackup.Write(data, to);
            Console.WriteLine($"{made.File}: {made.Head} events");
            if (made.Checkpoint is not null) Console.WriteLine($"{LogBackup.CheckpointBeside(made.File)}: the newest checkpoint");
            if (keys is not null)
            {
                LogBackup.WriteKeys(data, keys);
                if (!LogBackup.Fits(made.File, keys))
                {
                    Console.Error.WriteLine("the key-encryption key was rotated between the two copies, and they don't fit: copy both again");
                    return 2;
                }
                Console.WriteLine($"{keys}: the keys, which read and sign; keep them apart from the copy of the log");
            }
            else Console.WriteLine("the keys are not in it, and it can't be read without them: see --keys");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"can't back up: {e.Message}");
            return 2;
        }
    }
}
