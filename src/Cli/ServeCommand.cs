using System.CommandLine;
using System.Runtime.InteropServices;
using Holdfast.Server.Hosting;
using Holdfast.Storage;

namespace Holdfast.Cli;

/// <summary>`holdfast serve`, which is also what happens when nothing is named.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder",
        DefaultValueFactory = _ => "holdfast-data",
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "where to listen",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string?> Policy = new("--policy") { Description = "a file that proposes a policy" };

    private static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "a file with a checkpoint that you kept: a log that lacks it allows nothing until two staff members accept that",
    };

    private static readonly Option<string?> PublicUrl = new("--public-url")
    {
        Description = "where people reach this server, for links in letters",
    };

    private static readonly Option<bool> Sandbox = new("--sandbox")
    {
        Description = "a test clock and sandbox permits, on loopback only",
    };

    private static readonly Option<string?> Smtp = new("--smtp")
    {
        Description = "the mail server that letters are handed to: smtp://user@host:587 or smtps://user@host",
    };

    private static readonly Option<string?> SmtpPasswordFile = new("--smtp-password-file")
    {
        Description = "a file with the password of its user (or HOLDFAST_SMTP_PASSWORD)",
    };

    private static readonly Option<string?> SmtpAuthority = new("--smtp-ca")
    {
        Description = "a PEM file that its certificate is checked against instead of the machine's",
    };

    private static readonly Option<string?> MailFrom = new("--mail-from") { Description = "who letters come from" };

    private static readonly Option<string?> StaffEmail = new("--staff-email")
    {
        Description = "where staff are told that nobody could be told of a change",
    };

    private static readonly Option<string?> Webhook = new("--webhook")
    {
        Description = "the platform's own webhook, for all announcements",
    };

    public static Command Make()
    {
        var command = new Command("serve", "serve the API (the default)")
        {
            Data, Urls, Policy, Checkpoint, PublicUrl, Sandbox, Smtp, SmtpPasswordFile, SmtpAuthority, MailFrom, StaffEmail, Webhook,
        };
        command.SetAction((parse, stop) => RunAsync(parse, stop));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var options = new ServerOptions
        {
            Data = parse.GetValue(Data)!,
            Urls = parse.GetValue(Urls)!,
            Policy = parse.GetValue(Policy),
            Checkpoint = parse.GetValue(Checkpoint),
            PublicUrl = parse.GetValue(PublicUrl),
            Sandbox = parse.GetValue(Sandbox),
            Smtp = parse.GetValue(Smtp),
            SmtpPassword = PasswordFrom(parse.GetValue(SmtpPasswordFile)),
            SmtpAuthority = parse.GetValue(SmtpAuthority),
            MailFrom = parse.GetValue(MailFrom),
            StaffEmail = parse.GetValue(StaffEmail),
            Webhook = parse.GetValue(Webhook),
            PlatformToken = Environment.GetEnvironmentVariable("HOLDFAST_PLATFORM_TOKEN"),
            IsTerminal = !Console.IsOutputRedirected,
        };
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
    private static string? PasswordFrom(string? file) => file is null
        ? Environment.GetEnvironmentVariable("HOLDFAST_SMTP_PASSWORD")
        : File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;

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
