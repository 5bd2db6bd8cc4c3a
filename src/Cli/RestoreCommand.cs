using System.CommandLine;
using Holdfast.Lab.Auditing;
using Holdfast.Storage.Backups;

namespace Holdfast.Cli;

/// <summary>`holdfast restore`: puts a copy of the log in the place of one that is gone, once it passed the audit.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from") { Description = "what `holdfast backup` made", Required = true };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder; may not hold a log",
        DefaultValueFactory = _ => "holdfast-data",
    };

    private static readonly Option<string?> Keys = new("--keys")
    {
        Description = "a folder with the keys, where they are not in the data folder",
    };

    public static Command Make()
    {
        var command = new Command("restore", "put a copy of the log into a data folder that has none") { From, Data, Keys };
        command.SetAction(parse => Run(parse.GetValue(From)!, parse.GetValue(Data)!, parse.GetValue(Keys)));
        return command;
    }

    private static int Run(string from, string data, string? keys)
    {
        try
        {
            var restored = LogRestore.Run(from, keys, data, folder => OwnerAudit.Run(folder, null, Console.Out) == 0);
            if (!restored)
            {
                Console.Error.WriteLine("can't restore: the copy did not pass the audit, and nothing was changed");
                return 1;
            }
            Console.WriteLine($"restored into {data}: start it with `--checkpoint` and the newest checkpoint that anybody kept");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"can't restore: {e.Message}");
            return 2;
        }
    }
}
