using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.System.Tests.Serving;

/// <summary>`holdfast serve` as a service manager runs it: told by arguments, stopped by a signal, judged by its exit code.</summary>
internal sealed class Program : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly Task<string> output;

    private Program(string[] arguments)
    {
        var isDotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet";
        process = Process.Start(new ProcessStartInfo(isDotnet ? Environment.ProcessPath! : "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "holdfast.dll"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public bool HasExited => process.HasExited;

    public static Program Start(params string[] arguments) => new(arguments);

    /// <summary>Runs to its end.</summary>
    public static async Task<(int Code, string Errors, string Output)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return await program.EndAsync();
    }

    public async Task<(int Code, string Errors, string Output)> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await errors, await output);
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        using var sent = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        sent.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
