using System.Diagnostics;
using System.Text.Json;

namespace Holdfast.System.Tests.Demonstration;

/// <summary>The program as a person starts it.</summary>
public sealed class RunningTheProgram
{
    [Fact]
    public async Task Holdfast_demo_json_ends_with_0_and_prints_nothing_but_json()
    {
        var stop = TestContext.Current.CancellationToken;
        using var program = Process.Start(new ProcessStartInfo
        {
            FileName = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "holdfast.dll"), "demo", "--json" },
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var text = await program.StandardOutput.ReadToEndAsync(stop);
        await program.WaitForExitAsync(stop);
        Assert.Equal(0, program.ExitCode);
        using var json = JsonDocument.Parse(text);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
    }
}
