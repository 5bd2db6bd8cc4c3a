using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>The real program in a process of its own.</summary>
internal sealed class HoldfastProcess : IDisposable
{
    public const string Token = "a-platform-token-for-the-kill-test-0123456789";

    private readonly Process process;
    private readonly StringBuilder said = new();

    private HoldfastProcess(string folder, int port)
    {
        Address = $"http://127.0.0.1:{port}";
        process = new Process { StartInfo = Serve(folder, Address) };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Address { get; }

    public bool HasExited => process.HasExited;

    /// <summary>What it wrote, for a start that failed.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    /// <summary>Time on the processor so far; unlike the clock on the wall it doesn't see what else the machine does.</summary>
    public TimeSpan Work
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static HoldfastProcess Start(string folder) => new(folder, FreePort());

    /// <summary>Waits until it says that it is ready; null when it ended instead.</summary>
    public async Task<TimeSpan?> ReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        using var wire = new Wire(Address, Token);
        while (watch.Elapsed < TimeSpan.FromSeconds(120))
        {
            if (process.HasExited) return null;
            try
            {
                if (await wire.GetAsync("/readyz") is { Status: 200 }) return watch.Elapsed;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                await Task.Delay(5);
            }
        }
        throw new TimeoutException($"not ready after 120 s: {Said}");
    }

    /// <summary>SIGKILL: no line of the program runs after it.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (said)
            if (said.Length < 10_000) said.AppendLine(line);
    }

    /// <summary>`holdfast audit` over the folder of a server that does not run; what it wrote, and whether all is as it was written.</summary>
    public static (bool Ok, string Said) Audit(string folder, string? checkpointFile)
    {
        string[] held = checkpointFile is null ? [] : ["--checkpoint", checkpointFile];
        using var audit = Process.Start(Command(["audit", "--data", folder, .. held]))!;
        var error = audit.StandardError.ReadToEndAsync();
        var said = audit.StandardOutput.ReadToEnd();
        audit.WaitForExit();
        return (audit.ExitCode == 0, said + error.Result);
    }

    private static ProcessStartInfo Serve(string folder, string address)
    {
        var start = Command(["serve", "--sandbox", "--data", folder, "--urls", address]);
        start.Environment["HOLDFAST_PLATFORM_TOKEN"] = Token;
        return start;
    }

    private static ProcessStartInfo Command(string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "holdfast");
        var runsByHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(runsByHost ? Environment.ProcessPath! : OperatingSystem.IsWindows() ? program + ".exe" : program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (runsByHost) start.ArgumentList.Add(program + ".dll");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
