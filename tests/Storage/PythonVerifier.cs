using System.Diagnostics;

namespace Holdfast.Storage.Tests;

/// <summary>eng/verify-log.py, which shares no code with the log. Skips the test where there is no python3.</summary>
internal static class PythonVerifier
{
    public static string Run(string folder, string? checkpoint = null)
    {
        var start = new ProcessStartInfo("python3")
        {
            ArgumentList = { Script(), folder },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (checkpoint is not null) start.ArgumentList.Add(checkpoint);
        try
        {
            using var python = Process.Start(start)!;
            var error = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.Equal("", error.Result);
            Assert.Equal(output.StartsWith("ok ", StringComparison.Ordinal) ? 0 : 1, python.ExitCode);
            return output.TrimEnd();
        }
        catch (System.ComponentModel.Win32Exception)
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
