using System.Diagnostics;

namespace Holdfast.Durability.PowerCuts;

/// <summary>Runs this program as a writer of its own under strace, which is not on every machine.</summary>
internal static class Tracing
{
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Array.Exists(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), folder => File.Exists(Path.Combine(folder, "strace")));

    /// <summary>What the writer did below a folder, which is made and then removed; `arguments` gets its name last.</summary>
    public static (IReadOnlyList<Step> Steps, string Root) Trace(params IReadOnlyList<string> arguments)
    {
        var root = Path.Combine(Path.GetTempPath(), "holdfast-cut-" + Guid.NewGuid().ToString("n"));
        var trace = root + ".trace";
        Directory.CreateDirectory(root);
        try
        {
            Run(trace, [.. Self, .. arguments, Path.Combine(root, "data")]);
            return (PowerCuts.Trace.Read(File.ReadLines(trace), root), root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
            File.Delete(trace);
        }
    }

    /// <summary>The program that this code is in, however it was started.</summary>
    internal static string[] Self => Path.Combine(AppContext.BaseDirectory, "Holdfast.Durability.dll") is var library
        && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, library]
            : ["dotnet", library];

    private static void Run(string trace, string[] command)
    {
        var start = new ProcessStartInfo("strace")
        {
            ArgumentList = { "-f", "--seccomp-bpf", "-y", "-xx", "-s", "16777216", "-qq", "-e", "signal=none", "-e", "trace=" + PowerCuts.Trace.Calls, "-o", trace },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var traced = Process.Start(start)!;
        var said = traced.StandardOutput.ReadToEndAsync();
        var error = traced.StandardError.ReadToEnd();
        traced.WaitForExit();
        if (traced.ExitCode != 0) throw new InvalidOperationException($"the writer ended with {traced.ExitCode}: {error}{said.Result}");
    }
}
