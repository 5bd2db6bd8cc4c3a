using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast.System.Tests.Kills;

/// <summary>eng/verify-log.py, which shares no code with the log. Skips the test where there is no python3.</summary>
internal static class PythonVerifier
{
    public static string Run(string folder, string? checkpoint)
    {
        var held = Keep(folder, checkpoint);
        return held is null ? Python(Script(), folder) : Python(Script(), folder, held);
    }

    /// <summary>Writes a checkpoint that a follower holds into a file; null for none.</summary>
    public static string? Keep(string folder, string? checkpoint)
    {
        if (checkpoint is null) return null;
        var held = Path.Combine(folder, "held-checkpoint.json");
        File.WriteAllText(held, checkpoint);
        return held;
    }

    /// <summary>Changes the database of a server that is not running.</summary>
    public static void Execute(string folder, string sql) => Python(
        "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit(); c.close()",
        Path.Combine(folder, "log.db"), sql);

    private static string Python(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.Equal("", error.Result);
            return output.TrimEnd();
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }

    private static string Script()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "eng", "verify-log.py") is var script && File.Exists(script)) return script;
        throw new FileNotFoundException("eng/verify-log.py is not above the tests");
    }
}
