using System.CommandLine;
using System.Runtime.InteropServices;
using Holdfast.Server.Hosting;
using Holdfast.Storage;

namespace Holdfast.Cli;

/// <summary>`holdfast serve`, which is also what happens when nothing is named.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var command = new Command("serve", "serve the API (the default)");
        foreach (var option in ServeOptions.All) command.Options.Add(option);
        command.SetAction((parse, stop) => RunAsync(parse, stop));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var options = ServeOptions.Read(parse);
        try
        {
            await using var server = await HoldfastServer.StartAsync(options);
            Greet(options, server);
            await WaitAsync(server, stop);
            return 0;
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync("holdfast can't start:");
            foreach (var mistake in e.Mistakes) await Console.Error.WriteLineAsync("  " + mistake);
            return 2;
        }
        catch (Exception e) when (e is LogUnavailableException or LogDamagedException or IOException or UnauthorizedAccessException
            or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync($"holdfast can't start: {e.Message}");
            return 3;
        }
    }

    /// <summary>The first line of the file; a file that is not there is left to what needs the password.</summary>
    private static void Greet(ServerOptions options, HoldfastServer server)
    {
        if (options.Sandbox) Console.WriteLine("SANDBOX: a test clock, sandbox permits. Nothing here protects anything.");
        Console.WriteLine($"Holdfast listens on {string.Join(", ", server.Addresses)}, data in {Path.GetFullPath(options.Data)}.");
        if (server.Tokens is { } tokens)
        {
            if (options.IsTerminal && options.PlatformToken is null)
                Console.WriteLine($"The platform's token, shown this once:  {tokens.Platform}");
            else if (options.PlatformToken is null) Console.WriteLine("The platform's token is in `platform-token` in the data folder.");
            Console.WriteLine("Two staff tokens are in `staff-1` and `staff-2`: give each to another person and delete the files.");
        }
        Console.WriteLine("The API is described at /openapi/v1.json; whether it is ready says /readyz. Ctrl+C stops it.");
    }

    /// <summary>Ctrl+C and SIGTERM stop it in order: what was asked is answered, nothing new is taken.</summary>
    private static async Task WaitAsync(HoldfastServer server, CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await Task.WhenAny(asked.Task, server.Stopped, Task.Delay(Timeout.Infinite, stop));

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            asked.TrySetResult();
        }
    }
}
