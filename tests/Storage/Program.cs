using Holdfast.Storage.Sqlite;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Holdfast.Storage.Tests;

/// <summary>Runs the tests, or one of the modes that tests and people start as a process of their own.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["--append-until-killed", var folder] => await AppendUntilKilled.Run(folder),
        ["--rotate-until-killed", var folder] => RotateUntilKilled(folder),
        ["--rotate-under-load", var folder] => await RotateUnderLoad.Run(folder),
        ["--probe", var folder, .. var rest] => await Probe.Run(folder, rest),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await ConsoleRunner.Run(args),
    };

    /// <summary>A line before each rotation, so that whoever kills it knows when.</summary>
    private static int RotateUntilKilled(string folder)
    {
        while (true)
        {
            Console.WriteLine("begins");
            KeyRotation.Run(folder);
        }
    }
}
